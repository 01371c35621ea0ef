"""A stream of CloudWatch Logs, written through the API as the role of a build, job or endpoint."""

import contextlib
import threading
import time

from botocore.exceptions import ClientError

from sandbox.api import loopback
from sandbox.api.loopback import Credentials

_LINES_AT_ONCE = 500
_SECONDS_AT_MOST = 1.0
# CloudWatch Logs API reference, PutLogEvents: the size of a batch, counted with 26 bytes for each event.
_BYTES_AT_ONCE, _BYTES_A_LINE = 1_048_576, 26


class LogStream:
    """Making one creates the stream, and the group if it does not exist; a refusal is a ClientError."""

    def __init__(self, group: str, stream: str, credentials: Credentials) -> None:
        self.group, self.stream, self._credentials = group, stream, credentials
        self._waiting: list[dict[str, int | str]] = []
        self._bytes_waiting = 0
        self._sent, self._lock = time.monotonic(), threading.Lock()
        try:
            self._create()
        except ClientError as error:
            if error.response["Error"]["Code"] != "ResourceNotFoundException":
                raise
            self._call("create_log_group", logGroupName=group)
            self._create()

    def write(self, line: str) -> None:
        """A line that is longer than a batch loses its end."""
        content = line.encode()[: _BYTES_AT_ONCE - _BYTES_A_LINE]
        size = len(content) + _BYTES_A_LINE
        with self._lock:
            if self._bytes_waiting + size > _BYTES_AT_ONCE:
                self._send()
            # CloudWatch Logs refuses empty messages.
            message = content.decode(errors="ignore") or " "
            self._waiting.append({"timestamp": int(time.time() * 1000), "message": message})
            self._bytes_waiting += size
            if len(self._waiting) >= _LINES_AT_ONCE or time.monotonic() - self._sent > _SECONDS_AT_MOST:
                self._send()

    def close(self) -> None:
        with self._lock:
            self._send()

    def _send(self) -> None:
        waiting, self._waiting, self._bytes_waiting, self._sent = self._waiting, [], 0, time.monotonic()
        if waiting:
            # A refused log ends neither a build nor a job, as on AWS.
            with contextlib.suppress(ClientError):
                self._call("put_log_events", logEvents=waiting, **self._place())

    def _create(self) -> None:
        with contextlib.suppress(loopback.client("logs").exceptions.ResourceAlreadyExistsException):
            self._call("create_log_stream", **self._place())

    def _place(self) -> dict[str, str]:
        return {"logGroupName": self.group, "logStreamName": self.stream}

    def _call(self, operation: str, **arguments: object) -> None:
        with loopback.acting_as(self._credentials):
            getattr(loopback.client("logs"), operation)(**arguments)


class NoLog:
    """Drops every line: a role without permissions on its log loses the log, and what runs goes on, as at AWS."""

    def write(self, line: str) -> None: ...

    def close(self) -> None: ...


def open_if_permitted(group: str, stream: str, credentials: Credentials) -> LogStream | NoLog:
    """A stream for the role with these credentials, if it may create and write it."""
    try:
        return LogStream(group, stream, credentials)
    except ClientError:
        return NoLog()
