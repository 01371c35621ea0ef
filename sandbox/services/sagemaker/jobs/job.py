"""The life of a job, whatever it does: role, folder, log, status, reason, event, end."""

import contextlib
import logging
import threading
import time
from collections.abc import Callable
from typing import Any, NamedTuple

from botocore.exceptions import ClientError

from sandbox.api import background, events
from sandbox.api.identifiers import now
from sandbox.api.loopback import Credentials
from sandbox.machine import folders, logs, network, processes
from sandbox.services.sagemaker.api.resources import STORE
from sandbox.services.sagemaker.jobs import images, registry
from sandbox.services.sagemaker.jobs.failure import JobError, refusal
from sandbox.services.sagemaker.jobs.job_folder import Command, JobFolder, may_mount

Record = dict[str, Any]
_DAY = 86_400


class JobKind(NamedTuple):
    """`work` does the job and returns what its record gains; `group` is its log group, if its processes have one."""

    noun: str
    title: str
    work: Callable[["Job"], Record]
    group: str = ""

    @property
    def status(self) -> str:
        return f"{self.noun}Status"


class Job:
    """A job while it runs."""

    def __init__(self, kind: JobKind, record: Record, role: str, credentials: Credentials) -> None:
        self.kind, self.record, self.role, self.credentials = kind, record, role, credentials
        self.arn, self.name = record[f"{kind.noun}Arn"], record[f"{kind.noun}Name"]
        self.stopped, self.done = threading.Event(), threading.Event()
        self.lines: list[str] = []
        self.folder: JobFolder

    def run(self, command: Command) -> int:
        """Run the job's program with its log; the exit code."""
        try:
            registry.require_pull(_image(self.record), self.role, self.credentials)
        except JobError as error:
            raise JobError(f"ClientError: {error}") from error
        given = {**processes.environment_of(self.credentials), **images.environment(), **command.environment}
        seen = self.folder.located(Command(images.translated([*command.arguments]), given, command.place))
        seconds = self.record.get("StoppingCondition", {}).get("MaxRuntimeInSeconds", _DAY)
        process = processes.Process(seen.arguments, self.folder.files, seen.environment, seconds)
        with contextlib.closing(_log(self.kind.group, self.name, self.credentials)) as log:
            if not may_mount():
                log.write(f"sandbox: no mount namespace is permitted here; /opt/ml is {self.folder.files}")
            return processes.run(process, lambda line: (self.lines.append(line), log.write(line)), self.stopped)


def _image(record: Record) -> str:
    named = record.get("AppSpecification", {}).get("ImageUri")
    return named or record.get("AlgorithmSpecification", {}).get("TrainingImage", "")


class _NoLog:
    """A role without rights on its log loses the log, not the job."""

    def write(self, line: str) -> None: ...

    def close(self) -> None: ...


def _log(group: str, name: str, credentials: Credentials) -> logs.LogStream | _NoLog:
    try:
        return logs.LogStream(group, f"{name}/algo-1-{int(time.time())}", credentials)
    except ClientError:
        return _NoLog()


_LIVE: dict[str, Job] = {}


def start(job: Job) -> None:
    """Run the job in the background."""
    job.record |= {job.kind.status: "InProgress", **_secondary(job.kind, "Starting"), **_started(job.kind)}
    _LIVE[job.arn] = job
    _announce(job)
    background.start(lambda: _live(job))


def stop(arn: str) -> None:
    if arn in _LIVE:
        _LIVE[arn].stopped.set()


def wait(arn: str) -> None:
    """Until the job is over."""
    if arn in _LIVE:
        _LIVE[arn].done.wait()


def _live(job: Job) -> None:
    try:
        with folders.scratch("jobs", job.name) as folder:
            job.folder = JobFolder(folder)
            outcome = _outcome(job)
        secondary = _secondary(job.kind, outcome[job.kind.status])
        job.record |= {**outcome, **secondary, **_ended(job.kind), "LastModifiedTime": now()}
    finally:
        _LIVE.pop(job.arn, None)
        job.done.set()
    _announce(job)


def _outcome(job: Job) -> Record:
    status = job.kind.status
    try:
        _enter_network(job)
        return {**job.kind.work(job), status: "Completed"}
    except processes.StoppedError:
        return {status: "Stopped"}
    except processes.TimedOutError:
        return {status: "Stopped", "FailureReason": "Job stopped because it took longer than MaxRuntimeInSeconds"}
    except JobError as error:
        return {status: "Failed", "FailureReason": str(error)[:1024], "ExitMessage": error.message}
    except ClientError as error:
        return {status: "Failed", "FailureReason": f"ClientError: {refusal(error)}"[:1024]}
    except Exception as error:  # the job ends with it; the sandbox's log has the rest
        logging.getLogger(__name__).exception(job.name)
        return {status: "Failed", "FailureReason": f"InternalServerError: {type(error).__name__}: {error}"[:1024]}


def _enter_network(job: Job) -> None:
    try:
        network.join_job(job.record, job.credentials)
    except network.NetworkError as error:
        raise JobError(f"ClientError: {error}") from error


_TIMES = {"ProcessingJob": "Processing", "TrainingJob": "Training", "TransformJob": "Transform"}


def _secondary(kind: JobKind, status: str) -> Record:
    return {"SecondaryStatus": status} if kind.noun == "TrainingJob" else {}


def _started(kind: JobKind) -> Record:
    """A tuning job has no time of its start."""
    return {f"{_TIMES[kind.noun]}StartTime": now()} if kind.noun in _TIMES else {}


def _ended(kind: JobKind) -> Record:
    return {f"{_TIMES.get(kind.noun, 'HyperParameterTuning')}EndTime": now()}


def _announce(job: Job) -> None:
    """Developer Guide, "Events that SageMaker AI sends to EventBridge": tags as a map, times of transforms as text."""
    shown = {name: value for name, value in job.record.items() if name[0].isupper()}
    shown["Tags"] = STORE.here("tags").get(job.arn, {})
    written = events.seconds if job.kind.noun == "TransformJob" else events.milliseconds
    events.emit("aws.sagemaker", f"SageMaker {job.kind.title} State Change", shown, job.arn, time=written)
