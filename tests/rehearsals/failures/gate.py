"""The approval request before production, and the answer to it."""

from typing import Any, NamedTuple

from tests.rehearsals.failures.failing_project import FailingProject


class Gate(NamedTuple):
    """An open approval request."""

    action: str
    token: str


def open_gate(project: FailingProject) -> Gate:
    state = project.people.approver.codepipeline.get_pipeline_state(name=project.delivery.pipeline)
    action = next(stage for stage in state["stageStates"] if stage["stageName"] == "Approve")["actionStates"][0]
    return Gate(action["actionName"], action["latestExecution"]["token"])


def approve_at(project: FailingProject, gate: Gate, codepipeline: Any) -> None:
    """Approve production with a client of the given person."""
    codepipeline.put_approval_result(
        pipelineName=project.delivery.pipeline,
        stageName="Approve",
        actionName=gate.action,
        result={"summary": "mine is good", "status": "Approved"},
        token=gate.token,
    )
