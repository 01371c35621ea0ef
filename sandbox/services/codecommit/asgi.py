"""Git's own HTTP server behind an ASGI application, for CodeCommit and for the provider behind connections."""

import asyncio
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any

from sandbox.services.codecommit.git import clean_environment

Scope = dict[str, Any]
Receive = Callable[[], Awaitable[dict[str, Any]]]
Send = Callable[[dict[str, Any]], Awaitable[None]]
Headers = list[tuple[bytes, bytes]]


async def run_git_backend(scope: Scope, folder: Path, path: str, body: bytes) -> tuple[int, Headers, bytes]:
    """The answer of `git http-backend` about the repository at `path` below a folder."""
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
    return _parse(output)


def _parse(output: bytes) -> tuple[int, Headers, bytes]:
    """A CGI answer: a status among the headers, a blank line, the body."""
    head, _, body = output.partition(b"\r\n\r\n")
    headers = [(name.lower(), value.strip()) for name, _, value in (line.partition(b":") for line in head.splitlines())]
    status = next((value for name, value in headers if name == b"status"), b"200")
    return int(status.split()[0]), [header for header in headers if header[0] != b"status"], body


async def read_body(receive: Receive) -> bytes:
    parts, more = [], True
    while more:
        message = await receive()
        parts.append(message.get("body", b""))
        more = message.get("more_body", False)
    return b"".join(parts)


async def send_answer(send: Send, status: int, headers: Headers, body: bytes) -> None:
    await send({"type": "http.response.start", "status": status, "headers": headers})
    await send({"type": "http.response.body", "body": body})
