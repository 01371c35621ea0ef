"""A proxy in front of a sandbox that falsifies some of its answers; requests pass unchanged, with their signatures."""

import http.client
import json
import re
import threading
from collections.abc import Callable
from dataclasses import dataclass, replace
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, Self
from urllib.parse import parse_qs, urlsplit

HOP = {"connection", "proxy-connection", "keep-alive", "transfer-encoding", "content-length"}


@dataclass(frozen=True)
class Request:
    """A call of AWS: its operation (for S3 the method), and its body as text."""

    operation: str
    path: str
    body: str


@dataclass(frozen=True)
class Answer:
    status: int
    headers: dict[str, str]
    body: bytes

    @property
    def text(self) -> str:
        return self.body.decode("utf-8", "replace")

    def instead(self, body: bytes, status: int = 200) -> "Answer":
        return replace(self, status=status, body=body)

    def replaced(self, pattern: str, new: str) -> "Answer":
        return replace(self, body=re.sub(pattern, lambda found: found.expand(new), self.text).encode())

    def as_json(self, change: Callable[[Any], object]) -> "Answer":
        """The same answer after a change of its JSON."""
        content = json.loads(self.body)
        change(content)
        return replace(self, body=json.dumps(content).encode())


Lie = Callable[[Request, Answer], Answer]


def the_truth(_request: Request, answer: Answer) -> Answer:
    return answer


class LyingProxy(ThreadingHTTPServer):
    """Reached by HTTP_PROXY; `lie` may change between two questions."""

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.lie: Lie = the_truth
        self.url = f"http://127.0.0.1:{self.server_address[1]}"

    def __enter__(self) -> Self:
        threading.Thread(target=self.serve_forever, daemon=True).start()
        return self

    def __exit__(self, *_: object) -> None:
        self.shutdown()
        self.server_close()


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server: LyingProxy

    def _pass(self) -> None:
        target = urlsplit(self.path)
        path = f"{target.path}?{target.query}" if target.query else target.path
        content = self.rfile.read(int(self.headers.get("Content-Length", 0)))
        request = Request(_operation(self.command, path, dict(self.headers), content), path, content.decode("latin-1"))
        answer = self.server.lie(request, _forward(target.netloc, self.command, path, dict(self.headers), content))
        self.send_response_only(answer.status)
        for name, value in answer.headers.items():
            if name.lower() not in HOP:
                self.send_header(name, value)
        self.send_header("Content-Length", str(len(answer.body)))
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(answer.body)

    def log_message(self, *_: object) -> None:
        """Silent."""


for method in ("GET", "POST", "PUT", "DELETE", "HEAD"):
    setattr(_Handler, f"do_{method}", _Handler._pass)


def _forward(place: str, method: str, path: str, headers: dict[str, str], content: bytes) -> Answer:
    connection = http.client.HTTPConnection(place, timeout=60)
    connection.putrequest(method, path, skip_host=True, skip_accept_encoding=True)
    for name, value in headers.items():
        if name.lower() not in HOP:
            connection.putheader(name, value)
    connection.putheader("Content-Length", str(len(content)))
    connection.endheaders(content)
    answer = connection.getresponse()
    found = Answer(answer.status, dict(answer.getheaders()), answer.read())
    connection.close()
    return found


def _operation(method: str, path: str, headers: dict[str, str], content: bytes) -> str:
    """The name of the operation, in whichever protocol it was sent."""
    lower = {name.lower(): value for name, value in headers.items()}
    if "x-amz-target" in lower:
        return lower["x-amz-target"].rpartition(".")[2]
    if "/operation/" in path:
        return path.rpartition("/")[2]
    action = parse_qs(content.decode("latin-1")).get("Action") if b"Action=" in content else None
    return action[0] if action else method
