"""Git at the provider (`/provider/<owner>/<name>.git`), and over a connection (`/git-http/...`, as at AWS)."""

import asyncio
import base64
import re
from collections.abc import Awaitable, Callable
from typing import Any

from ministack.core.responses import request_scope
from ministack.services import sts

from sandbox.loopback import Credentials
from sandbox.services.codecommit.http import Send, answer, backend, body_of
from sandbox.services.codeconnections import provider
from sandbox.services.codepipeline.triggers import pushed
from sandbox.services.errors import ServiceError

_SERVICE = r"(/info/refs|/git-upload-pack|/git-receive-pack)"
_PROVIDER = re.compile(rf"/provider/(.+?)(?:\.git)?{_SERVICE}")
_CONNECTION = re.compile(rf"/git-http/(\d{{12}})/([a-z0-9-]+)/([0-9a-f-]{{36}})/(.+?)(?:\.git)?{_SERVICE}")
_ASK = [(b"www-authenticate", b'Basic realm="connection"')]


async def application(scope: dict[str, Any], receive: Callable[[], Awaitable[dict[str, Any]]], send: Send) -> None:
    """At the provider anybody may push; over a connection the role's session must be allowed to use it."""
    body = await body_of(receive)
    over, direct = _CONNECTION.fullmatch(scope["path"]), _PROVIDER.fullmatch(scope["path"])
    if over:
        account, region, identifier, name, operation = over.groups()
        refusal = _refusal(
            dict(scope["headers"]), f"arn:aws:codeconnections:{region}:{account}:connection/{identifier}", name
        )
        if refusal:
            await answer(send, *refusal)
            return
    elif direct:
        name, operation = direct.groups()
    if not (over or direct) or not provider.exists(name):
        await answer(send, 404, [], b"the provider has no repository there\n")
        return
    before = provider.repository(name).branches()
    await answer(send, *await backend(scope, provider.folder(), f"/{name}.git{operation}", body))
    if operation == "/git-receive-pack":
        await asyncio.to_thread(_tell, name, before)


def _refusal(headers: dict[bytes, bytes], connection: str, name: str) -> tuple[int, list[Any], bytes] | None:
    """Git sends credentials only when it is asked for them."""
    given = headers.get(b"authorization", b"").partition(b" ")[2]
    key, _, token = base64.b64decode(given).decode().partition(":")
    session = sts._sessions.get(key, {})
    if not token or session.get("SessionToken") != token:
        return 401, _ASK, b"a connection needs the session of a role\n"
    try:
        with request_scope(session["Arn"].split(":")[4], connection.split(":")[3]):
            provider.require_use(Credentials(key, session["SecretAccessKey"], token), connection, name)
    except ServiceError as error:
        return 403, [], f"{error.message}\n".encode()
    return None


def _tell(name: str, before: dict[str, str]) -> None:
    after = provider.repository(name).branches()
    for branch, commit in after.items():
        if before.get(branch) != commit:
            pushed(name, branch, commit)
