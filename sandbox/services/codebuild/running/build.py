"""One build from its start to its end; after a failed phase: CodeBuild User Guide, "Build phase transitions"."""

import threading
import time
from pathlib import Path
from typing import NamedTuple

from sandbox.api.identifiers import now
from sandbox.iam.sessions import assume_for_service
from sandbox.machine import folders
from sandbox.machine.logs import LogStream
from sandbox.services.codebuild.running import files, reports, runtimes, vpc
from sandbox.services.codebuild.running.buildspec import Buildspec, BuildspecError, read
from sandbox.services.codebuild.running.cache import Cache
from sandbox.services.codebuild.running.commands import BuildspecCommands
from sandbox.services.codebuild.running.environment import environment
from sandbox.services.codebuild.running.events import emit_build_event
from sandbox.services.codebuild.running.journal import Journal, PhaseError
from sandbox.services.codebuild.running.shell import Shell
from sandbox.services.codebuild.state.build import Build
from sandbox.services.codebuild.state.project import Artifacts

_stops: dict[str, threading.Event] = {}
_S3_OWN_KEY = ":alias/aws/s3"
_PRINCIPAL = "codebuild.amazonaws.com"


class BuildOrder(NamedTuple):
    """A build to run, the artifacts to upload by their identifier, and the ARN of its project."""

    build: Build
    artifacts: dict[str, Artifacts]
    project_arn: str


def run(order: BuildOrder) -> None:
    """Run a build to its end; the outcome is in its record."""
    build = order.build
    _stops[build["arn"]] = threading.Event()
    journal = Journal(build)
    emit_build_event(build)
    try:
        with folders.scratch("builds", build["id"].replace(":", "-")) as folder:
            _Run(order, journal, folder).perform()
    except PhaseError:
        pass  # the build's record has the reason
    finally:
        del _stops[build["arn"]]
        if journal.log:
            journal.log.close()
        _end(build, journal.status)


def stop(build_arn: str) -> None:
    if build_arn in _stops:
        _stops[build_arn].set()


def _end(build: Build, status: str) -> None:
    build["phases"].append({"phaseType": "COMPLETED", "startTime": now()})
    build["buildStatus"], build["currentPhase"], build["endTime"] = status, "COMPLETED", now()
    build["buildComplete"] = True
    emit_build_event(build)


class _Run:
    def __init__(self, order: BuildOrder, journal: Journal, folder: Path) -> None:
        self._order, self._build = order, order.build
        self._journal, self._folder = journal, folder
        self._deadline = time.monotonic() + self._build["timeoutInMinutes"] * 60
        self._sources = {"": folder / "src"}

    def perform(self) -> None:
        for name in ("SUBMITTED", "QUEUED"):
            self._journal.mark(name)
        with self._journal.phase("PROVISIONING"):
            self._provision()
        with self._journal.phase("DOWNLOAD_SOURCE"):
            self._download_sources()
            spec, shell = self._shell()
            commands = BuildspecCommands(spec, shell, self._journal, self._deadline, _stops[self._build["arn"]])
        cache = Cache(self._build.get("cache", {}), spec.cached, self._folder / "home", self._credentials)
        self._journal.write_all(cache.download())
        try:
            commands.run()
        except PhaseError:
            # Artifacts of a failed build are not stored here; its reports are, once its BUILD phase began.
            if self._journal.status == "FAILED" and self._reached("BUILD"):
                with self._journal.phase("UPLOAD_ARTIFACTS"):
                    self._publish_reports(spec)
            raise
        finally:
            self._build["exportedEnvironmentVariables"] = commands.exported_variables()
        with self._journal.phase("UPLOAD_ARTIFACTS"):
            self._journal.write_all(cache.upload())
            self._upload(spec)
            self._publish_reports(spec)
        self._journal.mark("FINALIZING")

    def _reached(self, phase: str) -> bool:
        return any(begun["phaseType"] == phase for begun in self._build["phases"])

    def _provision(self) -> None:
        role, session = self._build["serviceRole"], f"AWSCodeBuild-{self._build['id'].rpartition(':')[2]}"
        self._credentials = assume_for_service(role, _PRINCIPAL, session, self._order.project_arn)
        vpc.join(self._build, self._credentials)
        logs = self._build["logs"]
        if "groupName" in logs and "streamName" in logs:
            self._journal.open(LogStream(logs["groupName"], logs["streamName"], self._credentials))

    def _download_sources(self) -> None:
        for folder in (self._sources[""], self._folder / "home"):
            folder.mkdir()
        source = self._build["source"]
        if "location" in source:
            metadata = files.download(source["location"], self._sources[""], self._credentials)
            self._build["resolvedSourceVersion"] = metadata.get("revision", "")
        for secondary in self._build.get("secondarySources", []):
            name = secondary["sourceIdentifier"]
            self._sources[name] = self._folder / f"src-{name}"
            files.download(secondary["location"], self._sources[name], self._credentials)

    def _shell(self) -> tuple[Buildspec, Shell]:
        spec = read(self._build["source"].get("buildspec"), self._sources[""])
        if problem := runtimes.refusal(self._build["environment"]["image"], spec.runtimes):
            raise BuildspecError(problem)
        variables = environment(self._build, spec, self._sources, self._credentials)
        return spec, Shell(spec.shell, self._folder / "shell", self._sources[""], variables)

    def _publish_reports(self, spec: Buildspec) -> None:
        self._journal.write_all(reports.publish(self._build, spec, self._sources[""], self._credentials))

    def _upload(self, spec: Buildspec) -> None:
        key = self._build["encryptionKey"]
        for name, artifacts in self._order.artifacts.items():
            if name not in spec.artifacts:
                raise files.NothingFoundError(f"no artifacts {name} in the buildspec".replace("  ", " "))
            content = files.zip_matching(spec.artifacts[name], self._sources[""])
            files.upload(content, artifacts, "" if key.endswith(_S3_OWN_KEY) else key, self._credentials)
