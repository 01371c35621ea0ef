"""The provider behind every connection: bare git repositories below `<state>/provider/<owner>/<name>.git`."""

import re
from pathlib import Path

from sandbox.api.errors import ServiceError
from sandbox.api.loopback import Credentials
from sandbox.iam import permission_checks
from sandbox.services.codecommit.git import Repository, root
from sandbox.services.codeconnections import tags_for_conditions

_NAME = re.compile(r"[\w-][\w.-]*(/[\w-][\w.-]*)+")
_ACTIONS = ("codeconnections:UseConnection", "codestar-connections:UseConnection")


def folder() -> Path:
    return root().parent / "provider"


def exists(name: str) -> bool:
    return bool(_NAME.fullmatch(name)) and (folder() / f"{name}.git").is_dir()


def repository(name: str) -> Repository:
    """The repository `owner/name`, which the owner of the sandbox makes with `git init --bare`."""
    if not exists(name):
        raise ServiceError("ResourceNotFoundException", f"The provider has no repository {name}")
    return Repository(name, folder() / f"{name}.git")


def require_use(credentials: Credentials, connection: str, name: str) -> None:
    """Using a connection is authorized twice: without a repository, then for the one that it is used for.

    Service Authorization Reference: codeconnections and codestar-connections each have keys of their own prefix only.
    The first check, without a repository, is recorded in refusals (aws-samples and Terraform issues).
    """
    action = _ACTIONS[0] if ":codeconnections:" in connection else _ACTIONS[1]
    tags = tags_for_conditions(connection)
    permission_checks.require(credentials, action, connection, tags)
    of_repository = {f"{action.partition(':')[0]}:fullrepositoryid": name}
    permission_checks.require(credentials, action, connection, tags | of_repository)
