"""Files and folders of CodeCommit's repositories, and the commits that change them."""

import base64
from typing import Any

from sandbox.api.errors import ServiceError, not_emulated
from sandbox.services.codecommit import events
from sandbox.services.codecommit.git import MODES, Change
from sandbox.services.codecommit.repositories import commit_of, repository_of

Request = dict[str, Any]

_MODE_OF = {name: mode for mode, name in MODES.items()}


def GetFile(request: Request) -> Request:
    repository = repository_of(request)
    commit = commit_of(repository, request.get("commitSpecifier"))
    folder, _, _ = request["filePath"].rpartition("/")
    for mode, kind, blob, path in repository.entries(commit, folder):
        if path == request["filePath"] and kind == "blob":
            content = repository.blob(blob)
            facts = {"commitId": commit, "blobId": blob, "filePath": path, "fileMode": MODES[mode]}
            return facts | {"fileSize": len(content), "fileContent": content}
    raise ServiceError(
        "FileDoesNotExistException", f"The file {request['filePath']} does not exist in commit {commit}."
    )


def GetFolder(request: Request) -> Request:
    repository, folder = repository_of(request), request["folderPath"].strip("/")
    commit = commit_of(repository, request.get("commitSpecifier"))
    entries = repository.entries(commit, folder)
    if not entries and folder:
        raise ServiceError("FolderDoesNotExistException", f"The folder {folder} does not exist in commit {commit}.")
    rows: dict[str, list[Request]] = {"blob": [], "tree": []}
    for mode, kind, identifier, path in entries:
        row = {"absolutePath": path, "relativePath": path.rpartition("/")[2]}
        blob = {"blobId": identifier, "fileMode": MODES.get(mode)}
        rows[kind].append(row | (blob if kind == "blob" else {"treeId": identifier}))
    return {"commitId": commit, "folderPath": folder, "files": rows["blob"], "subFolders": rows["tree"]}


def CreateCommit(request: Request) -> Request:
    if "setFileModes" in request or any("sourceFile" in each for each in request.get("putFiles", [])):
        raise not_emulated("CreateCommit with setFileModes or sourceFile")
    put: dict[str, Change] = {each["filePath"]: _content(each) for each in request.get("putFiles", [])}
    put |= dict.fromkeys(each["filePath"] for each in request.get("deleteFiles", []))
    made = _committed(request, put, request.get("parentCommitId"))
    return {"commitId": made, "treeId": repository_of(request).tree(made), "filesAdded": [], "filesUpdated": []}


def PutFile(request: Request) -> Request:
    put: dict[str, Change] = {request["filePath"]: _content(request)}
    made, repository = _committed(request, put, request.get("parentCommitId")), repository_of(request)
    blob = repository.text("rev-parse", f"{made}:{request['filePath']}")
    return {"commitId": made, "blobId": blob, "treeId": repository.tree(made)}


def _content(file: Request) -> tuple[str, bytes]:
    return _MODE_OF[file.get("fileMode", "NORMAL")], base64.b64decode(file["fileContent"])


def _committed(request: Request, put: dict[str, Change], parent: str | None) -> str:
    repository, branch = repository_of(request), request["branchName"]
    before = repository.branches()
    if before and branch not in before:
        raise ServiceError("BranchDoesNotExistException", f"The branch {branch} does not exist.")
    if before.get(branch) and parent is None:
        raise ServiceError("ParentCommitIdRequiredException", "A parent commit ID is required.")
    if parent != before.get(branch):
        raise ServiceError("ParentCommitIdOutdatedException", f"{parent} is not the tip of {branch}.")
    names = {
        "GIT_AUTHOR_NAME": request.get("authorName") or request.get("name"),
        "GIT_AUTHOR_EMAIL": request.get("email"),
    }
    author = {key: value for key, value in names.items() if value}
    made = repository.commit(branch, put, request.get("commitMessage", "Edited files"), author)
    events.announce(request["repositoryName"], before)
    return made
