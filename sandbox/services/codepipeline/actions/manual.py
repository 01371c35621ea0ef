"""Manual approval: a message to the topic, a token, and a wait for a person."""

import datetime
import json
import uuid

from ministack.core.responses import get_region

from sandbox.api import loopback
from sandbox.api.identifiers import now
from sandbox.machine.clock import approval_minute
from sandbox.services.codepipeline.actions.action import Action, ActionError
from sandbox.services.codepipeline.actions.context import ActionContext

# CodePipeline User Guide, "Manage approval actions": seven days unless the action has timeoutInMinutes.
_MINUTES = 7 * 24 * 60


def _run(context: ActionContext) -> str:
    run, token = context.run, str(uuid.uuid4())
    minutes = context.action.get("timeoutInMinutes", _MINUTES)
    expires = now() + datetime.timedelta(seconds=minutes * approval_minute())
    run.token = token
    if topic := context.configuration.get("NotificationArn"):
        _notify(context, topic, expires)
    try:
        context.wait_until(lambda: run.approval is not None or now() > expires)
    finally:
        # CodePipeline API reference, PutApprovalResult, token: only an open request has a valid one.
        run.token = None
    if run.approval is None:
        raise ActionError(f"Approval {token} expired after {minutes} minutes", "JobTimedOut")
    if run.approval["status"] != "Approved":
        raise ActionError(f"Rejected by {run.updated_by}: {run.approval['summary']}", "JobFailed")
    return run.approval["summary"]


def _notify(context: ActionContext, topic: str, expires: datetime.datetime) -> None:
    """The message in AWS's shape: CodePipeline User Guide, "JSON data format for manual approval notifications"."""
    pipeline, stage, action = context.execution.pipeline, context.run.stage, context.action["name"]
    page = f"https://console.aws.amazon.com/codepipeline/home?region={get_region()}#/view/{pipeline}"
    approval = {
        "pipelineName": pipeline,
        "stageName": stage,
        "actionName": action,
        "token": context.run.token,
        "expires": f"{expires:%Y-%m-%dT%H:%MZ}",
        "externalEntityLink": context.configuration.get("ExternalEntityLink"),
        "approvalReviewLink": f"{page}/{stage}/{action}/approve/{context.run.token}",
        "customData": context.configuration.get("CustomData"),
    }
    message = {"region": get_region(), "consoleLink": page, "approval": approval}
    subject = f"APPROVAL NEEDED: AWS CodePipeline {pipeline} for action {action}"
    with loopback.acting_as(context.credentials()):
        loopback.client("sns").publish(TopicArn=topic, Subject=subject[:100], Message=json.dumps(message))


APPROVAL = Action(
    category="Approval",
    provider="Manual",
    optional=frozenset({"CustomData", "ExternalEntityLink", "NotificationArn"}),
    run=_run,
)
