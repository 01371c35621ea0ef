"""Who takes part in a rehearsal, and what each of them can do; `scripts.aws.rehearsal.people` brings the real ones."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any, Protocol

from scripts.launch import LaunchedProject, LaunchRequest


@dataclass(frozen=True)
class Log:
    """A place in CloudWatch Logs; `stream` is what the stream's name begins with."""

    group: str
    stream: str


@dataclass(frozen=True)
class Delivery:
    """An execution of a pipeline: AWS's statuses, by stage in the order of their first actions."""

    identifier: str
    status: str
    stages: Mapping[str, str]
    reason: str = ""
    log: Log | None = None
    """Where the build that failed wrote, or else the last one, if there was one."""


@dataclass(frozen=True)
class Step:
    """A step of a training: AWS's kind and status; `cached` means that an earlier run had its result."""

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
    steps: tuple[Step, ...]
    definition: Mapping[str, Any]
    reason: str = ""
    log: Log | None = None
    """Where the job that failed wrote, if it was one."""


@dataclass(frozen=True)
class ModelVersion:
    """A model package. `metrics` and `report` are S3 URIs, `golden` that of requests with their answers.

    `data` are the beginning of the digest of what it was learnt from, and how many rows that were.
    """

    arn: str
    number: int
    status: str
    commit: str
    metrics: str = ""
    report: str = ""
    golden: str = ""
    data: str = ""


@dataclass(frozen=True)
class Question:
    """A request that an endpoint can answer."""

    body: str
    content_type: str
    accept: str


Grants = Mapping[str, tuple[Mapping[str, Any], ...]]
"""The statements of roles' policies, by the role's ARN."""


class Scientist(Protocol):
    """Launches, puts data, pushes, follows trainings, reads reports."""

    def launch(self, order: LaunchRequest, tick: Callable[[str], None]) -> LaunchedProject: ...
    def read(self, address: str) -> bytes: ...
    def write(self, address: str, content: bytes) -> None: ...
    def files_below(self, address: str) -> tuple[str, ...]: ...
    def clone(self, address: str, folder: Path) -> "Checkout": ...
    def build_outcome(self, log: Log) -> str: ...
    def training_of(self, pipeline: str, commit: str) -> Training | None: ...
    def refusal_to_approve(self, version: str) -> str: ...
    def delete(self, name: str) -> None: ...


class Checkout(Protocol):
    """A clone that changes are pushed from; every push returns the new head."""

    @property
    def folder(self) -> Path: ...
    def push(self, changes: Mapping[str, str], message: str) -> str: ...


class Approver(Protocol):
    """Decides on models and on production, opens reports, and sees how the pipelines do."""

    def read(self, address: str) -> bytes: ...
    def versions(self, group: str) -> tuple[ModelVersion, ...]: ...
    def decide(self, version: str, status: str, comment: str) -> None: ...
    def delivery_of_commit(self, pipeline: str, commit: str) -> str | None: ...
    def deliveries(self, pipeline: str) -> tuple[str, ...]: ...
    def model_of(self, pipeline: str, execution: str) -> str: ...
    def delivery(self, pipeline: str, execution: str) -> Delivery: ...
    def release(self, pipeline: str, execution: str, comment: str) -> bool: ...


class Viewer(Protocol):
    """Looks at one account: its endpoints, files, logs, calls and roles."""

    @property
    def number(self) -> str: ...
    def ask(self, endpoint: str, question: Question) -> str: ...
    def deployed(self, stack: str) -> Mapping[str, str]: ...
    def remove(self, stack: str) -> bool: ...
    def read(self, address: str) -> bytes: ...
    def last_lines(self, log: Log) -> tuple[str, ...]: ...
    def calls(self, since: datetime) -> Iterable[Mapping[str, Any]]: ...
    def grants(self, *names: str) -> Grants: ...


class Inbox(Protocol):
    """What the team is told, from the moment it is opened."""

    def open(self, topic: str) -> None: ...
    def take(self, *words: str) -> str | None: ...
    def close(self) -> None: ...


@dataclass(frozen=True)
class Cast:
    """One person for each part; `development` is the account of the project, and `inbox` that of its team."""

    scientist: Scientist
    approver: Approver
    development: Viewer
    staging: Viewer
    production: Viewer
    inbox: Inbox

    def viewer(self, stage: str) -> Viewer:
        return {"staging": self.staging, "production": self.production}[stage]
