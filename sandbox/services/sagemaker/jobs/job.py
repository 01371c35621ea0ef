"""The life of a job of any type: role, files, log, status, failure reason, events."""

import contextlib
import datetime
import logging
import threading
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from botocore.exceptions import ClientError

from sandbox.api import background, events
from sandbox.api.identifiers import now
from sandbox.api.loopback import Credentials
from sandbox.api.types import Record, Request
from sandbox.machine import folders, logs, network, processes
from sandbox.services.sagemaker.containers import image_permissions, images
from sandbox.services.sagemaker.containers.failure import JobError, refusal
from sandbox.services.sagemaker.containers.opt_ml import Command, OptMl, may_mount
from sandbox.services.sagemaker.records.named_resource import NamedResource
from sandbox.services.sagemaker.records.tables import TAGS, aws_members, set_members

_DAY_SECONDS = 86_400
Stored = TypeVar("Stored", bound=Mapping[str, Any])


@dataclass(frozen=True)
class JobType(Generic[Stored]):
    """What one type of job does, and how it is shown.

    `work` does the job and returns the members that its record gains; `role_of` finds the job's role in a request;
    `title` is its name in events, `log_group` is empty for jobs without processes of their own.
    """

    resource: NamedResource[Stored]
    title: str
    work: Callable[["Job[Stored]"], Record]
    role_of: Callable[[Request], str]
    log_group: str = ""
    start_time: str | None = None
    end_time: str = ""
    has_secondary_status: bool = False
    event_time: Callable[[datetime.datetime], Any] = events.milliseconds

    @property
    def status_member(self) -> str:
        return f"{self.resource.noun}Status"


class Job(Generic[Stored]):
    """A job while it runs."""

    def __init__(self, job_type: JobType[Stored], record: Stored, role: str, credentials: Credentials) -> None:
        self.type, self.record, self.role, self.credentials = job_type, record, role, credentials
        self.arn, self.name = record[job_type.resource.arn_member], record[job_type.resource.name_member]
        self.stopped, self.done = threading.Event(), threading.Event()
        self.log_lines: list[str] = []
        self.opt_ml: OptMl

    def run(self, command: Command) -> int:
        """Run the job's program with its log; the exit code."""
        try:
            image_permissions.require_pull(_image(self.record), self.role, self.credentials)
        except JobError as error:
            raise JobError(f"ClientError: {error}") from error
        given = {**processes.environment_of(self.credentials), **images.environment(), **command.environment}
        local = self.opt_ml.local(Command(images.translate([*command.arguments]), given, command.folder))
        seconds = self.record.get("StoppingCondition", {}).get("MaxRuntimeInSeconds", _DAY_SECONDS)
        process = processes.Process(local.arguments, self.opt_ml.files, local.environment, seconds)
        stream = f"{self.name}/algo-1-{int(time.time())}"
        with contextlib.closing(logs.open_if_permitted(self.type.log_group, stream, self.credentials)) as log:
            if not may_mount():
                log.write(f"sandbox: no mount namespace is permitted here; /opt/ml is {self.opt_ml.files}")

            def write(line: str) -> None:
                self.log_lines.append(line)
                log.write(line)

            return processes.run(process, write, self.stopped)

    def set_status(self, status: str, secondary: str, **members: Any) -> None:
        shown = {"SecondaryStatus": secondary} if self.type.has_secondary_status else {}
        set_members(self.record, {**members, self.type.status_member: status, **shown})


def _image(record: Mapping[str, Any]) -> str:
    named = record.get("AppSpecification", {}).get("ImageUri")
    return named or record.get("AlgorithmSpecification", {}).get("TrainingImage", "")


RUNNING: dict[str, Job[Any]] = {}


def start(job: Job[Any]) -> None:
    """Run the job in the background."""
    job.set_status("InProgress", "Starting", **({job.type.start_time: now()} if job.type.start_time else {}))
    RUNNING[job.arn] = job
    _emit(job)
    background.start(lambda: _run_job(job))


def stop(arn: str) -> None:
    if arn in RUNNING:
        RUNNING[arn].stopped.set()


def wait(arn: str) -> None:
    """Return when the job is over."""
    if arn in RUNNING:
        RUNNING[arn].done.wait()


def _run_job(job: Job[Any]) -> None:
    try:
        with folders.scratch("jobs", job.name) as folder:
            job.opt_ml = OptMl(folder)
            status, members = _outcome(job)
        job.set_status(status, status, **members, **{job.type.end_time: now()}, LastModifiedTime=now())
    finally:
        RUNNING.pop(job.arn, None)
        job.done.set()
    _emit(job)


def _outcome(job: Job[Any]) -> tuple[str, Record]:
    """The status in which the job ends, and the members that its record gains."""
    try:
        _enter_network(job)
        return "Completed", job.type.work(job)
    except processes.StoppedError:
        return "Stopped", {}
    except processes.TimedOutError:
        return "Stopped", {"FailureReason": "Job stopped because it took longer than MaxRuntimeInSeconds"}
    except JobError as error:
        return "Failed", {"FailureReason": str(error)[:1024], "ExitMessage": error.message}
    except ClientError as error:
        return "Failed", {"FailureReason": f"ClientError: {refusal(error)}"[:1024]}
    except Exception as error:  # the job fails; the sandbox's log has the traceback
        logging.getLogger(__name__).exception(job.name)
        return "Failed", {"FailureReason": f"InternalServerError: {type(error).__name__}: {error}"[:1024]}


def _enter_network(job: Job[Any]) -> None:
    try:
        network.join_job(job.record, job.credentials)
    except network.NetworkError as error:
        raise JobError(f"ClientError: {error}") from error


def _emit(job: Job[Any]) -> None:
    """Developer Guide, "Events that SageMaker AI sends to EventBridge": tags as a map, times of transforms as text."""
    detail = {**aws_members(job.record), "Tags": TAGS.here().get(job.arn, {})}
    title = f"SageMaker {job.type.title} State Change"
    events.emit("aws.sagemaker", title, detail, job.arn, time=job.type.event_time)
