"""Manual approvals: a message to the topic, a token, and a wait for a person."""

import datetime
import json
import uuid
from typing import Any

from ministack.core.responses import get_region

from sandbox.api import loopback
from sandbox.api.identifiers import now
from sandbox.machine.clock import approval_minute
from sandbox.services.codepipeline.running.records import ActionError, wait_until
from sandbox.services.codepipeline.running.work import Work

Record = dict[str, Any]

# CodePipeline user guide, "Manage approval actions": seven days unless the action says otherwise.
_MINUTES = 7 * 24 * 60


def manual(work: Work) -> str:
    minutes = work.action.get("timeoutInMinutes", _MINUTES)
    expires = now() + datetime.timedelta(seconds=minutes * approval_minute())
    work.entry["token"] = str(uuid.uuid4())
    if topic := work.configuration.get("NotificationArn"):
        _ask(work, topic, expires)
    try:
        wait_until(work.execution, lambda: "result" in work.entry or now() > expires)
    finally:
        # CodePipeline API reference, PutApprovalResult, token: only an open request has a valid one.
        token = work.entry.pop("token")
    answer = work.entry.get("result")
    if answer is None:
        raise ActionError(f"Approval {token} expired after {minutes} minutes", "JobTimedOut")
    if answer["status"] != "Approved":
        raise ActionError(f"Rejected by {work.entry['updatedBy']}: {answer['summary']}", "JobFailed")
    return answer["summary"]


def _ask(work: Work, topic: str, expires: datetime.datetime) -> None:
    """The message in AWS's shape: CodePipeline user guide, "JSON data format for manual approval notifications"."""
    pipeline, stage, action = work.execution["pipeline"], work.entry["stage"], work.action["name"]
    page = f"https://console.aws.amazon.com/codepipeline/home?region={get_region()}#/view/{pipeline}"
    approval = {
        "pipelineName": pipeline,
        "stageName": stage,
        "actionName": action,
        "token": work.entry["token"],
        "expires": f"{expires:%Y-%m-%dT%H:%MZ}",
        "externalEntityLink": work.configuration.get("ExternalEntityLink"),
        "approvalReviewLink": f"{page}/{stage}/{action}/approve/{work.entry['token']}",
        "customData": work.configuration.get("CustomData"),
    }
    message: Record = {"region": get_region(), "consoleLink": page, "approval": approval}
    subject = f"APPROVAL NEEDED: AWS CodePipeline {pipeline} for action {action}"
    with loopback.acting_as(work.credentials()):
        loopback.client("sns").publish(TopicArn=topic, Subject=subject[:100], Message=json.dumps(message))
