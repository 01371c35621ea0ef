"""CodeCommit's repositories, files and commits."""

import base64
import os
import uuid
from typing import Any

from ministack.core.responses import get_account_id, get_region

from sandbox import accounts
from sandbox.services.codecommit import changes
from sandbox.services.codecommit.changes import STORE
from sandbox.services.codecommit.git import MODES, Change, Repository
from sandbox.services.errors import ServiceError, not_emulated
from sandbox.services.identifiers import arn, now
from sandbox.services.store import Record

Request = dict[str, Any]

_MODE_OF = {name: mode for mode, name in MODES.items()}


def CreateRepository(request: Request) -> Request:
    name = request["repositoryName"]
    if name in STORE.here("repositories"):
        raise ServiceError("RepositoryNameExistsException", f"Repository named {name} already exists")
    if name.endswith(".git"):
        raise ServiceError("InvalidRepositoryNameException", f"{name} is not a valid repository name")
    Repository(name).create()
    record = {
        "accountId": get_account_id(),
        "repositoryId": str(uuid.uuid4()),
        "repositoryName": name,
        "repositoryDescription": request.get("repositoryDescription"),
        "Arn": arn("codecommit", name),
        "kmsKeyId": request.get("kmsKeyId"),
        "creationDate": now(),
        "lastModifiedDate": now(),
    }
    STORE.here("repositories")[name] = record
    STORE.here("tags")[record["Arn"]] = dict(request.get("tags", {}))
    return {"repositoryMetadata": _metadata(record)}


def GetRepository(request: Request) -> Request:
    return {"repositoryMetadata": _metadata(_record(request["repositoryName"]))}


def BatchGetRepositories(request: Request) -> Request:
    known = STORE.here("repositories")
    found = [_metadata(known[name]) for name in request["repositoryNames"] if name in known]
    return {
        "repositories": found,
        "repositoriesNotFound": [each for each in request["repositoryNames"] if each not in known],
    }


def ListRepositories(_request: Request) -> Request:
    shown = ("repositoryName", "repositoryId")
    return {"repositories": [{name: each[name] for name in shown} for each in STORE.here("repositories").values()]}


def UpdateRepositoryDescription(request: Request) -> None:
    record = _record(request["repositoryName"])
    record |= {"repositoryDescription": request.get("repositoryDescription"), "lastModifiedDate": now()}


def UpdateDefaultBranch(request: Request) -> None:
    repository = _repository(request)
    _branch(repository, request["defaultBranchName"])
    repository.text("symbolic-ref", "HEAD", f"refs/heads/{request['defaultBranchName']}")


def DeleteRepository(request: Request) -> Request:
    record = STORE.here("repositories").pop(request["repositoryName"], None)
    if record is None:
        return {}
    STORE.here("tags").pop(record["Arn"], None)
    Repository(request["repositoryName"]).delete()
    return {"repositoryId": record["repositoryId"]}


def GetBranch(request: Request) -> Request:
    commit = _branch(_repository(request), request["branchName"])
    return {"branch": {"branchName": request["branchName"], "commitId": commit}}


def ListBranches(request: Request) -> Request:
    return {"branches": list(_repository(request).branches())}


def CreateBranch(request: Request) -> None:
    repository, branch = _repository(request), request["branchName"]
    if branch in repository.branches():
        raise ServiceError("BranchNameExistsException", f"The branch {branch} already exists.")
    before = repository.branches()
    repository.text("update-ref", f"refs/heads/{branch}", _commit(repository, request["commitId"]))
    changes.announce(request["repositoryName"], before)


def GetFile(request: Request) -> Request:
    repository = _repository(request)
    commit = _commit(repository, request.get("commitSpecifier"))
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
    repository, folder = _repository(request), request["folderPath"].strip("/")
    commit = _commit(repository, request.get("commitSpecifier"))
    entries = repository.entries(commit, folder)
    if not entries and folder:
        raise ServiceError("FolderDoesNotExistException", f"The folder {folder} does not exist in commit {commit}.")
    rows: dict[str, list[Record]] = {"blob": [], "tree": []}
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
    return {"commitId": made, "treeId": _repository(request).tree(made), "filesAdded": [], "filesUpdated": []}


def PutFile(request: Request) -> Request:
    put: dict[str, Change] = {request["filePath"]: _content(request)}
    made, repository = _committed(request, put, request.get("parentCommitId")), _repository(request)
    blob = repository.text("rev-parse", f"{made}:{request['filePath']}")
    return {"commitId": made, "blobId": blob, "treeId": repository.tree(made)}


def TagResource(request: Request) -> None:
    _tags(request["resourceArn"]).update(request["tags"])


def UntagResource(request: Request) -> None:
    for key in request["tagKeys"]:
        _tags(request["resourceArn"]).pop(key, None)


def ListTagsForResource(request: Request) -> Request:
    return {"tags": _tags(request["resourceArn"])}


def _content(file: Request) -> tuple[str, bytes]:
    return _MODE_OF[file.get("fileMode", "NORMAL")], base64.b64decode(file["fileContent"])


def _committed(request: Request, put: dict[str, Change], parent: str | None) -> str:
    repository, branch = _repository(request), request["branchName"]
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
    changes.announce(request["repositoryName"], before)
    return made


def _record(name: str) -> Record:
    if name not in STORE.here("repositories"):
        raise ServiceError("RepositoryDoesNotExistException", f"{name} does not exist")
    return STORE.here("repositories")[name]


def _repository(request: Request) -> Repository:
    return Repository(_record(request["repositoryName"])["repositoryName"])


def _branch(repository: Repository, branch: str) -> str:
    if branch not in repository.branches():
        raise ServiceError("BranchDoesNotExistException", f"The branch {branch} does not exist.")
    return repository.branches()[branch]


def _commit(repository: Repository, specifier: str | None) -> str:
    commit = repository.resolve(specifier or repository.default_branch() or "HEAD")
    if commit is None:
        raise ServiceError("CommitDoesNotExistException", f"{specifier or 'HEAD'} does not exist.")
    return commit


def _tags(resource: str) -> dict[str, str]:
    if resource not in STORE.here("tags"):
        raise ServiceError("RepositoryDoesNotExistException", f"{resource} does not exist")
    return STORE.here("tags")[resource]


def _metadata(record: Record) -> Record:
    place = f"{get_account_id()}/{get_region()}/{record['repositoryName']}"
    return {
        **record,
        "defaultBranch": Repository(record["repositoryName"]).default_branch(),
        "cloneUrlHttp": f"{accounts.endpoint(int(os.environ['GATEWAY_PORT']))}/git/{place}",
    }
