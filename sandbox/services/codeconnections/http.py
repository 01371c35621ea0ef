"""Git at the provider (`/provider/<owner>/<name>.git`), and over a connection (`/git-http/...`, as at AWS)."""

import asyncio
import re

from ministack.core.responses import request_scope

from sandbox.api.errors import ServiceError
from sandbox.services.codecommit import git_credentials
from sandbox.services.codecommit.asgi import Headers, Receive, Scope, Send, read_body, run_git_backend, send_answer
from sandbox.services.codeconnections import provider, pushes

_SERVICE = r"(/info/refs|/git-upload-pack|/git-receive-pack)"
_PROVIDER = re.compile(rf"/provider/(.+?)(?:\.git)?{_SERVICE}")
_CONNECTION = re.compile(
    rf"(/codestar-connections)?/git-http/(\d{{12}})/([a-z0-9-]+)/([0-9a-f-]{{36}})/(.+?)(?:\.git)?{_SERVICE}"
)


async def application(scope: Scope, receive: Receive, send: Send) -> None:
    """At the provider its password is required, over a connection the permission to use it."""
    body = await read_body(receive)
    over, direct = _CONNECTION.fullmatch(scope["path"]), _PROVIDER.fullmatch(scope["path"])
    path = over or direct
    name, operation = path.groups()[-2:] if path else ("", "")
    refusal = _refusal(dict(scope["headers"]), over, name)
    if refusal:
        await send_answer(send, *refusal)
        return
    if not provider.exists(name):
        await send_answer(send, 404, [], b"the provider has no repository there\n")
        return
    before = provider.repository(name).branches()
    await send_answer(send, *await run_git_backend(scope, provider.folder(), f"/{name}.git{operation}", body))
    if operation == "/git-receive-pack":
        await asyncio.to_thread(pushes.publish, name, before, provider.repository(name).branches())


def _refusal(headers: dict[bytes, bytes], over: re.Match[str] | None, name: str) -> tuple[int, Headers, bytes] | None:
    """The answer to a request that is refused; git sends credentials only after a challenge."""
    try:
        if over:
            _require_use(headers, over, name)
        else:
            git_credentials.require_provider(headers)
    except ServiceError as error:
        return error.status, git_credentials.CHALLENGE if error.status == 401 else [], f"{error.message}\n".encode()
    return None


def _require_use(headers: dict[bytes, bytes], over: re.Match[str], name: str) -> None:
    """On AWS the host has the prefix of the connection's ARN; here the path begins with it."""
    old, account, region, identifier = over.groups()[:4]
    connection = f"arn:aws:{old.strip('/') if old else 'codeconnections'}:{region}:{account}:connection/{identifier}"
    with request_scope(account, region):
        credentials = git_credentials.verify(headers, over[0].removesuffix(over.groups()[-1]))
        provider.require_use(credentials, connection, name)
