"""Jobs that a task waits for (`.sync`): how to look at them, when they have ended and how to stop them.

Developer guide, "Create and manage Amazon SageMaker AI jobs", "Integrate AWS CodeBuild", "Start Step Functions
workflow executions from Task states".
"""

import json
from collections.abc import Callable
from typing import Any, NamedTuple

from sandbox.engine.rules.states.integrations import calls
from sandbox.engine.rules.states.integrations.resources import SYNC_2, Resource
from sandbox.engine.rules.states.language.failures import TASK_FAILED, FailureError
from sandbox.engine.rules.states.language.scope import text

Answer = dict[str, Any]


class JobType(NamedTuple):
    """`key` gives what describes a job, from the task's parameters and the answer that started it."""

    describe: str
    stop: str
    key: Callable[[Answer, Answer], Answer]
    record: Callable[[Answer], Answer]
    status: str
    succeeded: str
    running: frozenset[str]


def _sagemaker(kind: str) -> JobType:
    name = f"{kind}Name"
    return JobType(
        f"Describe{kind}",
        f"Stop{kind}",
        lambda given, _started: {name: given[name]},
        lambda answer: answer,
        f"{kind}Status",
        "Completed",
        frozenset({"InProgress", "Stopping"}),
    )


_KINDS = {
    **{f"create{kind}": _sagemaker(kind) for kind in ("TrainingJob", "TransformJob", "ProcessingJob")},
    "createHyperParameterTuningJob": _sagemaker("HyperParameterTuningJob"),
    "startExecution": JobType(
        "DescribeExecution",
        "StopExecution",
        lambda _given, started: {"ExecutionArn": started["ExecutionArn"]},
        lambda answer: answer,
        "Status",
        "SUCCEEDED",
        frozenset({"RUNNING", "PENDING_REDRIVE"}),
    ),
    "startBuild": JobType(
        "BatchGetBuilds",
        "StopBuild",
        lambda _given, started: {"Ids": [started["Build"]["Id"]]},
        lambda answer: {"Build": answer["Builds"][0]},
        "BuildStatus",
        "SUCCEEDED",
        frozenset({"IN_PROGRESS"}),
    ),
}


class Job:
    """A job that a task has started."""

    def __init__(self, resource: Resource, given: Answer, started: Answer) -> None:
        self._resource, self._type = resource, _KINDS[resource.api]
        self._key = self._type.key(given, started)

    def result(self) -> Answer | None:
        """The result of the job; None while it runs.

        Raises:
            FailureError: States.TaskFailed with the job's record, when it did not succeed.

        """
        answer = calls.answer(self._resource, self._type.describe, self._key)
        record = self._type.record(calls.plain_result(self._resource, self._type.describe, answer))
        status = record.get("Build", record)[self._type.status]
        if status in self._type.running:
            return None
        if status != self._type.succeeded:
            raise FailureError(TASK_FAILED, text(record))
        return self._read(record)

    def _read(self, record: Answer) -> Answer:
        """The second form of nested executions has JSON where the first has its text."""
        if self._resource.pattern != SYNC_2:
            return record
        return record | {name: json.loads(record[name]) for name in ("Input", "Output") if name in record}

    def stop(self) -> None:
        """Step Functions stops the jobs of executions that end before them, as far as it can."""
        key = {"Id": self._key["Ids"][0]} if "Ids" in self._key else self._key
        try:
            calls.answer(self._resource, self._type.stop, key)
        except FailureError:
            return
