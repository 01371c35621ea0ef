"""CodeCommit's repositories, their branches and their tags."""

import os
import uuid
from typing import Any

from ministack.core.responses import get_account_id, get_region

from sandbox.api.errors import ServiceError
from sandbox.api.identifiers import arn, now
from sandbox.api.store import Record
from sandbox.services.codecommit import events
from sandbox.services.codecommit.events import STORE
from sandbox.services.codecommit.git import Repository
from sandbox.world import accounts

Request = dict[str, Any]


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
    repository = repository_of(request)
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
    commit = _branch(repository_of(request), request["branchName"])
    return {"branch": {"branchName": request["branchName"], "commitId": commit}}


def GetCommit(request: Request) -> Request:
    repository = repository_of(request)
    commit = commit_of(repository, request["commitId"])
    fields = "%T%n%P%n%an%n%ae%n%ad%n%cn%n%ce%n%cd%n%B"
    lines = repository.text("show", "-s", "--date=raw", f"--format={fields}", commit).split("\n", 8)
    people = [dict(zip(("name", "email", "date"), lines[start : start + 3], strict=True)) for start in (2, 5)]
    described = {"commitId": commit, "treeId": lines[0], "parents": lines[1].split(), "message": lines[8]}
    return {"commit": described | {"author": people[0], "committer": people[1]}}


def ListBranches(request: Request) -> Request:
    return {"branches": list(repository_of(request).branches())}


def CreateBranch(request: Request) -> None:
    repository, branch = repository_of(request), request["branchName"]
    if branch in repository.branches():
        raise ServiceError("BranchNameExistsException", f"The branch {branch} already exists.")
    before = repository.branches()
    repository.text("update-ref", f"refs/heads/{branch}", commit_of(repository, request["commitId"]))
    events.announce(request["repositoryName"], before)


def TagResource(request: Request) -> None:
    _tags(request["resourceArn"]).update(request["tags"])


def UntagResource(request: Request) -> None:
    for key in request["tagKeys"]:
        _tags(request["resourceArn"]).pop(key, None)


def ListTagsForResource(request: Request) -> Request:
    return {"tags": _tags(request["resourceArn"])}


def _record(name: str) -> Record:
    if name not in STORE.here("repositories"):
        raise ServiceError("RepositoryDoesNotExistException", f"{name} does not exist")
    return STORE.here("repositories")[name]


def repository_of(request: Request) -> Repository:
    return Repository(_record(request["repositoryName"])["repositoryName"])


def commit_of(repository: Repository, specifier: str | None) -> str:
    commit = repository.resolve(specifier or repository.default_branch() or "HEAD")
    if commit is None:
        raise ServiceError("CommitDoesNotExistException", f"{specifier or 'HEAD'} does not exist.")
    return commit


def _branch(repository: Repository, branch: str) -> str:
    if branch not in repository.branches():
        raise ServiceError("BranchDoesNotExistException", f"The branch {branch} does not exist.")
    return repository.branches()[branch]


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
