"""The stack behind a launch: submitted to CloudFormation and followed to its end, all as the launch role."""

import hashlib
import time
from typing import Any

from botocore.exceptions import ClientError

from sandbox.api import loopback, sessions
from sandbox.api.errors import ServiceError
from sandbox.api.store import Record
from sandbox.services.servicecatalog.records import invalid

Request = dict[str, Any]

_CAPABILITIES = ["CAPABILITY_IAM", "CAPABILITY_NAMED_IAM", "CAPABILITY_AUTO_EXPAND"]
_POLL_SECONDS = 0.1


class StackFailedError(Exception):
    """A stack that was refused or did not come about; the text is the first cause."""


def credentials(role: str | None) -> loopback.Credentials:
    """Of the launch role, or of the caller where no constraint names one."""
    if role is None:
        return sessions.caller()
    try:
        return sessions.assume_for_service(role, "servicecatalog.amazonaws.com", "servicecatalog")
    except ServiceError:
        raise invalid(f"Access denied while assuming the role {role}.") from None


def create(launch: Record, artifact: Record, request: Request) -> list[Record]:
    """Create the stack; answers its outputs."""
    given = request.get("ProvisioningParameters", [])
    parameters = [{"ParameterKey": each["Key"], "ParameterValue": each.get("Value", "")} for each in given]
    topics = {"NotificationARNs": request["NotificationArns"]} if request.get("NotificationArns") else {}
    arguments = {**_template(artifact), "Parameters": parameters, "Tags": launch["tags"], **topics, **_role(launch)}
    launch["stack_id"] = _call("create_stack", StackName=launch["stack"], **arguments)["StackId"]
    return _outputs(_follow(launch["stack_id"]))


def update(launch: Record, artifact: Record, request: Request) -> list[Record]:
    """Update the stack; one that is up to date already counts as updated."""
    tags = {"Tags": launch["tags"]} if "Tags" in request else {}
    parameters = [
        {"ParameterKey": each["Key"], "UsePreviousValue": True}
        if each.get("UsePreviousValue")
        else {"ParameterKey": each["Key"], "ParameterValue": each.get("Value", "")}
        for each in request.get("ProvisioningParameters", [])
    ]
    arguments = {**_template(artifact), "Parameters": parameters, **tags, **_role(launch)}
    try:
        _call("update_stack", StackName=launch["stack_id"], **arguments)
    except StackFailedError as error:
        if "No updates are to be performed" not in str(error):
            raise
    return _outputs(_follow(launch["stack_id"]))


def delete(launch: Record, request: Request) -> list[Record]:
    """Delete the stack; with IgnoreErrors what cannot be deleted is forgotten."""
    if "stack_id" not in launch:
        return []
    try:
        _call("delete_stack", StackName=launch["stack_id"], **_role(launch))
        _follow(launch["stack_id"])
    except StackFailedError:
        if not request.get("IgnoreErrors"):
            raise
    return []


def _template(artifact: Record) -> Request:
    """Where CloudFormation reads the template, as the launch role."""
    return {"TemplateURL": artifact["copy"], "Capabilities": _CAPABILITIES}


def _role(launch: Record) -> Request:
    role = launch["detail"]["LaunchRoleArn"]
    return {"RoleARN": role} if role else {}


def _call(operation: str, **arguments: Any) -> Any:
    try:
        return getattr(loopback.client("cloudformation"), operation)(**arguments)
    except ClientError as error:
        raise StackFailedError(error.response["Error"]["Message"]) from error


def _follow(stack: str) -> Record:
    while True:
        described = _call("describe_stacks", StackName=stack)["Stacks"][0]
        status = described["StackStatus"]
        if status in ("CREATE_COMPLETE", "UPDATE_COMPLETE", "DELETE_COMPLETE"):
            return described
        if status.endswith(("ROLLBACK_COMPLETE", "FAILED")):
            raise StackFailedError(_first_cause(stack) or described.get("StackStatusReason", status))
        time.sleep(_POLL_SECONDS)


def _first_cause(stack: str) -> str:
    """The first resource that failed since the last operation began, with its reason; events come newest first."""
    cause = ""
    for event in _call("describe_stack_events", StackName=stack)["StackEvents"]:
        reason = event.get("ResourceStatusReason", "")
        if event["ResourceStatus"].endswith("_FAILED") and event["PhysicalResourceId"] != event["StackId"]:
            cause = cause if "cancelled" in reason else f"{event['LogicalResourceId']}: {reason}"
        elif reason == "User Initiated":
            break
    return cause


def _outputs(stack: Record) -> list[Record]:
    """The stack's outputs and Service Catalog's own, in no order: the API reference promises none (DescribeRecord)."""
    given = [
        {name: output.get(name) for name in ("OutputKey", "OutputValue", "Description")}
        for output in stack.get("Outputs", [])
    ]
    about = "The ARN of the launched Cloudformation Stack"
    own = {"OutputKey": "CloudformationStackARN", "OutputValue": stack["StackId"], "Description": about}
    return sorted([*given, own], key=lambda output: hashlib.sha256(output["OutputKey"].encode()).digest())
