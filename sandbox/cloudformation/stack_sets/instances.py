"""One stack of a stack set in one account and region: a real stack, made as that account's administrator."""

import time
import uuid
from typing import Any

from botocore.exceptions import ClientError

from sandbox.api import loopback
from sandbox.cloudformation.stack_sets.store import StackSet
from sandbox.world import organization

_SECONDS_BETWEEN_LOOKS = 0.05
_NOTHING_TO_DO = "No updates are to be performed"


class InstanceError(Exception):
    """Why a stack instance is not current."""


def deploy(stack_set: StackSet, account: str, region: str) -> None:
    """Create or update the stack of an instance; its record tells how that went."""
    instance = stack_set["instances"].setdefault(
        f"{account}|{region}", {"StackSetId": stack_set["StackSetId"], "Account": account, "Region": region}
    )
    if organization.is_suspended(account):
        _skip(instance)
        return
    instance |= {"Status": "OUTDATED", "StackInstanceStatus": {"DetailedStatus": "RUNNING"}}
    try:
        with loopback.acting_as(loopback.root(account)):
            _deploy(stack_set, instance, region)
    except (ClientError, InstanceError) as error:
        instance |= {"StatusReason": str(error), "StackInstanceStatus": {"DetailedStatus": "FAILED"}}
        raise InstanceError(str(error)) from error
    instance.pop("StatusReason", None)
    instance |= {"Status": "CURRENT", "StackInstanceStatus": {"DetailedStatus": "SUCCEEDED"}}


def _skip(instance: dict) -> None:
    """AWS's answer for a suspended account, as reported in github.com/ansible-collections/community.aws issue 2358."""
    reason = (
        "This account is suspended. To remove this instance from the stack set, run DeleteStackInstances with the "
        "RetainStacks parameter."
    )
    instance.pop("StackId", None)
    skipped = {"DetailedStatus": "SKIPPED_SUSPENDED_ACCOUNT"}
    instance |= {"Status": "OUTDATED", "StatusReason": reason, "StackInstanceStatus": skipped}


def _deploy(stack_set: StackSet, instance: dict, region: str) -> None:
    """A stack that failed to be created stays in ROLLBACK_COMPLETE, which no update leaves."""
    client = loopback.client("cloudformation", region)
    values = {**stack_set.get("values", {}), **instance.get("overrides", {})}
    request: dict[str, Any] = {
        "TemplateBody": stack_set["TemplateBody"],
        "Parameters": [{"ParameterKey": key, "ParameterValue": value} for key, value in values.items()],
        "Capabilities": stack_set.get("Capabilities", []),
        "Tags": stack_set.get("Tags", []),
    }
    if not instance.get("StackId"):
        name = f"StackSet-{stack_set['StackSetName']}-{uuid.uuid4()}"
        instance["StackId"] = client.create_stack(StackName=name, **request)["StackId"]
        _settled(client, instance["StackId"], "CREATE_COMPLETE")
        return
    _refuse_rolled_back(client, instance["StackId"])
    try:
        client.update_stack(StackName=instance["StackId"], **request)
    except ClientError as error:
        if _NOTHING_TO_DO in str(error):
            return
        raise
    _settled(client, instance["StackId"], "UPDATE_COMPLETE")


def _refuse_rolled_back(client: Any, stack: str) -> None:
    """CloudFormation User Guide, "Stack status codes": after a failed creation a stack can only be deleted."""
    status = client.describe_stacks(StackName=stack)["Stacks"][0]["StackStatus"]
    if status in ("ROLLBACK_COMPLETE", "ROLLBACK_FAILED"):
        raise InstanceError(f"Stack:{stack} is in {status} state and can not be updated.")


def delete(stack_set: StackSet, account: str, region: str, *, retain: bool) -> None:
    instance = stack_set["instances"][f"{account}|{region}"]
    if instance.get("StackId") and not retain:
        with loopback.acting_as(loopback.root(account)):
            client = loopback.client("cloudformation", region)
            client.delete_stack(StackName=instance["StackId"])
            _settled(client, instance["StackId"], "DELETE_COMPLETE")
    del stack_set["instances"][f"{account}|{region}"]


def _settled(client: Any, stack: str, wanted: str) -> None:
    """Returns once the stack is as wanted.

    Raises:
        InstanceError: with the first failed resource, in AWS's words.

    """
    while True:
        status = client.describe_stacks(StackName=stack)["Stacks"][0]["StackStatus"]
        if status == wanted:
            return
        if not status.endswith("_IN_PROGRESS"):
            raise InstanceError(_reason(client, stack))
        time.sleep(_SECONDS_BETWEEN_LOOKS)


def _reason(client: Any, stack: str) -> str:
    events = client.describe_stack_events(StackName=stack)["StackEvents"]
    failed = [event for event in reversed(events) if event["ResourceStatus"].endswith("_FAILED")]
    if not failed:
        return "The stack did not complete"
    first = failed[0]
    return (
        f"ResourceLogicalId:{first['LogicalResourceId']}, ResourceType:{first['ResourceType']}, "
        f"ResourceStatusReason:{first.get('ResourceStatusReason')}."
    )
