"""Clone and push with plain git: `/git/<account>/<region>/<repository>`, answered by git's own `http-backend`.

Requests need git credentials whose role has `GitPull` or `GitPush` (CodeCommit User Guide, "CodeCommit permissions
reference").
"""

import asyncio
import re

from ministack.core.responses import request_scope

from sandbox.api.errors import ServiceError
from sandbox.iam import permission_checks
from sandbox.services.codecommit import git_credentials
from sandbox.services.codecommit.asgi import Receive, Scope, Send, read_body, run_git_backend, send_answer
from sandbox.services.codecommit.events import emit_branch_events
from sandbox.services.codecommit.git import Repository, root
from sandbox.services.codecommit.tables import REPOSITORIES, tag_conditions

_PATH = re.compile(r"/git/(\d{12})/([a-z0-9-]+)/([\w.-]+?)(?:\.git)?(/info/refs|/git-upload-pack|/git-receive-pack)")


async def application(scope: Scope, receive: Receive, send: Send) -> None:
    """An ASGI application that serves pulls and pushes."""
    path = _PATH.fullmatch(scope["path"])
    body = await read_body(receive)
    if not path:
        await send_answer(send, 404, [], b"the sandbox has no repository there\n")
        return
    account, region, name, operation = path.groups()
    with request_scope(account, region):
        try:
            _require(scope, f"arn:aws:codecommit:{region}:{account}:{name}", operation)
        except ServiceError as error:
            await send_answer(send, error.status, git_credentials.CHALLENGE, f"{error.message}\n".encode())
            return
        if name not in REPOSITORIES.here():
            await send_answer(send, 404, [], f"{name} does not exist in {account} {region}\n".encode())
            return
        before = Repository(name).branches()
        await send_answer(send, *await run_git_backend(scope, root(), f"/{account}/{region}/{name}{operation}", body))
        if operation == "/git-receive-pack":
            await asyncio.to_thread(emit_branch_events, name, before)


def _require(scope: Scope, repository: str, operation: str) -> None:
    """The caller must be of the repository's account, and have the permission on it."""
    path = scope["path"].removesuffix(operation)
    credentials = git_credentials.verify(dict(scope["headers"]), path)
    action = f"codecommit:{'GitPush' if _is_push(scope) else 'GitPull'}"
    permission_checks.require_own(credentials, action, repository, tag_conditions(repository))


def _is_push(scope: Scope) -> bool:
    """A push is two requests: one for the references of the service, one with the commits."""
    return b"git-receive-pack" in scope["query_string"] or scope["path"].endswith("/git-receive-pack")
