"""Files and folders of CodeCommit's repositories, and the commits that change them."""

import base64

from sandbox.api.errors import ServiceError, not_emulated
from sandbox.api.types import Answer, Request
from sandbox.services.codecommit.events import emit_branch_events
from sandbox.services.codecommit.git import MODES, Change, Entry
from sandbox.services.codecommit.repositories import find_commit, git_repository

_MODE_OF = {name: mode for mode, name in MODES.items()}


def GetFile(request: Request) -> Answer:
    repository = git_repository(request)
    commit = find_commit(repository, request.get("commitSpecifier"))
    folder, _, _ = request["filePath"].rpartition("/")
    for entry in repository.entries(commit, folder):
        if entry.path == request["filePath"] and entry.type == "blob":
            content = repository.blob(entry.object)
            found = {"commitId": commit, "blobId": entry.object, "filePath": entry.path, "fileMode": MODES[entry.mode]}
            return found | {"fileSize": len(content), "fileContent": content}
    raise ServiceError(
        "FileDoesNotExistException", f"The file {request['filePath']} does not exist in commit {commit}."
    )


def GetFolder(request: Request) -> Answer:
    repository, folder = git_repository(request), request["folderPath"].strip("/")
    commit = find_commit(repository, request.get("commitSpecifier"))
    entries = repository.entries(commit, folder)
    if not entries and folder:
        raise ServiceError("FolderDoesNotExistException", f"The folder {folder} does not exist in commit {commit}.")
    files = [
        _paths(entry) | {"blobId": entry.object, "fileMode": MODES.get(entry.mode)}
        for entry in entries
        if entry.type == "blob"
    ]
    folders = [_paths(entry) | {"treeId": entry.object} for entry in entries if entry.type == "tree"]
    return {"commitId": commit, "folderPath": folder, "files": files, "subFolders": folders}


def CreateCommit(request: Request) -> Answer:
    if "setFileModes" in request or any("sourceFile" in file for file in request.get("putFiles", [])):
        raise not_emulated("CreateCommit with setFileModes or sourceFile")
    put: dict[str, Change] = {file["filePath"]: _content(file) for file in request.get("putFiles", [])}
    put |= dict.fromkeys(file["filePath"] for file in request.get("deleteFiles", []))
    commit = _commit(request, put)
    return {"commitId": commit, "treeId": git_repository(request).tree(commit), "filesAdded": [], "filesUpdated": []}


def PutFile(request: Request) -> Answer:
    put: dict[str, Change] = {request["filePath"]: _content(request)}
    commit, repository = _commit(request, put), git_repository(request)
    blob = repository.text("rev-parse", f"{commit}:{request['filePath']}")
    return {"commitId": commit, "blobId": blob, "treeId": repository.tree(commit)}


def _paths(entry: Entry) -> Answer:
    return {"absolutePath": entry.path, "relativePath": entry.path.rpartition("/")[2]}


def _content(file: Request) -> tuple[str, bytes]:
    return _MODE_OF[file.get("fileMode", "NORMAL")], base64.b64decode(file["fileContent"])


def _commit(request: Request, put: dict[str, Change]) -> str:
    repository, branch, parent = git_repository(request), request["branchName"], request.get("parentCommitId")
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
    commit = repository.commit(branch, put, request.get("commitMessage", "Edited files"), author)
    emit_branch_events(request["repositoryName"], before)
    return commit
