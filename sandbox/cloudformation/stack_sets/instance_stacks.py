"""The stack of one stack instance: a real stack, made with the permissions of its account's administrator."""

import uuid
from collections.abc import Callable
from typing import Any

from botocore.exceptions import ClientError

from sandbox.api import loopback
from sandbox.cloudformation.stack_outcome import first_failed_resource, wait_until_settled
from sandbox.cloudformation.stack_sets.records import StackInstance, StackSet, Target, key_of
from sandbox.world import organization

_NO_UPDATES = "No updates are to be performed"


class InstanceError(Exception):
    """Why a stack instance is not current."""


def deployment(stack_set: StackSet) -> Callable[[Target], None]:
    """Creates or updates the stack of one instance, and keeps the outcome in its record."""

    def deploy(target: Target) -> None:
        _deploy_instance(stack_set, stack_set.instance(target))

    return deploy


def removal(stack_set: StackSet, *, retain: bool) -> Callable[[Target], None]:
    """Deletes one instance, and its stack unless stacks are to be retained."""

    def delete(target: Target) -> None:
        account, region = target
        stack = stack_set.instances[key_of(target)].detail.get("StackId")
        if stack and not retain:
            with loopback.acting_as(loopback.root(account)):
                client = loopback.client("cloudformation", region)
                client.delete_stack(StackName=stack)
                _wait_for(client, stack, "DELETE_COMPLETE")
        del stack_set.instances[key_of(target)]

    return delete


def _deploy_instance(stack_set: StackSet, instance: StackInstance) -> None:
    detail = instance.detail
    if organization.is_suspended(detail["Account"]):
        _skip(instance)
        return
    detail["Status"], detail["StackInstanceStatus"] = "OUTDATED", {"DetailedStatus": "RUNNING"}
    try:
        with loopback.acting_as(loopback.root(detail["Account"])):
            _deploy(stack_set, instance)
    except (ClientError, InstanceError) as error:
        detail["StatusReason"], detail["StackInstanceStatus"] = str(error), {"DetailedStatus": "FAILED"}
        raise InstanceError(str(error)) from error
    detail.pop("StatusReason", None)
    detail["Status"], detail["StackInstanceStatus"] = "CURRENT", {"DetailedStatus": "SUCCEEDED"}


def _skip(instance: StackInstance) -> None:
    """AWS's answer for a suspended account, as reported in github.com/ansible-collections/community.aws issue 2358."""
    detail = instance.detail
    detail.pop("StackId", None)
    detail["Status"], detail["StackInstanceStatus"] = "OUTDATED", {"DetailedStatus": "SKIPPED_SUSPENDED_ACCOUNT"}
    detail["StatusReason"] = (
        "This account is suspended. To remove this instance from the stack set, run DeleteStackInstances with the "
        "RetainStacks parameter."
    )


def _deploy(stack_set: StackSet, instance: StackInstance) -> None:
    detail, client = instance.detail, loopback.client("cloudformation", instance.detail["Region"])
    request = _request(stack_set, instance)
    stack = detail.get("StackId")
    if stack is None:
        name = f"StackSet-{stack_set.detail['StackSetName']}-{uuid.uuid4()}"
        stack = detail["StackId"] = client.create_stack(StackName=name, **request)["StackId"]
        _wait_for(client, stack, "CREATE_COMPLETE")
        return
    _refuse_rolled_back(client, stack)
    try:
        client.update_stack(StackName=stack, **request)
    except ClientError as error:
        if _NO_UPDATES in str(error):
            return
        raise
    _wait_for(client, stack, "UPDATE_COMPLETE")


def _request(stack_set: StackSet, instance: StackInstance) -> dict[str, Any]:
    values = stack_set.values | instance.overrides
    return {
        "TemplateBody": stack_set.detail["TemplateBody"],
        "Parameters": [{"ParameterKey": key, "ParameterValue": value} for key, value in values.items()],
        "Capabilities": stack_set.detail.get("Capabilities", []),
        "Tags": stack_set.detail.get("Tags", []),
    }


def _refuse_rolled_back(client: Any, stack: str) -> None:
    """CloudFormation User Guide, "Stack status codes": after a failed creation a stack can only be deleted."""
    status = client.describe_stacks(StackName=stack)["Stacks"][0]["StackStatus"]
    if status in ("ROLLBACK_COMPLETE", "ROLLBACK_FAILED"):
        raise InstanceError(f"Stack:{stack} is in {status} state and can not be updated.")


def _wait_for(client: Any, stack: str, status: str) -> None:
    """Returns once the stack has the status.

    Raises:
        InstanceError: with the first failed resource, in AWS's words.

    """
    if wait_until_settled(client, stack)["StackStatus"] == status:
        return
    failed = first_failed_resource(client, stack)
    if failed is None:
        raise InstanceError("The stack did not complete")
    raise InstanceError(
        f"ResourceLogicalId:{failed.logical_id}, ResourceType:{failed.type}, ResourceStatusReason:{failed.reason}."
    )
