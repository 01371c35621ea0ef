"""Who may talk to the sandbox: programs on this machine that hold credentials of it, and no web page.

A page that a developer visits can send requests to loopback, also under a name of its own that resolves to it. What
gives it away: the `Host` that it was found by, the `Origin` and `Sec-Fetch-Site` that browsers add (Fetch Standard,
"Origin header"; Fetch Metadata Request Headers), and the preflight that a browser sends before anything unusual.
"""

import json
import re
from collections.abc import Awaitable, Callable
from typing import Any
from urllib.parse import parse_qs
from xml.sax.saxutils import escape

Application = Callable[[dict[str, Any], Any, Any], Awaitable[None]]
Refusal = tuple[int, str, str]

# What needs no credentials: whether it lives, and CloudFormation's answers, whose address is a secret as at AWS.
_OPEN = {
    "GET": re.compile(r"/_sandbox(/coverage)?|/_ministack/health"),
    "PUT": re.compile(r"/_ministack/cfn-response/.+"),
}
_SIGNATURES = ("X-Amz-Signature", "Signature")
# STS API Reference: the operations that a client calls without credentials of AWS.
_UNSIGNED = frozenset({"AssumeRoleWithSAML", "AssumeRoleWithWebIdentity"})
_LONGEST_FORM = 2**17
_HARMLESS_SITES = ("", "none", "same-origin")
_TOLD = "sandbox/README.md tells who may talk to the sandbox"


def closed(application: Application, port: int, git: tuple[str, ...]) -> Application:
    """The application behind the door; git's addresses below `git` see to credentials themselves."""

    async def guarded(scope: dict[str, Any], receive: Any, send: Any) -> None:
        if scope["type"] == "websocket":
            await send({"type": "websocket.close", "code": 1008})
            return
        refused = _refusal(scope, port, git) if scope["type"] == "http" else None
        if refused:
            unsigned = await _unsigned_operation(receive) if _is_form(scope) else ""
            await _refuse(send, _is_form(scope), *(_not_emulated(unsigned) if unsigned else refused))
        else:
            await application(scope, receive, _without_sharing(send))

    return guarded


def _refusal(scope: dict[str, Any], port: int, git: tuple[str, ...]) -> Refusal | None:
    headers = _headers(scope)
    path = scope["path"]
    if headers.get("host") not in (f"127.0.0.1:{port}", f"localhost:{port}"):
        return _wrong_host(headers, port)
    if "origin" in headers or headers.get("sec-fetch-site", "") not in _HARMLESS_SITES or scope["method"] == "OPTIONS":
        return 403, "AccessDenied", f"Web pages may not talk to the sandbox; {_TOLD}"
    if path.startswith("/_"):
        return None if _is_open(scope["method"], path) else (404, "NotFound", f"{path} is closed; {_TOLD}")
    if path.startswith(git) or _is_signed(scope, headers):
        return None
    return 403, "MissingAuthenticationToken", f"Missing Authentication Token; {_TOLD}"


def _wrong_host(headers: dict[str, str], port: int) -> Refusal:
    """Clients put `sync-` before the host of two operations of Step Functions, which the sandbox lacks."""
    host, operation = headers.get("host", ""), headers.get("x-amz-target", "").rpartition(".")[2]
    if host in {f"sync-127.0.0.1:{port}", f"sync-localhost:{port}"} and operation:
        return 501, "SandboxNotImplemented", f"stepfunctions:{operation} is not emulated by the sandbox"
    return 403, "AccessDenied", f"The sandbox is 127.0.0.1:{port}, not {host}; for S3 use path style"


def _is_open(method: str, path: str) -> bool:
    known = _OPEN.get(method)
    return bool(known and known.fullmatch(path))


def _is_signed(scope: dict[str, Any], headers: dict[str, str]) -> bool:
    """Whether there is something to verify, in the header or in the query of a presigned address."""
    if headers.get("authorization", "").startswith(("AWS4-", "AWS ")):
        return True
    query = parse_qs(scope["query_string"].decode("utf-8", "replace"))
    return any(name in query for name in _SIGNATURES)


def _headers(scope: dict[str, Any]) -> dict[str, str]:
    """By lower-case name; values of a repeated header are joined, so that no second one goes unseen."""
    found: dict[str, str] = {}
    for name, value in scope["headers"]:
        key, text = name.decode("latin-1").lower(), value.decode("latin-1")
        found[key] = f"{found[key]}, {text}" if key in found else text
    return found


def _without_sharing(send: Any) -> Any:
    """The engine lets pages of every origin read its answers; here no page may."""

    async def send_without(message: dict[str, Any]) -> None:
        if "headers" in message:
            kept = [header for header in message["headers"] if not header[0].lower().startswith(b"access-control-")]
            message = {**message, "headers": kept}
        await send(message)

    return send_without


async def _unsigned_operation(receive: Any) -> str:
    """The operation of a form that nobody signs; nothing for another form."""
    body, more = b"", True
    while more and len(body) < _LONGEST_FORM:
        message = await receive()
        body, more = body + message.get("body", b""), message.get("more_body", False)
    action = parse_qs(body.decode("utf-8", "replace")).get("Action", [""])[0]
    return action if action in _UNSIGNED else ""


def _not_emulated(operation: str) -> Refusal:
    return 501, "SandboxNotImplemented", f"sts:{operation} is not emulated by the sandbox"


def _is_form(scope: dict[str, Any]) -> bool:
    """A form has its answer in XML: the protocol of IAM, STS and others."""
    return "x-www-form-urlencoded" in _headers(scope).get("content-type", "")


async def _refuse(send: Any, in_xml: bool, status: int, code: str, message: str) -> None:  # noqa: FBT001 - of a form
    headers = [(b"content-type", b"text/xml" if in_xml else b"application/x-amz-json-1.1")]
    if in_xml:
        error = f"<Type>Sender</Type><Code>{code}</Code><Message>{escape(message)}</Message>"
        body = f"<ErrorResponse><Error>{error}</Error></ErrorResponse>".encode()
    else:
        headers.append((b"x-amzn-errortype", code.encode()))
        body = json.dumps({"__type": code, "message": message, "Message": message}).encode()
    await send({"type": "http.response.start", "status": status, "headers": headers})
    await send({"type": "http.response.body", "body": body})
