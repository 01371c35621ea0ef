"""Runs an operation over many accounts and regions, as its preferences say."""

import contextvars
import datetime
import time
import uuid
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import Any

from ministack.core.concurrency import spawn_background

from sandbox.cloudformation.stack_sets import store
from sandbox.cloudformation.stack_sets.instances import InstanceError
from sandbox.cloudformation.stack_sets.store import StackSet, StackSetError

Target = tuple[str, str]
Work = Callable[[str, str], None]
_SECONDS_BETWEEN_LOOKS = 0.05
_UNFINISHED = ("RUNNING", "QUEUED", "STOPPING")


def refuse_concurrent(stack_set: StackSet) -> None:
    """Without managed execution, one operation at a time."""
    managed = stack_set.get("ManagedExecution", {}).get("Active")
    if not managed and any(each["Status"] in _UNFINISHED for each in stack_set["operations"].values()):
        message = f"Another Operation on StackSet {stack_set['StackSetId']} is in progress"
        raise StackSetError("OperationInProgressException", message, 409)


def start(stack_set: StackSet, action: str, targets: list[Target], work: Work, request: dict[str, Any]) -> str:
    """Begin an operation in the background; its id."""
    refuse_concurrent(stack_set)
    return enqueue(stack_set, action, targets, work, request)


def enqueue(  # noqa: PLR0913, PLR0917 - an operation is all of this
    stack_set: StackSet,
    action: str,
    targets: list[Target],
    work: Work,
    request: dict[str, Any],
    before: Sequence[dict[str, Any]] = (),
) -> str:
    """Begin an operation as soon as those before it have ended, of this stack set or `before`; its id."""
    operation: dict[str, Any] = {
        "OperationId": request.get("OperationId") or str(uuid.uuid4()),
        "StackSetId": stack_set["StackSetId"],
        "Action": action,
        "Status": "QUEUED",
        "CreationTimestamp": _now(),
        "OperationPreferences": request.get("OperationPreferences"),
        "DeploymentTargets": request.get("DeploymentTargets"),
        "results": {f"{account}|{region}": {"Status": "PENDING"} for account, region in targets},
    }
    stack_set["operations"][operation["OperationId"]] = operation
    spawn_background(_run_after, before, stack_set, operation, targets, work)
    return operation["OperationId"]


def _run_after(before: Sequence[dict], stack_set: StackSet, operation: dict, targets: list[Target], work: Work) -> None:
    while any(each["Status"] in _UNFINISHED for each in before):
        time.sleep(_SECONDS_BETWEEN_LOOKS)
    if any(each["Status"] != "SUCCEEDED" for each in before):
        operation |= {"Status": "FAILED", "StatusReason": "A StackSet that this one depends on did not succeed"}
        return
    _run(stack_set, operation, targets, work)


def _run(stack_set: StackSet, operation: dict, targets: list[Target], work: Work) -> None:
    with store.lock(stack_set):
        operation["Status"] = "RUNNING"
        preferences = operation["OperationPreferences"] or {}
        per_region: dict[str, list[Target]] = {}
        for target in targets:
            parallel = preferences.get("RegionConcurrencyType") == "PARALLEL"
            per_region.setdefault("" if parallel else target[1], []).append(target)
        tolerated, failed = _count(preferences, "FailureTolerance", len(targets), 0), 0
        for wave in per_region.values():
            failed += _run_wave(operation, wave, work, tolerated - failed)
            if failed > tolerated:
                break
        operation["StatusDetails"] = {"FailedStackInstancesCount": failed}
        operation["EndTimestamp"] = _now()
        operation["Status"] = "FAILED" if failed > tolerated else "SUCCEEDED"


def _run_wave(operation: dict, targets: list[Target], work: Work, tolerated: int) -> int:
    preferences = operation["OperationPreferences"] or {}
    width = _count(preferences, "MaxConcurrent", len(targets), 1)
    # CloudFormation API reference, ConcurrencyMode: strict keeps within the failure tolerance plus one.
    if preferences.get("ConcurrencyMode") != "SOFT_FAILURE_TOLERANCE":
        width = min(width, tolerated + 1)
    failures: list[Target] = []

    def one(target: Target) -> None:
        result = operation["results"][f"{target[0]}|{target[1]}"]
        if len(failures) > tolerated:
            result |= {"Status": "CANCELLED", "StatusReason": "Cancelled since failure tolerance has exceeded"}
            return
        result["Status"] = "RUNNING"
        try:
            work(*target)
            result["Status"] = "SUCCEEDED"
        except InstanceError as error:
            failures.append(target)
            result |= {"Status": "FAILED", "StatusReason": str(error)}

    with ThreadPoolExecutor(max(width, 1)) as pool:
        for future in [pool.submit(contextvars.copy_context().run, one, target) for target in targets]:
            future.result()
    return len(failures)


def _count(preferences: dict, name: str, total: int, default: int) -> int:
    if f"{name}Percentage" in preferences:
        return total * preferences[f"{name}Percentage"] // 100
    return preferences.get(f"{name}Count", default)


def _now() -> str:
    return datetime.datetime.now(datetime.UTC).isoformat()
