"""A change set whose execution failed is not found by its name any more: aws/aws-cdk#11995, #21677.

CloudFormation says "ChangeSet [x] does not exist". By its ARN it can still be described, which is how an execution is
followed.
"""

from collections.abc import Awaitable
from typing import cast

from ministack.services import cloudformation
from ministack.services.cloudformation import changesets

from sandbox.cloudformation.engine_api import ChangeSet, Stack

_engine_track, _engine_find = changesets._track_change_set_execution, changesets._find_change_set
_failed: dict[str, ChangeSet] = {}


async def _track(change_set: ChangeSet, stack: Stack, deployment: Awaitable[None]) -> None:
    try:
        await _engine_track(change_set, stack, deployment)
    finally:
        identifier = change_set["ChangeSetId"]
        if change_set["ExecutionStatus"] == "EXECUTE_FAILED":
            _failed[identifier] = change_set
            cloudformation._change_sets.pop(identifier, None)


def _find(name: str, stack: str = "") -> tuple[str | None, ChangeSet | None]:
    if name in _failed:
        return name, _failed[name]
    return cast("tuple[str | None, ChangeSet | None]", _engine_find(name, stack))


def install() -> None:
    changesets._track_change_set_execution, changesets._find_change_set = _track, _find
