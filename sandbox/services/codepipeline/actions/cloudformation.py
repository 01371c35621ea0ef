"""CloudFormation actions: a change set is made by one and executed by another, in whichever account the role is."""

import json
from typing import Any

from botocore.exceptions import ClientError

from sandbox.api import loopback
from sandbox.cloudformation import stack_outcome
from sandbox.services.codepipeline.running.records import ActionError, wait_until
from sandbox.services.codepipeline.running.work import Work

Record = dict[str, Any]

# What CloudFormation says of a change set without changes, which CodePipeline takes for success.
_NOTHING = ("didn't contain changes", "No updates are to be performed")


def cloud_formation(work: Work) -> str:
    credentials = work.credentials()
    stack, name = work.configuration["StackName"], work.configuration["ChangeSetName"]
    work.entry["variables"] = {"StackName": stack, "ChangeSetName": name}
    if work.configuration["ActionMode"] == "CHANGE_SET_EXECUTE":
        with loopback.acting_as(credentials):
            return _execute(work, stack, name)
    details = _details(work, credentials)
    with loopback.acting_as(credentials):
        return _replace(work, {"StackName": stack, "ChangeSetName": name}, details)


def _replace(work: Work, place: dict[str, str], details: Record) -> str:
    client, stack = loopback.client("cloudformation"), place["StackName"]
    status = _status(stack)
    if status:
        client.delete_change_set(**place)
    kind = "CREATE" if status in (None, "REVIEW_IN_PROGRESS") else "UPDATE"
    work.entry["externalId"] = client.create_change_set(**place, ChangeSetType=kind, **details)["Id"]
    found = wait_until(work.execution, lambda: _ended(client.describe_change_set(**place)))
    if found["Status"] == "FAILED" and not _is_empty(found):
        raise ActionError(f"Change set {place['ChangeSetName']} failed: {found['StatusReason']}")
    return f"Change set {place['ChangeSetName']} was {'created' if found['Status'] != 'FAILED' else 'empty'}."


def _execute(work: Work, stack: str, name: str) -> str:
    client = loopback.client("cloudformation")
    place = {"StackName": stack, "ChangeSetName": name}
    found = client.describe_change_set(**place)
    if _is_empty(found):
        return f"Change set {name} has no changes."
    client.execute_change_set(**place)
    work.entry["externalId"] = found["StackId"]
    settled = wait_until(work.execution, lambda: stack_outcome.settled_stack(client, found["StackId"]))
    status = settled["StackStatus"]
    if status not in ("CREATE_COMPLETE", "UPDATE_COMPLETE"):
        raise ActionError(f"Stack {stack} is {status}. {_first_failure(client, settled)}")
    return f"Stack {stack} is {status}."


def _details(work: Work, credentials: loopback.Credentials) -> Record:
    """Template and settings out of the artifacts; what the action overrides wins."""
    given, settings = work.configuration, {}
    if "TemplateConfiguration" in given:
        settings = json.loads(work.read(given["TemplateConfiguration"], credentials))
    parameters = settings.get("Parameters", {}) | json.loads(given.get("ParameterOverrides", "{}"))
    if not all(isinstance(value, str) for value in parameters.values()):
        raise ActionError("Template configuration is not valid: parameters must be strings", "ConfigurationError")
    return {
        "TemplateBody": work.read(given["TemplatePath"], credentials),
        "Parameters": [{"ParameterKey": key, "ParameterValue": value} for key, value in parameters.items()],
        "Tags": [{"Key": key, "Value": value} for key, value in settings.get("Tags", {}).items()],
        "Capabilities": [each for each in given.get("Capabilities", "").split(",") if each],
        **({"RoleARN": given["RoleArn"]} if "RoleArn" in given else {}),
    }


def _status(stack: str) -> str | None:
    try:
        return loopback.client("cloudformation").describe_stacks(StackName=stack)["Stacks"][0]["StackStatus"]
    except ClientError as error:
        if "does not exist" in error.response["Error"]["Message"]:
            return None
        raise


def _ended(change_set: Record) -> Record | None:
    return change_set if change_set["Status"] in ("CREATE_COMPLETE", "FAILED") else None


def _is_empty(change_set: Record) -> bool:
    return any(words in change_set.get("StatusReason", "") for words in _NOTHING)


def _first_failure(client: Any, stack: Record) -> str:
    """The reason that everything after it followed from."""
    failed = stack_outcome.first_failed_resource(client, stack["StackId"])
    return f"{failed.logical_id}: {failed.reason}" if failed else stack.get("StackStatusReason", "")
