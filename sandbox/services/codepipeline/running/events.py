"""The events of pipelines, stages and actions: CodePipeline User Guide, "Monitoring CodePipeline events"."""

from ministack.core.responses import get_region

from sandbox.api import events
from sandbox.api.identifiers import arn
from sandbox.api.types import Record
from sandbox.services.codepipeline.state.execution import ActionRun, Execution

_EVENT_STATES = {"InProgress": "STARTED", "Succeeded": "SUCCEEDED", "Failed": "FAILED", "Abandoned": "ABANDONED"}


def emit_pipeline_event(execution: Execution, state: str = "") -> None:
    trigger = execution.trigger
    named = {"trigger-type": trigger["triggerType"], "trigger-detail": trigger["triggerDetail"]}
    _emit(execution, "Pipeline", state or _event_state(execution.status), {"execution-trigger": named})


def emit_stage_event(execution: Execution, stage: str) -> None:
    _emit(execution, "Stage", _event_state(execution.stages[stage].status), {"stage": stage})


def emit_action_event(execution: Execution, run: ActionRun) -> None:
    """The event of a failed action has the reason."""
    type_id = run.action["actionTypeId"]
    detail: Record = {
        "stage": run.stage,
        "action": run.action["name"],
        "action-execution-id": run.id,
        "region": get_region(),
        "type": {name: type_id[name] for name in ("owner", "category", "provider", "version")},
        "input-artifacts": [artifact.detail() for artifact in run.inputs.values()],
        "output-artifacts": [artifact.detail() for artifact in run.outputs.values()],
    }
    if run.status != "InProgress":
        detail["execution-result"] = {
            "external-execution-id": run.external_id or "",
            "external-execution-url": run.external_url or "",
            "external-execution-summary": run.summary,
            **({"error-code": run.error["code"]} if run.error else {}),
        }
    _emit(execution, "Action", _event_state(run.status), detail)


def _emit(execution: Execution, subject: str, state: str, detail: Record) -> None:
    shared = {
        "pipeline": execution.pipeline,
        "execution-id": execution.id,
        "start-time": execution.started,
        "state": state,
        "version": float(execution.declaration["version"]),
        "pipeline-execution-attempt": float(execution.attempt),
    }
    name = f"CodePipeline {subject} Execution State Change"
    events.emit("aws.codepipeline", name, shared | detail, arn("codepipeline", execution.pipeline))


def _event_state(status: str) -> str:
    return _EVENT_STATES.get(status, status.upper())
