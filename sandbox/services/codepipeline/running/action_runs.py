"""Runs actions, keeps their outcomes, and hands their outputs on to later actions."""

import contextvars
import logging
import threading

from botocore.exceptions import ClientError

from sandbox.api.errors import ServiceError
from sandbox.services.codepipeline.actions import find_action
from sandbox.services.codepipeline.actions.action import ActionError
from sandbox.services.codepipeline.actions.context import ActionContext
from sandbox.services.codepipeline.running.events import emit_action_event
from sandbox.services.codepipeline.running.variables import resolve_variables
from sandbox.services.codepipeline.state.declaration import ActionDeclaration, input_names, output_names
from sandbox.services.codepipeline.state.execution import ActionRun, ArtifactRevision, Execution
from sandbox.services.codepipeline.state.waiting import AbandonedError


def run_in_parallel(execution: Execution, stage: str, actions: list[ActionDeclaration]) -> list[ActionRun]:
    """Run actions of the same order side by side; returns their ended runs."""
    runs = [ActionRun(stage=stage, action=action) for action in actions]
    threads = [
        threading.Thread(target=contextvars.copy_context().run, args=(_run, execution, run), daemon=True)
        for run in runs
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return runs


def _run(execution: Execution, run: ActionRun) -> None:
    execution.actions.append(run)
    emit_action_event(execution, run)
    try:
        run.summary = _run_provider(ActionContext(execution, run))
        run.set_status("Succeeded")
        _hand_on(execution, run)
    except AbandonedError:
        run.set_status("Abandoned")
    except Exception as error:  # any failure of an action is shown in the pipeline's state
        code, message = _error_code_and_message(error)
        if code == "InternalError":
            logging.getLogger(__name__).exception("%s/%s/%s", execution.pipeline, run.stage, run.action["name"])
        run.fail(code, message)
    emit_action_event(execution, run)


def _run_provider(context: ActionContext) -> str:
    type_id = context.action["actionTypeId"]
    action = find_action(type_id)
    if action is None:
        raise ActionError(f"Actions of {type_id['provider']} are not run by the sandbox", "SandboxNotImplemented")
    context.run.inputs = {name: context.execution.artifacts[name] for name in input_names(context.action)}
    context.run.configuration = resolve_variables(context.action.get("configuration", {}), context.execution)
    return action.run(context)


def _hand_on(execution: Execution, run: ActionRun) -> None:
    """Keep what later actions and a later rollback can use."""
    execution.artifacts = execution.artifacts | run.outputs
    if namespace := run.action.get("namespace"):
        execution.namespaces = execution.namespaces | {namespace: run.variables}
    if run.revision:
        name = output_names(run.action)[0]
        revision: ArtifactRevision = {**run.revision, "name": name, "created": run.last_update}
        execution.revisions = [*execution.revisions, revision]


def _error_code_and_message(error: Exception) -> tuple[str, str]:
    """The ErrorDetails of a failed action."""
    if isinstance(error, ActionError):
        return error.code, str(error)
    if isinstance(error, ClientError):
        code, message = error.response["Error"]["Code"], error.response["Error"]["Message"]
    elif isinstance(error, ServiceError):
        code, message = error.code, error.message
    else:
        return "InternalError", f"{type(error).__name__}: {error}"
    if "AccessDenied" in code or "not authorized" in message:
        return "PermissionError", f"The provided role does not have sufficient permissions: {message}"
    return "ConfigurationError", f"{code}: {message}"
