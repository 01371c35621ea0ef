"""Executions and the runs of their stages and actions. TypedDicts have the shape of CodePipeline's API."""

import datetime
import uuid
from dataclasses import dataclass, field
from typing import Any, TypedDict

from sandbox.api.identifiers import now
from sandbox.api.persistence import stored
from sandbox.services.codepipeline.state.declaration import ActionDeclaration, PipelineDeclaration

_ENDED = frozenset({"Succeeded", "Failed", "Stopped", "Superseded", "Cancelled"})


class ExecutionTrigger(TypedDict):
    triggerType: str
    triggerDetail: str


class SourceRevision(TypedDict):
    revisionId: str
    revisionSummary: str


class ArtifactRevision(SourceRevision):
    name: str
    created: datetime.datetime


class ErrorDetails(TypedDict):
    code: str
    message: str


class ApprovalResult(TypedDict):
    summary: str
    status: str


@stored
@dataclass(frozen=True)
class Artifact:
    """Where the artifact store has an artifact."""

    name: str
    bucket: str
    key: str

    def detail(self) -> dict[str, Any]:
        """The ArtifactDetail of the API and of events."""
        return {"name": self.name, "s3location": {"bucket": self.bucket, "key": self.key}}


@dataclass(eq=False, kw_only=True)
class _Run:
    status: str = "InProgress"
    started: datetime.datetime = field(default_factory=now)
    last_update: datetime.datetime = field(default_factory=now)

    def set_status(self, status: str) -> None:
        self.status, self.last_update = status, now()


@stored
@dataclass(eq=False, kw_only=True)
class StageRun(_Run):
    """The latest run of a stage in an execution."""


@stored
@dataclass(eq=False, kw_only=True)
class ActionRun(_Run):
    """One run of an action. `token`, `approval` and `updated_by` are a manual approval's, `revision` a source's."""

    stage: str
    action: ActionDeclaration
    id: str = field(default_factory=lambda: str(uuid.uuid4()))
    configuration: dict[str, str] = field(default_factory=dict)
    """With all variables resolved."""
    inputs: dict[str, Artifact] = field(default_factory=dict)
    outputs: dict[str, Artifact] = field(default_factory=dict)
    variables: dict[str, str] = field(default_factory=dict)
    revision: SourceRevision | None = None
    token: str | None = None
    approval: ApprovalResult | None = None
    updated_by: str | None = None
    external_id: str | None = None
    external_url: str | None = None
    summary: str = ""
    error: ErrorDetails | None = None

    def fail(self, code: str, message: str) -> None:
        self.summary, self.error, self.token = message, {"code": code, "message": message}, None
        self.set_status("Failed")


@stored
@dataclass(eq=False, kw_only=True)
class Execution(_Run):
    """One execution of a pipeline, with the declaration that it was started with."""

    declaration: PipelineDeclaration
    trigger: ExecutionTrigger
    variables: dict[str, str]
    sequence: int
    """Its place among the pipeline's executions; a rollback has that of the execution that failed."""
    id: str = field(default_factory=lambda: str(uuid.uuid4()))
    commits: dict[str, str] = field(default_factory=dict)
    """By source action, where the start named a commit."""
    rollback_target: str | None = None
    summary: str = ""
    attempt: int = 1
    position: int = 0
    """The index of the stage that it is in or waits for."""
    is_waiting: bool = False
    is_abandoned: bool = False
    kept_actions: list[str] = field(default_factory=list)
    """What a retry of failed actions does not run again."""
    stages: dict[str, StageRun] = field(default_factory=dict)
    actions: list[ActionRun] = field(default_factory=list)
    artifacts: dict[str, Artifact] = field(default_factory=dict)
    namespaces: dict[str, dict[str, str]] = field(default_factory=dict)
    revisions: list[ArtifactRevision] = field(default_factory=list)

    @property
    def pipeline(self) -> str:
        return self.declaration["name"]

    @property
    def type(self) -> str:
        return "ROLLBACK" if self.rollback_target else "STANDARD"

    @property
    def stage_name(self) -> str:
        return self.declaration["stages"][self.position]["name"]

    @property
    def has_ended(self) -> bool:
        return self.status in _ENDED

    def stage_index(self, stage: str) -> int:
        return [declared["name"] for declared in self.declaration["stages"]].index(stage)

    def succeeded_in(self, stage: str) -> bool:
        return stage in self.stages and self.stages[stage].status == "Succeeded"
