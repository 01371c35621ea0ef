"""Executions of pipelines: what is known of one, of the runs of its steps, and of steps that may be used again."""

import datetime
from dataclasses import dataclass, field
from typing import Any

from sandbox.api.identifiers import now
from sandbox.api.persistence import stored
from sandbox.api.types import Answer, Record

_MOVING = frozenset({"Starting", "Executing", "Stopping"})


@stored
@dataclass(eq=False, kw_only=True)
class StepRun:
    """One run of a step. `properties` are what expressions of later steps see; `metadata` has the ARN of its job."""

    name: str
    type: str
    display_name: str | None = None
    description: str | None = None
    status: str = "Starting"
    started: datetime.datetime = field(default_factory=now)
    ended: datetime.datetime | None = None
    attempts: int = 0
    metadata: Record | None = None
    properties: Record = field(default_factory=dict)
    cache_hit: str | None = None
    """The ARN of the execution whose result was used."""
    failure_reason: str | None = None

    def set_status(self, status: str) -> None:
        self.status = status
        if status not in _MOVING:
            self.ended = now()

    def summary(self) -> Answer:
        """PipelineExecutionStep of the API."""
        return {
            "StepName": self.name,
            "StepDisplayName": self.display_name,
            "StepDescription": self.description,
            "StartTime": self.started,
            "EndTime": self.ended,
            "StepStatus": self.status,
            "CacheHitResult": self.cache_hit and {"SourcePipelineExecutionArn": self.cache_hit},
            "AttemptCount": self.attempts or None,
            "Metadata": self.metadata,
            "FailureReason": self.failure_reason,
        }


@stored
@dataclass(eq=False, kw_only=True)
class PipelineExecution:
    """`definition`, `role` and `parallelism` are the pipeline's at the start; a retry runs with the same."""

    arn: str
    pipeline: str
    """The ARN of the pipeline."""
    display_name: str
    description: str | None
    definition: str
    role: str
    parallelism: Record
    parameters: dict[str, Any]
    token: str | None
    status: str = ""
    failure_reason: str | None = None
    created: datetime.datetime = field(default_factory=now)
    modified: datetime.datetime = field(default_factory=now)
    steps: dict[str, StepRun] = field(default_factory=dict)

    @property
    def id(self) -> str:
        return self.arn.rpartition("/")[2]

    @property
    def is_running(self) -> bool:
        return self.status in _MOVING

    def set_status(self, status: str) -> None:
        self.status, self.modified = status, now()

    def members(self) -> Answer:
        """The members that DescribePipelineExecution and ListPipelineExecutions show."""
        return {
            "PipelineArn": self.pipeline,
            "PipelineExecutionArn": self.arn,
            "PipelineExecutionDisplayName": self.display_name,
            "PipelineExecutionStatus": self.status,
            "PipelineExecutionDescription": self.description,
            "FailureReason": self.failure_reason,
            "CreationTime": self.created,
            "StartTime": self.created,
            "LastModifiedTime": self.modified,
            "ParallelismConfiguration": self.parallelism or None,
        }


@stored
@dataclass(frozen=True)
class CachedStep:
    """The result of a step that succeeded in `execution`, for later executions to use."""

    execution: str
    metadata: Record | None
    properties: Record
    cached: datetime.datetime = field(default_factory=now)
