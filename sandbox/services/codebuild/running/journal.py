"""Keeps a build's phases in its record and in its log."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager

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
from sandbox.services.codebuild.state.build import Build, BuildPhase, PhaseContext

# The status of a phase that ended with an exception, and the status code of its context.
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
    """A phase that did not succeed; the reason is in the build's record."""


class Journal:
    """Keeps `build`, the record that BatchGetBuilds shows, as the build goes on."""

    def __init__(self, build: Build) -> None:
        self.build, self.status = build, "SUCCEEDED"
        self.log: LogStream | None = None
        self._before_log: list[str] = []

    def open(self, log: LogStream) -> None:
        self.log = log
        for line in self._before_log:
            log.write(line)

    def write(self, line: str) -> None:
        if self.log:
            self.log.write(line)
        else:
            self._before_log.append(line)

    def write_all(self, lines: Iterable[str]) -> None:
        """Lines of CodeBuild's own, with its time stamp."""
        for line in lines:
            self.write(stamped(line))

    @contextmanager
    def phase(self, name: str) -> Iterator[None]:
        """Keeps how the phase ended; a failure inside becomes a PhaseError."""
        started: BuildPhase = {"phaseType": name, "startTime": now()}
        self.build["currentPhase"] = name
        self.build["phases"].append(started)
        self.write_all([f"Entering phase {name}"])
        try:
            yield
        except Exception as error:
            known = (outcome for kind, outcome in _OUTCOMES.items() if isinstance(error, kind))
            status, code = next(known, ("FAULT", "INTERNAL_ERROR"))
            self._end(started, status, {"statusCode": code, "message": _message(error)})
            self.status = _ENDS.get(status, "FAILED")
            raise PhaseError from error
        self._end(started, "SUCCEEDED", {"statusCode": "", "message": ""})

    def mark(self, name: str) -> None:
        """A phase in which nothing happens here."""
        with self.phase(name):
            pass

    def _end(self, phase: BuildPhase, status: str, context: PhaseContext) -> None:
        ended = now()
        seconds = int((ended - phase.get("startTime", ended)).total_seconds())
        phase["phaseStatus"], phase["endTime"] = status, ended
        phase["durationInSeconds"], phase["contexts"] = seconds, [context]
        self.write_all(
            [
                f"Phase complete: {phase['phaseType']} State: {status}",
                f"Phase context status code: {context['statusCode']} Message: {context['message']}",
            ]
        )


def _message(error: Exception) -> str:
    """The reason; the exceptions for a stop and for a time-out have no text of their own."""
    without_text = {TimedOutError: "Build has timed out.", StoppedError: "Build was stopped."}
    return str(error) or without_text.get(type(error), type(error).__name__)
