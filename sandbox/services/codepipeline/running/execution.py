"""An execution's way through the stages, and what a failed stage leads to."""

from collections.abc import Callable, Iterable
from itertools import groupby
from typing import Any, NamedTuple

from sandbox.api import background
from sandbox.api.identifiers import now
from sandbox.services.codepipeline.running import events, queue, records
from sandbox.services.codepipeline.running.actions import run_together
from sandbox.services.codepipeline.running.records import AbandonedError, change

Record = dict[str, Any]


class Pipeline(NamedTuple):
    """What an execution needs to know: all executions, how to add one, and the version of the pipeline's structure."""

    executions: Callable[[], Iterable[Record]]
    add: Callable[[Record], None]
    version: Callable[[], int]


def begin(pipeline: Pipeline, execution: Record) -> None:
    """Run an execution from where it stands."""
    events.pipeline(execution)
    background.start(lambda: _run(pipeline, execution))


def retry(pipeline: Pipeline, execution: Record, stage: str, *, every_action: bool) -> None:
    """Run a failed stage again, and what comes after it."""
    names = [each["name"] for each in execution["declaration"]["stages"]]
    again = {"every": every_action, "kept": [] if every_action else _succeeded(execution, stage)}
    change(execution, "InProgress", position=names.index(stage), retried=again, statusSummary="")
    execution["attempt"] = execution.get("attempt", 1) + 1
    events.pipeline(execution, "RESUMED")
    background.start(lambda: _run(pipeline, execution))


def roll_back(pipeline: Pipeline, failed: Record, stage: str, target: Record, trigger: Record) -> Record:
    """Run a stage again as an earlier execution went through it."""
    made = records.rollback(target, failed, stage, trigger)
    pipeline.add(made)
    begin(pipeline, made)
    return made


def last_success(pipeline: Pipeline, stage: str) -> Record | None:
    """The newest execution that went through the stage: CodePipeline user guide, "Configuring stage rollback".

    It must be of the pipeline's current structure, which every update of the pipeline changes, and no rollback itself.
    """
    version = pipeline.version()
    went_through = [
        each
        for each in pipeline.executions()
        if each["stages"].get(stage, {}).get("status") == "Succeeded"
        and each["declaration"]["version"] == version
        and each["type"] != "ROLLBACK"
    ]
    return max(went_through, key=lambda each: each["stages"][stage]["lastUpdateTime"], default=None)


def _run(pipeline: Pipeline, execution: Record) -> None:
    stages = execution["declaration"]["stages"]
    last = execution["position"] + 1 if execution["type"] == "ROLLBACK" else len(stages)
    try:
        for position in range(execution["position"], last):
            queue.enter(execution, position, pipeline.executions)
            if not _goes_on(execution) or not _run_stage(pipeline, execution, stages[position]):
                return
    except AbandonedError:
        _abandon(execution)
        return
    _end(execution, "Succeeded")


def _goes_on(execution: Record) -> bool:
    """An execution that somebody stopped ends between two actions; a superseded one has ended already."""
    if execution["status"] == "Stopping":
        _end(execution, "Stopped")
    elif execution["status"] == "Superseded":
        events.pipeline(execution)
    return execution["status"] == "InProgress"


def _abandon(execution: Record) -> None:
    """The stage unlocks: CodePipeline user guide, "Stop a pipeline execution in CodePipeline"."""
    name = execution["declaration"]["stages"][execution["position"]]["name"]
    if not execution["waits"]:
        change(execution["stages"][name], "Stopped")
    _end(execution, "Stopped")


def _run_stage(pipeline: Pipeline, execution: Record, stage: Record) -> bool:
    name = stage["name"]
    execution["stages"][name] = {"status": "InProgress", "entered": now(), "lastUpdateTime": now()}
    events.stage(execution, name, "InProgress")
    if _run_actions(execution, stage):
        change(execution["stages"][name], "Succeeded")
        events.stage(execution, name, "Succeeded")
        return True
    if not _goes_on(execution):
        change(execution["stages"][name], "Stopped")
        return False
    _fail(pipeline, execution, stage)
    return False


def _run_actions(execution: Record, stage: Record) -> bool:
    kept = execution.pop("retried", {}).get("kept", [])
    todo = [action for action in stage["actions"] if action["name"] not in kept]
    ordered = sorted(todo, key=_order)
    for _, wave in groupby(ordered, key=_order):
        before = len(execution["actions"])
        run_together(execution, stage["name"], list(wave))
        if any(entry["status"] != "Succeeded" for entry in execution["actions"][before:]):
            if execution.get("abandoned"):
                raise AbandonedError
            return False
        if execution["status"] != "InProgress":
            return False
    return True


def _fail(pipeline: Pipeline, execution: Record, stage: Record) -> None:
    name = stage["name"]
    failed = next(entry for entry in reversed(execution["actions"]) if entry["status"] == "Failed")
    said = f"Action {failed['action']['name']} of stage {name} failed: {failed['error']['message']}"
    change(execution["stages"][name], "Failed")
    events.stage(execution, name, "Failed")
    target = last_success(pipeline, name) if _wants_rollback(execution, stage) else None
    # The rollback stands in the queue before the failed execution leaves the stage, so that nobody comes between.
    begun = records.rollback(target, execution, name, _automatic(execution)) if target else None
    if begun:
        pipeline.add(begun)
    _end(execution, "Failed", said)
    if begun:
        begin(pipeline, begun)


def _wants_rollback(execution: Record, stage: Record) -> bool:
    return stage.get("onFailure", {}).get("result") == "ROLLBACK" and execution["type"] != "ROLLBACK"


def _automatic(execution: Record) -> Record:
    return {"triggerType": "AutomatedRollback", "triggerDetail": execution["id"]}


def _succeeded(execution: Record, stage: str) -> list[str]:
    """Actions of the stage whose last run succeeded."""
    latest = {entry["action"]["name"]: entry["status"] for entry in execution["actions"] if entry["stage"] == stage}
    return [name for name, status in latest.items() if status == "Succeeded"]


def _end(execution: Record, status: str, summary: str = "") -> None:
    change(execution, status, statusSummary=summary)
    events.pipeline(execution)


def _order(action: Record) -> int:
    return action.get("runOrder", 1)
