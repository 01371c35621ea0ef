"""What a build's record and its log say about its phases."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from botocore.exceptions import ClientError

from sandbox.api.errors import ServiceError
from sandbox.api.identifiers import now
from sandbox.machine.logs import LogStream
from sandbox.machine.network import NetworkError
from sandbox.machine.processes import StoppedError, TimedOutError
from sandbox.services.codebuild.running.buildspec import BuildspecError
from sandbox.services.codebuild.running.files import NothingFoundError
from sandbox.services.codebuild.running.reports import ReportError
from sandbox.services.codebuild.running.shell import CommandError, stamped

Record = dict[str, Any]

# What is said about a phase that ended with an exception: its status and the code of its context.
_OUTCOMES: dict[type[Exception], tuple[str, str]] = {
    CommandError: ("FAILED", "COMMAND_EXECUTION_ERROR"),
    BuildspecError: ("FAILED", "YAML_FILE_ERROR"),
    NothingFoundError: ("CLIENT_ERROR", "CLIENT_ERROR"),
    ReportError: ("CLIENT_ERROR", "CLIENT_ERROR"),
    NetworkError: ("CLIENT_ERROR", "VPC_CLIENT_ERROR"),
    ClientError: ("CLIENT_ERROR", "ACCESS_DENIED"),
    ServiceError: ("CLIENT_ERROR", "ACCESS_DENIED"),
    TimedOutError: ("TIMED_OUT", "BUILD_TIMED_OUT"),
    StoppedError: ("STOPPED", "STOPPED"),
}
_ENDS = {"TIMED_OUT": "TIMED_OUT", "STOPPED": "STOPPED", "FAULT": "FAULT"}


class PhaseError(Exception):
    """A phase that did not succeed; the record says why."""


class Journal:
    """Keeps `build`, the record that BatchGetBuilds shows, as the build goes on."""

    def __init__(self, build: Record) -> None:
        self.build, self.status, self.log = build, "SUCCEEDED", None
        self._before_log: list[str] = []

    def open(self, log: LogStream) -> None:
        self.log = log
        for line in self._before_log:
            log.write(line)

    def tell(self, line: str) -> None:
        self.log.write(line) if self.log else self._before_log.append(line)

    @contextmanager
    def phase(self, name: str) -> Iterator[None]:
        """A PhaseError when what happens inside fails, after it was noted."""
        started = {"phaseType": name, "startTime": now()}
        self.build["currentPhase"] = name
        self.build["phases"].append(started)
        self.tell(stamped(f"Entering phase {name}"))
        try:
            yield
        except Exception as error:
            known = (outcome for kind, outcome in _OUTCOMES.items() if isinstance(error, kind))
            status, code = next(known, ("FAULT", "INTERNAL_ERROR"))
            self._end(started, status, [{"statusCode": code, "message": _said(error)}])
            self.status = _ENDS.get(status, "FAILED")
            raise PhaseError from error
        self._end(started, "SUCCEEDED", [{"statusCode": "", "message": ""}])

    def mark(self, name: str) -> None:
        """A phase in which nothing happens here."""
        with self.phase(name):
            pass

    def _end(self, phase: Record, status: str, contexts: list[Record]) -> None:
        ended = now()
        seconds = int((ended - phase["startTime"]).total_seconds())
        phase |= {"phaseStatus": status, "endTime": ended, "durationInSeconds": seconds, "contexts": contexts}
        self.tell(stamped(f"Phase complete: {phase['phaseType']} State: {status}"))
        context = contexts[0]
        self.tell(stamped(f"Phase context status code: {context['statusCode']} Message: {context['message']}"))


def _said(error: Exception) -> str:
    """The reason; an exception of ours for a stop or a timeout has no text of its own."""
    silent = {TimedOutError: "Build has timed out.", StoppedError: "Build was stopped."}
    return str(error) or silent.get(type(error), type(error).__name__)
