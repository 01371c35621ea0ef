"""CodeCommit's repositories, their branches and their tags."""

import os
import uuid

from ministack.core.responses import get_account_id, get_region

from sandbox.api.errors import ServiceError
from sandbox.api.identifiers import arn, now
from sandbox.api.types import Answer, Request
from sandbox.services.codecommit.events import emit_branch_events
from sandbox.services.codecommit.git import Repository
from sandbox.services.codecommit.tables import REPOSITORIES, TAGS, RepositoryMetadata, find_repository
from sandbox.world import accounts


def CreateRepository(request: Request) -> Answer:
    name = request["repositoryName"]
    if name in REPOSITORIES.here():
        raise ServiceError("RepositoryNameExistsException", f"Repository named {name} already exists")
    if name.endswith(".git"):
        raise ServiceError("InvalidRepositoryNameException", f"{name} is not a valid repository name")
    Repository(name).create()
    repository: RepositoryMetadata = {
        "accountId": get_account_id(),
        "repositoryId": str(uuid.uuid4()),
        "repositoryName": name,
        "repositoryDescription": request.get("repositoryDescription"),
        "Arn": arn("codecommit", name),
        "kmsKeyId": request.get("kmsKeyId"),
        "creationDate": now(),
        "lastModifiedDate": now(),
    }
    REPOSITORIES.here()[name] = repository
    TAGS.here()[repository["Arn"]] = dict(request.get("tags", {}))
    return {"repositoryMetadata": _metadata(repository)}


def GetRepository(request: Request) -> Answer:
    return {"repositoryMetadata": _metadata(find_repository(request["repositoryName"]))}


def BatchGetRepositories(request: Request) -> Answer:
    known = REPOSITORIES.here()
    found = [_metadata(known[name]) for name in request["repositoryNames"] if name in known]
    return {
        "repositories": found,
        "repositoriesNotFound": [name for name in request["repositoryNames"] if name not in known],
    }


def ListRepositories(_request: Request) -> Answer:
    return {
        "repositories": [
            {"repositoryName": repository["repositoryName"], "repositoryId": repository["repositoryId"]}
            for repository in REPOSITORIES.here().values()
        ]
    }


def UpdateRepositoryDescription(request: Request) -> None:
    repository = find_repository(request["repositoryName"])
    repository["repositoryDescription"] = request.get("repositoryDescription")
    repository["lastModifiedDate"] = now()


def UpdateDefaultBranch(request: Request) -> None:
    repository = git_repository(request)
    _newest_commit(repository, request["defaultBranchName"])
    repository.text("symbolic-ref", "HEAD", f"refs/heads/{request['defaultBranchName']}")


def DeleteRepository(request: Request) -> Answer:
    repository = REPOSITORIES.here().pop(request["repositoryName"], None)
    if repository is None:
        return {}
    TAGS.here().pop(repository["Arn"], None)
    Repository(request["repositoryName"]).delete()
    return {"repositoryId": repository["repositoryId"]}


def GetBranch(request: Request) -> Answer:
    commit = _newest_commit(git_repository(request), request["branchName"])
    return {"branch": {"branchName": request["branchName"], "commitId": commit}}


def GetCommit(request: Request) -> Answer:
    repository = git_repository(request)
    commit = find_commit(repository, request["commitId"])
    fields = "%T%n%P%n%an%n%ae%n%ad%n%cn%n%ce%n%cd%n%B"
    lines = repository.text("show", "-s", "--date=raw", f"--format={fields}", commit).split("\n", 8)
    people = [dict(zip(("name", "email", "date"), lines[start : start + 3], strict=True)) for start in (2, 5)]
    author, committer = people
    return {
        "commit": {
            "commitId": commit,
            "treeId": lines[0],
            "parents": lines[1].split(),
            "author": author,
            "committer": committer,
            "message": lines[8],
        }
    }


def ListBranches(request: Request) -> Answer:
    return {"branches": list(git_repository(request).branches())}


def CreateBranch(request: Request) -> None:
    repository, branch = git_repository(request), request["branchName"]
    if branch in repository.branches():
        raise ServiceError("BranchNameExistsException", f"The branch {branch} already exists.")
    before = repository.branches()
    repository.text("update-ref", f"refs/heads/{branch}", find_commit(repository, request["commitId"]))
    emit_branch_events(request["repositoryName"], before)


def TagResource(request: Request) -> None:
    _tags(request["resourceArn"]).update(request["tags"])


def UntagResource(request: Request) -> None:
    for key in request["tagKeys"]:
        _tags(request["resourceArn"]).pop(key, None)


def ListTagsForResource(request: Request) -> Answer:
    return {"tags": _tags(request["resourceArn"])}


def git_repository(request: Request) -> Repository:
    return Repository(find_repository(request["repositoryName"])["repositoryName"])


def find_commit(repository: Repository, specifier: str | None) -> str:
    commit = repository.resolve(specifier or repository.default_branch() or "HEAD")
    if commit is None:
        raise ServiceError("CommitDoesNotExistException", f"{specifier or 'HEAD'} does not exist.")
    return commit


def _newest_commit(repository: Repository, branch: str) -> str:
    if branch not in repository.branches():
        raise ServiceError("BranchDoesNotExistException", f"The branch {branch} does not exist.")
    return repository.branches()[branch]


def _tags(resource: str) -> dict[str, str]:
    if resource not in TAGS.here():
        raise ServiceError("RepositoryDoesNotExistException", f"{resource} does not exist")
    return TAGS.here()[resource]


def _metadata(repository: RepositoryMetadata) -> Answer:
    name = repository["repositoryName"]
    endpoint = accounts.endpoint(int(os.environ["GATEWAY_PORT"]))
    return {
        **repository,
        "defaultBranch": Repository(name).default_branch(),
        "cloneUrlHttp": f"{endpoint}/git/{get_account_id()}/{get_region()}/{name}",
    }
