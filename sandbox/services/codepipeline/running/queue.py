"""When an execution may enter a stage: CodePipeline User Guide, "How pipeline executions work".

An execution locks one stage only, also while it waits for an approval; others come as far as the front of that stage.
"""

import threading

from sandbox.services.codepipeline.state.execution import Execution
from sandbox.services.codepipeline.state.tables import executions_of
from sandbox.services.codepipeline.state.waiting import wait_until

_lock = threading.Lock()


def enter_stage(execution: Execution, position: int) -> None:
    """Wait before a stage until it is free and it is this execution's turn; the execution may end here instead."""
    execution.position, execution.is_waiting = position, True

    def has_entered() -> bool:
        with _lock:
            others = executions_of(execution.pipeline)
            is_blocked = any(_goes_before(other, execution) for other in others)
            execution.is_waiting = execution.status == "InProgress" and is_blocked
            return not execution.is_waiting

    wait_until(execution, has_entered)
    if execution.status == "InProgress" and execution.declaration["executionMode"] == "SUPERSEDED":
        _supersede_older(execution)


def _goes_before(other: Execution, execution: Execution) -> bool:
    """Whether the other is in the stage, or was started earlier and has yet to come through it.

    A rollback has the number of the execution that failed, so it comes before those that wait.
    """
    mode = execution.declaration["executionMode"]
    if other is execution or other.has_ended or mode == "PARALLEL":
        return False
    is_inside = other.position == execution.position and not other.is_waiting
    if mode == "SUPERSEDED":
        return is_inside
    return is_inside or (other.sequence < execution.sequence and other.position <= execution.position)


def _supersede_older(execution: Execution) -> None:
    """Older executions that wait for the same stage give way to the newest."""
    for other in executions_of(execution.pipeline):
        is_older = other.sequence < execution.sequence and other.position == execution.position
        if is_older and other.is_waiting and other.status == "InProgress":
            other.set_status("Superseded")
