"""AWS CloudFormation: a change set is made by one action and executed by another, in the account of the role."""

import json
from collections.abc import Iterable
from typing import Any

from botocore.exceptions import ClientError

from sandbox.api import loopback
from sandbox.api.loopback import Credentials
from sandbox.api.types import Answer, Request
from sandbox.cloudformation import stack_outcome
from sandbox.services.codepipeline.actions.action import Action, ActionError
from sandbox.services.codepipeline.actions.artifacts import read_input
from sandbox.services.codepipeline.actions.context import ActionContext
from sandbox.services.codepipeline.state.declaration import ActionDeclaration

_MODES = ("CHANGE_SET_REPLACE", "CHANGE_SET_EXECUTE")
# CloudFormation's status reasons of a change set without changes, which CodePipeline takes for success.
_NOTHING_TO_DO = ("didn't contain changes", "No updates are to be performed")


def _run(context: ActionContext) -> str:
    credentials = context.credentials()
    change_set = {name: context.configuration[name] for name in ("StackName", "ChangeSetName")}
    context.run.variables = change_set
    if context.configuration["ActionMode"] == "CHANGE_SET_EXECUTE":
        with loopback.acting_as(credentials):
            return _execute(context, change_set)
    details = _details(context, credentials)
    with loopback.acting_as(credentials):
        return _replace(context, change_set, details)


def _replace(context: ActionContext, change_set: dict[str, str], details: Request) -> str:
    client, name = loopback.client("cloudformation"), change_set["ChangeSetName"]
    status = _stack_status(client, change_set["StackName"])
    if status:
        client.delete_change_set(**change_set)
    change_set_type = "CREATE" if status in (None, "REVIEW_IN_PROGRESS") else "UPDATE"
    context.run.external_id = client.create_change_set(**change_set, ChangeSetType=change_set_type, **details)["Id"]

    def ended_change_set() -> Answer | None:
        described = client.describe_change_set(**change_set)
        return described if described["Status"] in ("CREATE_COMPLETE", "FAILED") else None

    described = context.wait_until(ended_change_set)
    if described["Status"] != "FAILED":
        return f"Change set {name} was created."
    if _is_empty(described):
        return f"Change set {name} was empty."
    raise ActionError(f"Change set {name} failed: {described['StatusReason']}")


def _execute(context: ActionContext, change_set: dict[str, str]) -> str:
    client, name = loopback.client("cloudformation"), change_set["StackName"]
    described = client.describe_change_set(**change_set)
    if _is_empty(described):
        return f"Change set {change_set['ChangeSetName']} has no changes."
    client.execute_change_set(**change_set)
    stack_id = context.run.external_id = described["StackId"]
    stack = context.wait_until(lambda: stack_outcome.settled_stack(client, stack_id))
    if stack["StackStatus"] not in ("CREATE_COMPLETE", "UPDATE_COMPLETE"):
        raise ActionError(f"Stack {name} is {stack['StackStatus']}. {_first_failure(client, stack)}")
    return f"Stack {name} is {stack['StackStatus']}."


def _details(context: ActionContext, credentials: Credentials) -> Request:
    """Template and settings from the input artifacts; the action's own parameters override them."""
    configuration, settings = context.configuration, {}
    if "TemplateConfiguration" in configuration:
        settings = json.loads(read_input(context, configuration["TemplateConfiguration"], credentials))
    parameters = settings.get("Parameters", {}) | json.loads(configuration.get("ParameterOverrides", "{}"))
    if not all(isinstance(value, str) for value in parameters.values()):
        raise ActionError("Template configuration is not valid: parameters must be strings", "ConfigurationError")
    capabilities = configuration.get("Capabilities", "").split(",")
    return {
        "TemplateBody": read_input(context, configuration["TemplatePath"], credentials),
        "Parameters": [{"ParameterKey": key, "ParameterValue": value} for key, value in parameters.items()],
        "Tags": [{"Key": key, "Value": value} for key, value in settings.get("Tags", {}).items()],
        "Capabilities": [capability for capability in capabilities if capability],
        **({"RoleARN": configuration["RoleArn"]} if "RoleArn" in configuration else {}),
    }


def _stack_status(client: Any, stack: str) -> str | None:
    try:
        return client.describe_stacks(StackName=stack)["Stacks"][0]["StackStatus"]
    except ClientError as error:
        if "does not exist" in error.response["Error"]["Message"]:
            return None
        raise


def _is_empty(change_set: Answer) -> bool:
    return any(reason in change_set.get("StatusReason", "") for reason in _NOTHING_TO_DO)


def _first_failure(client: Any, stack: Answer) -> str:
    failed = stack_outcome.first_failed_resource(client, stack["StackId"])
    return f"{failed.logical_id}: {failed.reason}" if failed else stack.get("StackStatusReason", "")


def _unsupported(action: ActionDeclaration) -> Iterable[str]:
    mode = action.get("configuration", {}).get("ActionMode")
    if mode not in _MODES:
        yield f"CodePipeline CloudFormation action mode {mode}"


DEPLOY = Action(
    category="Deploy",
    provider="CloudFormation",
    inputs=(0, 10),
    outputs=(0, 1),
    required=frozenset({"ActionMode", "StackName"}),
    optional=frozenset({
        "Capabilities", "ChangeSetName", "OutputFileName", "ParameterOverrides", "RoleArn", "TemplateConfiguration",
        "TemplatePath",
    }),
    artifact_keys=("TemplatePath", "TemplateConfiguration"),
    unsupported=_unsupported,
    run=_run,
)  # fmt: skip
