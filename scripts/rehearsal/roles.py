"""The people of a rehearsal and what each of them can do; `scripts.aws.rehearsal.people` makes the real ones."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any, Protocol, TypeVar

from scripts.launch import LaunchedProject, LaunchRequest
from scripts.rehearsal.attacks.attackers import Attackers
from scripts.rehearsal.steps import Judge
from scripts.rehearsal.studio import PlatformTeam

Answer = TypeVar("Answer")


@dataclass(frozen=True)
class Log:
    """A place in CloudWatch Logs; `stream` is a prefix of the stream's name."""

    group: str
    stream: str


@dataclass(frozen=True)
class Execution:
    """An execution of a CodePipeline pipeline: AWS's statuses, by stage in the order of their first actions."""

    identifier: str
    status: str
    stages: Mapping[str, str]
    reason: str = ""
    log: Log | None = None
    """That of the failed build, or of the last build if none failed."""


@dataclass(frozen=True)
class PipelineStep:
    """A step of a SageMaker pipeline: AWS's type and status; `cached` means that its result is of an earlier run."""

    name: str
    kind: str
    status: str
    seconds: float
    reason: str = ""
    job: str = ""
    cached: bool = False


@dataclass(frozen=True)
class Training:
    """An execution of a SageMaker pipeline, and the definition that it runs."""

    arn: str
    status: str
    steps: tuple[PipelineStep, ...]
    definition: Mapping[str, Any]
    reason: str = ""
    log: Log | None = None
    """That of the failed job, if a job failed."""


@dataclass(frozen=True)
class ModelVersion:
    """A model package. `metrics`, `report` and `sample_requests` are S3 URIs.

    `data` are the first digits of the training data's digest, and the number of rows.
    """

    arn: str
    number: int
    status: str
    commit: str
    metrics: str = ""
    report: str = ""
    sample_requests: str = ""
    data: str = ""


@dataclass(frozen=True)
class SampleRequest:
    """A request that an endpoint can answer."""

    body: str
    content_type: str
    accept: str


Grants = Mapping[str, tuple[Mapping[str, Any], ...]]
"""The statements of IAM roles' policies, by the role's ARN."""


class Scientist(Protocol):
    """Creates projects, uploads data, pushes code, follows trainings, reads reports."""

    def create_project(self, request: LaunchRequest) -> LaunchedProject: ...
    def update_project(self, name: str, parameters: Mapping[str, str]) -> None: ...
    def delete_project(self, name: str) -> None: ...
    def read(self, address: str) -> bytes: ...
    def write(self, address: str, content: bytes) -> None: ...
    def files_below(self, address: str) -> tuple[str, ...]: ...
    def clone(self, address: str, folder: Path) -> "Checkout": ...
    def build_outcome(self, log: Log) -> str: ...
    def training_for_commit(self, pipeline: str, commit: str) -> Training | None: ...
    def refusal_to_approve(self, version: str) -> str: ...


class Checkout(Protocol):
    """A clone of a repository."""

    @property
    def folder(self) -> Path: ...
    def commit(self, files: Mapping[str, str], message: str) -> str: ...
    def head(self) -> str: ...


class Approver(Protocol):
    """Decides on models and on production, opens reports, and follows executions."""

    def read(self, address: str) -> bytes: ...
    def versions(self, group: str) -> tuple[ModelVersion, ...]: ...
    def decide(self, version: str, status: str, comment: str) -> None: ...
    def execution_for_commit(self, pipeline: str, commit: str) -> str | None: ...
    def executions(self, pipeline: str) -> tuple[str, ...]: ...
    def model_of(self, pipeline: str, execution: str) -> str: ...
    def execution(self, pipeline: str, execution: str) -> Execution: ...
    def approve_production(self, pipeline: str, execution: str, comment: str) -> bool: ...


class Viewer(Protocol):
    """Reads one account: its endpoints, files, logs, events and roles; retries a stage, and deletes endpoint stacks."""

    @property
    def number(self) -> str: ...
    def invoke(self, endpoint: str, request: SampleRequest) -> str: ...
    def stack_parameters(self, stack: str) -> Mapping[str, str]: ...
    def delete_stack(self, stack: str) -> bool: ...
    def build_outcome(self, log: Log) -> str: ...
    def retry_stage(self, pipeline: str, execution: str, stage: str) -> None: ...
    def read(self, address: str) -> bytes: ...
    def last_lines(self, log: Log) -> tuple[str, ...]: ...
    def events(self, since: datetime) -> Iterable[Mapping[str, Any]]: ...
    def grants(self, *names: str) -> Grants: ...


class Inbox(Protocol):
    """The messages of a topic, from the moment it is opened."""

    def open(self, topic: str) -> None: ...
    def take(self, *words: str) -> str | None: ...
    def close(self) -> None: ...


class Poll(Protocol):
    """Calls `probe` until it returns something else than None; returns None after `seconds`."""

    def __call__(self, probe: Callable[[], Answer | None], seconds: float) -> Answer | None: ...


@dataclass(frozen=True)
class People:
    """One person for each role; `development` is the account of the project, and `inbox` that of its team.

    `poll` and `judge` wait for AWS and explain its errors. With `attackers` the project is attacked between the steps.
    """

    scientist: Scientist
    approver: Approver
    development: Viewer
    staging: Viewer
    production: Viewer
    inbox: Inbox
    poll: Poll
    judge: Judge
    attackers: Attackers | None = None
    platform: PlatformTeam | None = None

    def viewer(self, stage: str) -> Viewer:
        return {"staging": self.staging, "production": self.production}[stage]
