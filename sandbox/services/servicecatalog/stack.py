"""The stack of a launch: submitted to CloudFormation and followed to its end, all as the launch role."""

import hashlib
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from botocore.exceptions import ClientError

from sandbox.api import loopback
from sandbox.api.errors import ServiceError
from sandbox.api.types import Request
from sandbox.cloudformation.stack_outcome import first_failed_resource, wait_until_settled
from sandbox.iam import sessions
from sandbox.services.servicecatalog.details import RecordOutput
from sandbox.services.servicecatalog.records import Artifact, Launch
from sandbox.services.servicecatalog.refusals import invalid

_CAPABILITIES = ["CAPABILITY_IAM", "CAPABILITY_NAMED_IAM", "CAPABILITY_AUTO_EXPAND"]
_SUCCEEDED = ("CREATE_COMPLETE", "UPDATE_COMPLETE", "DELETE_COMPLETE")


class StackFailedError(Exception):
    """CloudFormation refused the operation, or it failed; the text is the first cause."""


def credentials(role: str | None) -> loopback.Credentials:
    """Of the launch role, or of the caller when no constraint names one."""
    if role is None:
        return sessions.caller()
    try:
        return sessions.assume_for_service(role, "servicecatalog.amazonaws.com", "servicecatalog")
    except ServiceError:
        raise invalid(f"Access denied while assuming the role {role}.") from None


def create(launch: Launch, artifact: Artifact, request: Request) -> list[RecordOutput]:
    """Create the stack; returns its outputs."""
    parameters = [_parameter(parameter) for parameter in request.get("ProvisioningParameters", [])]
    topics = {"NotificationARNs": request["NotificationArns"]} if request.get("NotificationArns") else {}
    arguments = {**_template(artifact), "Parameters": parameters, "Tags": launch.tags, **topics, **_role(launch)}
    with _refusals_as_failures():
        client = loopback.client("cloudformation")
        stack_id = launch.stack_id = client.create_stack(StackName=launch.stack, **arguments)["StackId"]
        return _outputs(_follow(stack_id))


def update(launch: Launch, artifact: Artifact, request: Request) -> list[RecordOutput]:
    """Update the stack; one that is up to date already counts as updated."""
    if launch.stack_id is None:
        raise StackFailedError(f"Provisioned product {launch.id} has no stack.")
    tags = {"Tags": launch.tags} if "Tags" in request else {}
    parameters = [
        {"ParameterKey": parameter["Key"], "UsePreviousValue": True}
        if parameter.get("UsePreviousValue")
        else _parameter(parameter)
        for parameter in request.get("ProvisioningParameters", [])
    ]
    arguments = {**_template(artifact), "Parameters": parameters, **tags, **_role(launch)}
    with _refusals_as_failures():
        try:
            loopback.client("cloudformation").update_stack(StackName=launch.stack_id, **arguments)
        except ClientError as error:
            if "No updates are to be performed" not in str(error):
                raise
        return _outputs(_follow(launch.stack_id))


def delete(launch: Launch, request: Request) -> list[RecordOutput]:
    """Delete the stack; with IgnoreErrors a stack that cannot be deleted is left behind."""
    if launch.stack_id is None:
        return []
    try:
        with _refusals_as_failures():
            loopback.client("cloudformation").delete_stack(StackName=launch.stack_id, **_role(launch))
            _follow(launch.stack_id)
    except StackFailedError:
        if not request.get("IgnoreErrors"):
            raise
    return []


def _parameter(parameter: dict[str, Any]) -> dict[str, Any]:
    return {"ParameterKey": parameter["Key"], "ParameterValue": parameter.get("Value", "")}


def _template(artifact: Artifact) -> dict[str, Any]:
    """The copy, which CloudFormation reads as the launch role."""
    return {"TemplateURL": artifact.copy, "Capabilities": _CAPABILITIES}


def _role(launch: Launch) -> dict[str, str]:
    role = launch.detail["LaunchRoleArn"]
    return {"RoleARN": role} if role else {}


@contextmanager
def _refusals_as_failures() -> Iterator[None]:
    try:
        yield
    except ClientError as error:
        raise StackFailedError(error.response["Error"]["Message"]) from error


def _follow(stack: str) -> dict[str, Any]:
    """The description of the stack when its operation has succeeded."""
    client = loopback.client("cloudformation")
    settled = wait_until_settled(client, stack)
    if settled["StackStatus"] in _SUCCEEDED:
        return settled
    failed = first_failed_resource(client, settled["StackId"])
    if failed:
        raise StackFailedError(f"{failed.logical_id}: {failed.reason}")
    raise StackFailedError(settled.get("StackStatusReason", settled["StackStatus"]))


def _outputs(stack: dict[str, Any]) -> list[RecordOutput]:
    """The stack's outputs and Service Catalog's own, in no order: the API reference promises none (DescribeRecord)."""
    outputs: list[RecordOutput] = [
        {
            "OutputKey": output["OutputKey"],
            "OutputValue": output["OutputValue"],
            "Description": output.get("Description"),
        }
        for output in stack.get("Outputs", [])
    ]
    description = "The ARN of the launched Cloudformation Stack"
    outputs.append(
        {
            "OutputKey": "CloudformationStackARN",
            "OutputValue": stack["StackId"],
            "Description": description,
        }
    )
    return sorted(outputs, key=lambda output: hashlib.sha256(output["OutputKey"].encode()).digest())
