"""The provider behind every connection: bare git repositories below `<state>/provider/<owner>/<name>.git`."""

import re
from pathlib import Path

from sandbox.loopback import Credentials
from sandbox.runs import rights
from sandbox.services.codecommit.git import Repository, root
from sandbox.services.errors import ServiceError

_NAME = re.compile(r"[\w-][\w.-]*(/[\w-][\w.-]*)+")
_ACTIONS = ("codeconnections:UseConnection", "codestar-connections:UseConnection")


def folder() -> Path:
    return root().parent / "provider"


def exists(name: str) -> bool:
    return bool(_NAME.fullmatch(name)) and (folder() / f"{name}.git").is_dir()


def repository(name: str) -> Repository:
    """The repository `owner/name`; whoever runs the sandbox made it with `git init --bare`."""
    if not exists(name):
        raise ServiceError("ResourceNotFoundException", f"The provider has no repository {name}")
    return Repository(name, folder() / f"{name}.git")


def require_use(credentials: Credentials, connection: str, name: str) -> None:
    """Using a connection is judged by the prefix of its ARN, and by the repository that it is used for."""
    action = _ACTIONS[0] if ":codeconnections:" in connection else _ACTIONS[1]
    keys = dict.fromkeys(("codeconnections:fullrepositoryid", "codestar-connections:fullrepositoryid"), name)
    rights.require(credentials, action, connection, keys)
