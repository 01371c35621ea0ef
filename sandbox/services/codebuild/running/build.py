"""One build from its start to its end. What a failed phase means: CodeBuild user guide, "Build phase transitions"."""

import threading
import time
from pathlib import Path
from typing import Any, NamedTuple

from sandbox.api.identifiers import now
from sandbox.api.sessions import assume_for_service
from sandbox.machine import folders, network
from sandbox.machine.logs import LogStream
from sandbox.services.codebuild.running import files, reports
from sandbox.services.codebuild.running.buildspec import PHASES, Buildspec, Phase, read
from sandbox.services.codebuild.running.cache import Cache
from sandbox.services.codebuild.running.environment import environment
from sandbox.services.codebuild.running.events import announce
from sandbox.services.codebuild.running.journal import Journal, PhaseError
from sandbox.services.codebuild.running.shell import Shell, stamped

Record = dict[str, Any]

_stops: dict[str, threading.Event] = {}
_S3_OWN_KEY = ":alias/aws/s3"
_PRINCIPAL = "codebuild.amazonaws.com"


class Order(NamedTuple):
    """A build to run: its record, where its artifacts go by their identifier, and the project it is of."""

    build: Record
    places: dict[str, Record]
    project_arn: str


def run(order: Order) -> None:
    """Run a build to its end; the record tells how it went."""
    build = order.build
    _stops[build["arn"]] = threading.Event()
    journal = Journal(build)
    announce(build)
    try:
        with folders.scratch("builds", build["id"].replace(":", "-")) as folder:
            _Run(order, journal, folder).perform()
    except PhaseError:
        pass  # the journal has it
    finally:
        del _stops[build["arn"]]
        if journal.log:
            journal.log.close()
        end(build, journal.status)


def stop(build_arn: str) -> None:
    if build_arn in _stops:
        _stops[build_arn].set()


def end(build: Record, status: str) -> None:
    build["phases"].append({"phaseType": "COMPLETED", "startTime": now()})
    build |= {"buildStatus": status, "buildComplete": True, "currentPhase": "COMPLETED", "endTime": now()}
    announce(build)


class _Run:
    def __init__(self, order: Order, journal: Journal, folder: Path) -> None:
        self._order, self._build = order, order.build
        self._journal, self._folder = journal, folder
        self._deadline = time.monotonic() + self._build["timeoutInMinutes"] * 60
        self._sources = {"": folder / "src"}

    def perform(self) -> None:
        for name in ("SUBMITTED", "QUEUED"):
            self._journal.mark(name)
        with self._journal.phase("PROVISIONING"):
            self._provide()
        with self._journal.phase("DOWNLOAD_SOURCE"):
            spec, shell = self._prepare()
        home, saved = self._folder / "home", self._build.get("cache", {})
        cache = Cache(saved, spec.cached, home, self._credentials, lambda line: self._journal.tell(stamped(line)))
        cache.bring()
        try:
            self._run_phases(spec, shell)
        except PhaseError:
            # Artifacts of a failed build are not stored here; its reports are, once its BUILD phase began.
            if self._journal.status == "FAILED" and self._reached("BUILD"):
                with self._journal.phase("UPLOAD_ARTIFACTS"):
                    self._report(spec)
            raise
        finally:
            self._export(spec, shell)
        with self._journal.phase("UPLOAD_ARTIFACTS"):
            cache.keep()
            self._upload(spec)
            self._report(spec)
        self._journal.mark("FINALIZING")

    def _reached(self, phase: str) -> bool:
        return any(each["phaseType"] == phase for each in self._build["phases"])

    def _provide(self) -> None:
        role, session = self._build["serviceRole"], f"AWSCodeBuild-{self._build['id'].rpartition(':')[2]}"
        self._credentials = assume_for_service(role, _PRINCIPAL, session, self._order.project_arn)
        network.join_build(self._build, self._credentials)
        logs = self._build["logs"]
        if logs.get("groupName"):
            self._journal.open(LogStream(logs["groupName"], logs["streamName"], self._credentials))

    def _prepare(self) -> tuple[Buildspec, Shell]:
        for folder in (self._sources[""], self._folder / "home"):
            folder.mkdir()
        source = self._build["source"]
        if "location" in source:
            noted = files.fetch(source["location"], self._sources[""], self._credentials)
            self._build["resolvedSourceVersion"] = noted.get("revision", "")
        for each in self._build.get("secondarySources", []):
            name = each["sourceIdentifier"]
            self._sources[name] = self._folder / f"src-{name}"
            files.fetch(each["location"], self._sources[name], self._credentials)
        spec = read(source.get("buildspec"), self._sources[""])
        known = environment(self._build, spec, self._sources, self._credentials)
        return spec, Shell(spec.shell, self._folder / "shell", self._sources[""], known)

    def _run_phases(self, spec: Buildspec, shell: Shell) -> None:
        """A failed build is still followed by post_build, unless it says ABORT; other failures end it all."""
        failed = None
        for name in PHASES:
            phase = spec.phases.get(name, Phase())
            try:
                with self._journal.phase(name.upper()):
                    self._run_phase(phase, shell)
            except PhaseError as error:
                failed = error
                shell.mark_failed()
                goes_on = phase.on_failure == "CONTINUE" or (name == "build" and phase.on_failure != "ABORT")
                if self._journal.status != "FAILED" or not goes_on:
                    raise
        if failed:
            raise failed

    def _run_phase(self, phase: Phase, shell: Shell) -> None:
        try:
            self._run_commands(phase.commands, shell)
        finally:
            self._run_commands(phase.finally_, shell)

    def _run_commands(self, commands: tuple[str, ...], shell: Shell) -> None:
        if commands:
            left = self._deadline - time.monotonic()
            shell.run(commands, self._journal.tell, left, _stops[self._build["arn"]])

    def _export(self, spec: Buildspec, shell: Shell) -> None:
        values = {name: shell.value_of(name) for name in spec.exported}
        self._build["exportedEnvironmentVariables"] = [
            {"name": name, "value": value} for name, value in values.items() if value is not None
        ]

    def _report(self, spec: Buildspec) -> None:
        for line in reports.publish(self._build, spec, self._sources[""], self._credentials):
            self._journal.tell(stamped(line))

    def _upload(self, spec: Buildspec) -> None:
        for name, place in self._order.places.items():
            if name not in spec.artifacts:
                raise files.NothingFoundError(f"no artifacts {name} in the buildspec".replace("  ", " "))
            key = self._build["encryptionKey"]
            own = {} if key.endswith(_S3_OWN_KEY) else {"key": key}
            files.store(spec.artifacts[name], self._sources[""], place | own, self._credentials)
