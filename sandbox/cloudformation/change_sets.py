"""A change set whose execution failed is gone by its name: "ChangeSet [x] does not exist" (aws/aws-cdk#11995, #21677).

By its ARN it can still be described, which is how one follows an execution.
"""

from typing import Any

from ministack.services import cloudformation
from ministack.services.cloudformation import changesets

_engine_track, _engine_find = changesets._track_change_set_execution, changesets._find_change_set
_failed: dict[str, dict[str, Any]] = {}


async def _track(change_set: dict[str, Any], stack: dict[str, Any], deploying: Any) -> None:
    try:
        await _engine_track(change_set, stack, deploying)
    finally:
        identifier = change_set["ChangeSetId"]
        if change_set["ExecutionStatus"] == "EXECUTE_FAILED":
            _failed[identifier] = change_set
            cloudformation._change_sets.pop(identifier, None)


def _find(name: str, stack: str = "") -> tuple[str | None, dict[str, Any] | None]:
    return (name, _failed[name]) if name in _failed else _engine_find(name, stack)


def install() -> None:
    changesets._track_change_set_execution, changesets._find_change_set = _track, _find
