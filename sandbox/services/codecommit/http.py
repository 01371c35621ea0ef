"""Clone and push with plain git: `/git/<account>/<region>/<repository>`, answered by git's own `http-backend`.

Git asks for credentials; `GitPull` and `GitPush` decide (CodeCommit User Guide, "CodeCommit permissions reference").
"""

import asyncio
import re
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any

from ministack.core.responses import request_scope

from sandbox.api.errors import ServiceError
from sandbox.iam import permission_checks
from sandbox.services.codecommit import events, git_credentials
from sandbox.services.codecommit.git import Repository, clean_environment, root

Send = Callable[[dict[str, Any]], Awaitable[None]]

_PATH = re.compile(r"/git/(\d{12})/([a-z0-9-]+)/([\w.-]+?)(?:\.git)?(/info/refs|/git-upload-pack|/git-receive-pack)")


async def application(scope: dict[str, Any], receive: Callable[[], Awaitable[dict[str, Any]]], send: Send) -> None:
    """An ASGI application for who may pull from or push to a repository."""
    found = _PATH.fullmatch(scope["path"])
    body = await body_of(receive)
    if not found:
        await answer(send, 404, [], b"the sandbox has no repository there\n")
        return
    account, region, name, operation = found.groups()
    with request_scope(account, region):
        try:
            _require(scope, f"arn:aws:codecommit:{region}:{account}:{name}", operation)
        except ServiceError as error:
            await answer(send, error.status, git_credentials.ASK, f"{error.message}\n".encode())
            return
        if name not in events.STORE.here("repositories"):
            await answer(send, 404, [], f"{name} does not exist in {account} {region}\n".encode())
            return
        before = Repository(name).branches()
        await answer(send, *await backend(scope, root(), f"/{account}/{region}/{name}{operation}", body))
        if operation == "/git-receive-pack":
            await asyncio.to_thread(events.announce, name, before)


def _require(scope: dict[str, Any], repository: str, operation: str) -> None:
    """Whoever signed must be of the repository's account, and be allowed to do this to it."""
    path = scope["path"].removesuffix(operation)
    credentials = git_credentials.verified(dict(scope["headers"]), path)
    permission_checks.require_own(credentials, f"codecommit:{'GitPush' if is_push(scope) else 'GitPull'}", repository)


def is_push(scope: dict[str, Any]) -> bool:
    """A push is announced by asking which service answers, and then sent."""
    return b"git-receive-pack" in scope["query_string"] or scope["path"].endswith("/git-receive-pack")


async def backend(
    scope: dict[str, Any], folder: Path, path: str, body: bytes
) -> tuple[int, list[tuple[bytes, bytes]], bytes]:
    """What git says to a request about the repository at `path` below a folder."""
    headers = {name.decode(): value.decode() for name, value in scope["headers"]}
    environment = clean_environment() | {
        "GIT_PROJECT_ROOT": str(folder.resolve()),
        "GIT_HTTP_EXPORT_ALL": "1",
        "PATH_INFO": path,
        "QUERY_STRING": scope["query_string"].decode(),
        "REQUEST_METHOD": scope["method"],
        "CONTENT_TYPE": headers.get("content-type", ""),
        "CONTENT_LENGTH": str(len(body)),
        "HTTP_CONTENT_ENCODING": headers.get("content-encoding", ""),
        "GIT_PROTOCOL": headers.get("git-protocol", ""),
        "REMOTE_USER": "sandbox",
        "REMOTE_ADDR": "127.0.0.1",
    }
    pipe = asyncio.subprocess.PIPE
    process = await asyncio.create_subprocess_exec(
        "git", "http-backend", stdin=pipe, stdout=pipe, stderr=pipe, env=environment
    )
    output, _ = await process.communicate(body)
    return _parsed(output)


def _parsed(output: bytes) -> tuple[int, list[tuple[bytes, bytes]], bytes]:
    """A CGI answer: a status among the headers, a blank line, the body."""
    head, _, body = output.partition(b"\r\n\r\n")
    headers = [(name.lower(), value.strip()) for name, _, value in (line.partition(b":") for line in head.splitlines())]
    status = next((value for name, value in headers if name == b"status"), b"200")
    return int(status.split()[0]), [header for header in headers if header[0] != b"status"], body


async def body_of(receive: Callable[[], Awaitable[dict[str, Any]]]) -> bytes:
    parts, more = [], True
    while more:
        message = await receive()
        parts.append(message.get("body", b""))
        more = message.get("more_body", False)
    return b"".join(parts)


async def answer(send: Send, status: int, headers: list[tuple[bytes, bytes]], body: bytes) -> None:
    await send({"type": "http.response.start", "status": status, "headers": headers})
    await send({"type": "http.response.body", "body": body})
