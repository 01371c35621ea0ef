"""Runs an operation over many accounts and regions, with its preferences.

CloudFormation API reference, "StackSetOperationPreferences" and "ManagedExecution".
"""

import contextvars
import datetime
import time
import uuid
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import Any

from ministack.core.concurrency import spawn_background

from sandbox.api.errors import ServiceError
from sandbox.api.types import Request
from sandbox.cloudformation.stack_sets import store
from sandbox.cloudformation.stack_sets.instance_stacks import InstanceError
from sandbox.cloudformation.stack_sets.records import (
    Operation,
    OperationResult,
    StackSet,
    StackSetOperation,
    Target,
    key_of,
    target_of,
)

Work = Callable[[Target], None]
_POLL_SECONDS = 0.05


def refuse_concurrent(stack_set: StackSet) -> None:
    """Without managed execution, one operation at a time."""
    managed = stack_set.detail.get("ManagedExecution", {}).get("Active")
    if not managed and any(operation.is_unfinished for operation in stack_set.operations.values()):
        message = f"Another Operation on StackSet {stack_set.detail['StackSetId']} is in progress"
        raise ServiceError("OperationInProgressException", message, 409)


def start(stack_set: StackSet, action: str, targets: list[Target], work: Work, request: Request) -> str:
    """Start an operation in the background; returns its id."""
    refuse_concurrent(stack_set)
    operation = _new_operation(stack_set, action, targets, request)
    _enqueue(stack_set, operation, work)
    return operation.detail["OperationId"]


def start_after(
    dependencies: Sequence[Operation], stack_set: StackSet, action: str, targets: list[Target], work: Work
) -> Operation:
    """Start an operation without preferences as soon as its dependencies and all before it have ended."""
    operation = _new_operation(stack_set, action, targets, {})
    _enqueue(stack_set, operation, work, dependencies)
    return operation


def _enqueue(stack_set: StackSet, operation: Operation, work: Work, dependencies: Sequence[Operation] = ()) -> None:
    stack_set.operations[operation.detail["OperationId"]] = operation
    spawn_background(_run_after, dependencies, stack_set, operation, work)


def _new_operation(stack_set: StackSet, action: str, targets: list[Target], request: Request) -> Operation:
    detail: StackSetOperation = {
        "OperationId": request.get("OperationId") or str(uuid.uuid4()),
        "StackSetId": stack_set.detail["StackSetId"],
        "Action": action,
        "Status": "QUEUED",
        "CreationTimestamp": _now(),
        "OperationPreferences": request.get("OperationPreferences"),
        "DeploymentTargets": request.get("DeploymentTargets"),
    }
    return Operation(detail, {key_of(target): {"Status": "PENDING"} for target in targets})


def _run_after(dependencies: Sequence[Operation], stack_set: StackSet, operation: Operation, work: Work) -> None:
    while any(dependency.is_unfinished for dependency in dependencies):
        time.sleep(_POLL_SECONDS)
    if any(dependency.detail["Status"] != "SUCCEEDED" for dependency in dependencies):
        operation.detail["Status"] = "FAILED"
        operation.detail["StatusReason"] = "A StackSet that this one depends on did not succeed"
        return
    with store.lock(stack_set):
        _run(operation, work)


def _run(operation: Operation, work: Work) -> None:
    operation.detail["Status"] = "RUNNING"
    preferences = operation.detail["OperationPreferences"] or {}
    tolerated, failed = _count(preferences, "FailureTolerance", len(operation.results), 0), 0
    for targets in _waves(operation, preferences):
        failed += _run_wave(operation, targets, work, tolerated - failed)
        if failed > tolerated:
            break
    operation.detail["StatusDetails"] = {"FailedStackInstancesCount": failed}
    operation.detail["EndTimestamp"] = _now()
    operation.detail["Status"] = "FAILED" if failed > tolerated else "SUCCEEDED"


def _waves(operation: Operation, preferences: dict[str, Any]) -> list[list[Target]]:
    """What runs at the same time: all targets, or those of one region after the other."""
    parallel = preferences.get("RegionConcurrencyType") == "PARALLEL"
    waves: dict[str, list[Target]] = {}
    for target in map(target_of, operation.results):
        waves.setdefault("" if parallel else target[1], []).append(target)
    return list(waves.values())


def _run_wave(operation: Operation, targets: list[Target], work: Work, tolerated: int) -> int:
    """The number of targets that failed."""
    width = _width(operation.detail["OperationPreferences"] or {}, len(targets), tolerated)
    failures: list[Target] = []

    def run(target: Target) -> None:
        result = operation.results[key_of(target)]
        if len(failures) > tolerated:
            result["Status"] = "CANCELLED"
            result["StatusReason"] = "Cancelled since failure tolerance has exceeded"
        elif not _succeeds(work, target, result):
            failures.append(target)

    with ThreadPoolExecutor(width) as pool:
        for future in [pool.submit(contextvars.copy_context().run, run, target) for target in targets]:
            future.result()
    return len(failures)


def _width(preferences: dict[str, Any], targets: int, tolerated: int) -> int:
    """How many targets run at once; in the strict mode no more than the failure tolerance plus one."""
    width = _count(preferences, "MaxConcurrent", targets, 1)
    is_soft = preferences.get("ConcurrencyMode") == "SOFT_FAILURE_TOLERANCE"
    return max(width if is_soft else min(width, tolerated + 1), 1)


def _succeeds(work: Work, target: Target, result: OperationResult) -> bool:
    result["Status"] = "RUNNING"
    try:
        work(target)
    except InstanceError as error:
        result["Status"], result["StatusReason"] = "FAILED", str(error)
        return False
    result["Status"] = "SUCCEEDED"
    return True


def _count(preferences: dict[str, Any], name: str, total: int, default: int) -> int:
    percentage = preferences.get(f"{name}Percentage")
    return preferences.get(f"{name}Count", default) if percentage is None else total * percentage // 100


def _now() -> str:
    return datetime.datetime.now(datetime.UTC).isoformat()
