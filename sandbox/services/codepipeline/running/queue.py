"""Who may enter a stage: CodePipeline user guide, "How pipeline executions work".

An execution locks one stage only, also while it waits for an approval; others come as far as the front of that stage.
"""

import threading
from collections.abc import Callable, Iterable
from typing import Any

from sandbox.services.codepipeline.running.records import ENDED, change, wait_until

Record = dict[str, Any]

_gate = threading.Lock()


def enter(execution: Record, position: int, others: Callable[[], Iterable[Record]]) -> None:
    """Wait before a stage until it is free and it is this execution's turn; it may end here instead."""
    execution |= {"position": position, "waits": True}

    def entered() -> bool:
        with _gate:
            stays_out = execution["status"] == "InProgress" and any(_is_before(each, execution) for each in others())
            execution["waits"] = stays_out
            return not stays_out

    wait_until(execution, entered)
    if execution["status"] == "InProgress" and execution["declaration"]["executionMode"] == "SUPERSEDED":
        _supersede(execution, others())


def _is_before(other: Record, execution: Record) -> bool:
    """Whether the other holds the stage, or was started earlier and has yet to come through it.

    A rollback has the number of the execution that failed, so it comes before those that wait.
    """
    if other is execution or other["status"] in ENDED or execution["declaration"]["executionMode"] == "PARALLEL":
        return False
    inside = other["position"] == execution["position"] and not other.get("waits")
    if execution["declaration"]["executionMode"] == "SUPERSEDED":
        return inside
    return inside or (other["sequence"] < execution["sequence"] and other["position"] <= execution["position"])


def _supersede(execution: Record, others: Iterable[Record]) -> None:
    """Older ones that wait for the same stage give way to the newest."""
    for other in others:
        older = other["sequence"] < execution["sequence"] and other["position"] == execution["position"]
        if older and other.get("waits") and other["status"] == "InProgress":
            change(other, "Superseded")
