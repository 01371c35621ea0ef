"""CodeCommit's repositories and their tags as they are kept."""

import datetime
from typing import NotRequired, TypedDict

from sandbox.api.errors import ServiceError
from sandbox.api.store import Store, Table


class RepositoryMetadata(TypedDict):
    """CodeCommit's RepositoryMetadata without the members that git knows."""

    accountId: str
    repositoryId: str
    repositoryName: str
    repositoryDescription: NotRequired[str | None]
    Arn: str
    kmsKeyId: NotRequired[str | None]
    creationDate: datetime.datetime
    lastModifiedDate: datetime.datetime


STORE = Store()
REPOSITORIES: Table[RepositoryMetadata] = Table(STORE, "repositories")
TAGS: Table[dict[str, str]] = Table(STORE, "tags")


def find_repository(name: str) -> RepositoryMetadata:
    if name not in REPOSITORIES.here():
        raise ServiceError("RepositoryDoesNotExistException", f"{name} does not exist")
    return REPOSITORIES.here()[name]


def tag_conditions(repository: str) -> dict[str, str]:
    """The condition keys of a repository's tags, also for git: Service Authorization Reference, "AWS CodeCommit"."""
    return {f"aws:resourcetag/{key}".lower(): value for key, value in TAGS.here().get(repository, {}).items()}
