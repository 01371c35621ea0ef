"""Stacks of one account: read them, and change them through change sets only."""

import uuid
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from botocore.exceptions import ClientError

from scripts.aws.answers import parameter_list, parameter_values, tag_list
from scripts.aws.waiting import Tick, until
from scripts.errors import UnfinishedError
from scripts.publishing.desired import TAGS, Stack
from scripts.publishing.existing import ExistingStack
from templates import names

if TYPE_CHECKING:
    from mypy_boto3_cloudformation import CloudFormationClient

GONE = "GONE"
NOT_STARTED = "REVIEW_IN_PROGRESS"  # a change set was created and never executed
LONGEST_REASON = 600  # some services quote the whole template back


def find_stack(client: "CloudFormationClient", name: str) -> ExistingStack | None:
    """The stack as it is deployed, or None when there is none."""
    try:
        stack = client.describe_stacks(StackName=name)["Stacks"][0]
    except ClientError as error:
        if "does not exist" in str(error):
            return None
        raise
    if stack["StackStatus"] in ("REVIEW_IN_PROGRESS", "DELETE_COMPLETE"):
        return None
    template: Any = client.get_template(StackName=name, TemplateStage="Original").get("TemplateBody", {})
    return ExistingStack(
        template=template,
        parameters=parameter_values(stack.get("Parameters", [])),
        status=stack["StackStatus"],
        outputs={item.get("OutputKey", ""): item.get("OutputValue", "") for item in stack.get("Outputs", [])},
    )


def apply_stack(client: "CloudFormationClient", stack: Stack, template_url: str | None, tick: Tick) -> None:
    """Create or update the stack and wait for it.

    Raises UnfinishedError with the first failed resource and its reason; CloudFormation has then rolled it back.
    """
    status = _settle(client, stack.name, tick)  # a publisher that was killed may have left it in progress
    if status in ("ROLLBACK_COMPLETE", "ROLLBACK_FAILED"):  # a first creation that failed can only be deleted
        delete_stack(client, stack.name, tick)
        status = GONE
    name = f"{names.PREFIX}-{uuid.uuid4().hex[:12]}"  # one of a publisher that was killed may still be there
    _create_change_set(client, name, stack, template_url, creating=status in (GONE, NOT_STARTED))
    if _ready(client, stack.name, name, tick):
        client.execute_change_set(StackName=stack.name, ChangeSetName=name, ClientRequestToken=name)
        _require_success(client, stack.name, _executed(client, stack.name, name, tick))


def delete_stack(client: "CloudFormationClient", name: str, tick: Tick) -> bool:
    """Delete a stack and wait until it is gone; False when there is none.

    Raises UnfinishedError with the first resource that could not be deleted and its reason.
    """
    if _settle(client, name, tick) == GONE:
        return False
    identifier = client.describe_stacks(StackName=name)["Stacks"][0].get("StackId", name)
    client.delete_stack(StackName=name)
    # A stack that is gone is known by its id only; for a moment AWS may still show it as it was.
    ended = (GONE, "DELETE_COMPLETE", "DELETE_FAILED")
    if until(lambda: _among(_status(client, identifier), ended), tick, f"the deletion of {name}") == "DELETE_FAILED":
        problem = f"stack {name} cannot be deleted: {first_failure(client, identifier)}"
        raise UnfinishedError(problem, hint="fix the cause, then delete the stack in CloudFormation's console")
    return True


def _create_change_set(
    client: "CloudFormationClient", name: str, stack: Stack, template_url: str | None, *, creating: bool
) -> None:
    source: Any = {"TemplateURL": template_url} if template_url else {"TemplateBody": stack.template}
    client.create_change_set(
        StackName=stack.name,
        ChangeSetName=name,
        ChangeSetType="CREATE" if creating else "UPDATE",
        Parameters=parameter_list(stack.parameters),
        Capabilities=["CAPABILITY_NAMED_IAM"],
        Tags=tag_list(TAGS),
        **source,
    )


def _status(client: "CloudFormationClient", name: str) -> str:
    try:
        return client.describe_stacks(StackName=name)["Stacks"][0]["StackStatus"]
    except ClientError as error:
        if "does not exist" in str(error):
            return GONE
        raise


def _ready(client: "CloudFormationClient", stack: str, name: str, tick: Tick) -> bool:
    """Whether the change set has something to do; one that has nothing is deleted."""

    def ended() -> tuple[str, str] | None:
        answer = client.describe_change_set(StackName=stack, ChangeSetName=name)
        if answer["Status"] in ("CREATE_COMPLETE", "FAILED"):
            return answer["Status"], answer.get("StatusReason", "")
        return None

    status, reason = until(ended, tick, f"change set {name}")
    if status == "CREATE_COMPLETE":
        return True
    client.delete_change_set(StackName=stack, ChangeSetName=name)
    if "didn't contain changes" in reason or "No updates are to be performed" in reason:
        return False
    raise UnfinishedError(f"stack {stack}: {reason}", hint="nothing was changed; fix the template, then run it again")


def _executed(client: "CloudFormationClient", stack: str, token: str, tick: Tick) -> str:
    """The status in which executing a change set ended.

    DescribeStacks may answer the state before for a while (github.com/aws-powertools/powertools-lambda-typescript
    issue 5537), so only an event counts that carries the token of this execution: CloudFormation API reference,
    "StackEvent". Other reads are repeated until they show that state too.
    """

    def ended() -> str | None:
        for event in _events(client, stack):
            about_itself = event.get("PhysicalResourceId") == event.get("StackId")
            status = event.get("ResourceStatus", "")
            if event.get("ClientRequestToken") == token and about_itself and not status.endswith("_IN_PROGRESS"):
                return status
        return None

    status = until(ended, tick, f"stack {stack}")
    until(lambda: _among(_status(client, stack), (status,)), tick, f"stack {stack}")
    return status


def _among(status: str, statuses: tuple[str, ...]) -> str | None:
    return status if status in statuses else None


def _events(client: "CloudFormationClient", name: str) -> Iterator[Any]:
    """Newest first."""
    for page in client.get_paginator("describe_stack_events").paginate(StackName=name):
        yield from page["StackEvents"]


def _settle(client: "CloudFormationClient", name: str, tick: Tick) -> str:
    """The status of the stack once CloudFormation has finished with it."""

    def ended() -> str | None:
        status = _status(client, name)
        return None if status.endswith("_IN_PROGRESS") and status != NOT_STARTED else status

    return until(ended, tick, f"stack {name}")


def _require_success(client: "CloudFormationClient", name: str, status: str) -> None:
    if status not in ("CREATE_COMPLETE", "UPDATE_COMPLETE"):
        problem = f"stack {name}: {first_failure(client, name) or status}"
        raise UnfinishedError(problem, hint="CloudFormation rolled it back; fix the cause, then run it again")


def first_failure(client: "CloudFormationClient", name: str) -> str | None:
    """The first resource that failed in the stack's last operation, and why."""
    failures: list[str] = []
    for event in _events(client, name):
        reason = " ".join(event.get("ResourceStatusReason", "").split())[:LONGEST_REASON]
        # An output or an export that fails the stack has no event but that of the roll back.
        failed = event.get("ResourceStatus", "").endswith(("_FAILED", "ROLLBACK_IN_PROGRESS"))
        if failed and reason and "cancelled" not in reason:
            failures.append(f"{event.get('LogicalResourceId')} ({event.get('ResourceType')}): {reason}")
        if reason == "User Initiated" and failures:
            return failures[-1]
    return failures[-1] if failures else None
