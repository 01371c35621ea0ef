"""An execution's way through the stages, and what a failed stage leads to."""

from itertools import groupby

from sandbox.api import background
from sandbox.services.codepipeline.running.action_runs import run_in_parallel
from sandbox.services.codepipeline.running.events import emit_pipeline_event, emit_stage_event
from sandbox.services.codepipeline.running.queue import enter_stage
from sandbox.services.codepipeline.running.rollback import add_automatic_rollback, add_rollback
from sandbox.services.codepipeline.state.declaration import ActionDeclaration, StageDeclaration
from sandbox.services.codepipeline.state.execution import Execution, ExecutionTrigger, StageRun
from sandbox.services.codepipeline.state.waiting import AbandonedError


def begin(execution: Execution) -> None:
    """Run an execution from its position on, in the background."""
    emit_pipeline_event(execution)
    background.start(lambda: _run(execution))


def retry(execution: Execution, stage: str, *, all_actions: bool) -> None:
    """Run a failed stage again, and the stages after it."""
    execution.kept_actions = [] if all_actions else _succeeded_actions(execution, stage)
    execution.position = execution.stage_index(stage)
    execution.summary = ""
    execution.set_status("InProgress")
    execution.attempt += 1
    emit_pipeline_event(execution, "RESUMED")
    background.start(lambda: _run(execution))


def roll_back(target: Execution, failed: Execution, stage: str, trigger: ExecutionTrigger) -> Execution:
    """Run a stage again as an earlier execution went through it."""
    rollback = add_rollback(target, failed, stage, trigger)
    begin(rollback)
    return rollback


def _run(execution: Execution) -> None:
    stages = execution.declaration["stages"]
    end = execution.position + 1 if execution.rollback_target else len(stages)
    try:
        for position in range(execution.position, end):
            enter_stage(execution, position)
            if not _continues(execution) or not _run_stage(execution, stages[position]):
                return
    except AbandonedError:
        _abandon(execution)
        return
    _end(execution, "Succeeded")


def _continues(execution: Execution) -> bool:
    """A stopped execution ends between two actions; a superseded one has ended already."""
    if execution.status == "Stopping":
        _end(execution, "Stopped")
    elif execution.status == "Superseded":
        emit_pipeline_event(execution)
    return execution.status == "InProgress"


def _abandon(execution: Execution) -> None:
    """The stage unlocks: CodePipeline User Guide, "Stop a pipeline execution in CodePipeline"."""
    if not execution.is_waiting:
        execution.stages[execution.stage_name].set_status("Stopped")
    _end(execution, "Stopped")


def _run_stage(execution: Execution, stage: StageDeclaration) -> bool:
    name = stage["name"]
    execution.stages[name] = run = StageRun()
    emit_stage_event(execution, name)
    if _run_actions(execution, stage):
        run.set_status("Succeeded")
        emit_stage_event(execution, name)
        return True
    if not _continues(execution):
        run.set_status("Stopped")
        return False
    _fail(execution, stage)
    return False


def _run_actions(execution: Execution, stage: StageDeclaration) -> bool:
    kept, execution.kept_actions = execution.kept_actions, []
    remaining = [action for action in stage["actions"] if action["name"] not in kept]
    for _, same_order in groupby(sorted(remaining, key=_run_order), key=_run_order):
        runs = run_in_parallel(execution, stage["name"], list(same_order))
        if any(run.status != "Succeeded" for run in runs):
            if execution.is_abandoned:
                raise AbandonedError
            return False
        if execution.status != "InProgress":
            return False
    return True


def _fail(execution: Execution, stage: StageDeclaration) -> None:
    name = stage["name"]
    failed = next(run for run in reversed(execution.actions) if run.status == "Failed")
    reason = failed.error["message"] if failed.error else ""
    execution.stages[name].set_status("Failed")
    emit_stage_event(execution, name)
    # The rollback is queued before the failed execution leaves the stage, so that no other one enters in between.
    rollback = add_automatic_rollback(execution, stage)
    _end(execution, "Failed", f"Action {failed.action['name']} of stage {name} failed: {reason}")
    if rollback:
        begin(rollback)


def _succeeded_actions(execution: Execution, stage: str) -> list[str]:
    """Actions of the stage whose last run succeeded."""
    latest = {run.action["name"]: run.status for run in execution.actions if run.stage == stage}
    return [name for name, status in latest.items() if status == "Succeeded"]


def _end(execution: Execution, status: str, summary: str = "") -> None:
    execution.summary = summary
    execution.set_status(status)
    emit_pipeline_event(execution)


def _run_order(action: ActionDeclaration) -> int:
    return action.get("runOrder", 1)
