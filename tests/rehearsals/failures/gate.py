"""The approval before production, as people find and answer it."""

from typing import Any, NamedTuple

from tests.rehearsals.failures.living import Living


class Gate(NamedTuple):
    """The approval before production, while it waits for an answer."""

    action: str
    token: str


def open_gate(living: Living) -> Gate:
    state = living.cast.approver.codepipeline.get_pipeline_state(name=living.promotion.pipeline)
    action = next(stage for stage in state["stageStates"] if stage["stageName"] == "Approve")["actionStates"][0]
    return Gate(action["actionName"], action["latestExecution"]["token"])


def release(living: Living, gate: Gate, codepipeline: Any) -> None:
    """Answer the question whether to go to production, as the person whose client it is."""
    codepipeline.put_approval_result(
        pipelineName=living.promotion.pipeline,
        stageName="Approve",
        actionName=gate.action,
        result={"summary": "mine is good", "status": "Approved"},
        token=gate.token,
    )
