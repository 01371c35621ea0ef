"""The API of stack sets themselves, under the names of CloudFormation's operations."""

import uuid

from ministack.core.responses import get_account_id, get_region

from sandbox.api.errors import ServiceError
from sandbox.api.types import Answer, Request
from sandbox.cloudformation.stack_sets import execution, instance_stacks, requests, store
from sandbox.cloudformation.stack_sets.records import StackSet, StackSetDetail
from sandbox.cloudformation.stack_sets.store import STACK_SETS

# Up to ten: AWS's blog "StackSets dependencies".
_MAX_DEPENDENCIES = 10
_SUMMARY_MEMBERS = ("StackSetName", "StackSetId", "Description", "Status", "PermissionModel", "AutoDeployment")


def CreateStackSet(request: Request) -> Answer:
    if request.get("PermissionModel") != "SERVICE_MANAGED":
        raise ServiceError("ValidationError", "the sandbox has service-managed stack sets only: set PermissionModel")
    _require_dependencies(request)
    identifier = f"{request['StackSetName']}:{uuid.uuid4()}"
    detail: StackSetDetail = {
        "StackSetName": request["StackSetName"],
        "StackSetId": identifier,
        "StackSetARN": f"arn:aws:cloudformation:{get_region()}:{get_account_id()}:stackset/{identifier}",
        "Status": "ACTIVE",
        "PermissionModel": "SERVICE_MANAGED",
        "TemplateBody": requests.template(request),
    }
    stack_set = StackSet(detail, requests.values(request.get("Parameters", []), {}))
    _set_options(stack_set, request)
    store.add(stack_set)
    return {"StackSetId": identifier}


def UpdateStackSet(request: Request) -> Answer:
    stack_set = requests.stack_set(request)
    _require_dependencies(request)
    execution.refuse_concurrent(stack_set)
    if not request.get("UsePreviousTemplate"):
        stack_set.detail["TemplateBody"] = requests.template(request)
    stack_set.values = requests.values(request.get("Parameters", []), stack_set.values)
    _set_options(stack_set, request)
    targets = stack_set.targets()
    if "DeploymentTargets" in request:
        requested = requests.targets(request)
        targets = [target for target in targets if target in requested]
    for instance in stack_set.instances.values():
        instance.detail["Status"] = "OUTDATED"
    deploy = instance_stacks.deployment(stack_set)
    return {"OperationId": execution.start(stack_set, "UPDATE", targets, deploy, request)}


def DeleteStackSet(request: Request) -> Answer:
    stack_set = requests.stack_set(request)
    if stack_set.instances:
        raise ServiceError("StackSetNotEmptyException", "StackSet is not empty", 409)
    del STACK_SETS.here()[stack_set.detail["StackSetName"]]
    return {}


def DescribeStackSet(request: Request) -> Answer:
    stack_set = requests.stack_set(request)
    parameters = [{"ParameterKey": key, "ParameterValue": value} for key, value in stack_set.values.items()]
    return {
        "StackSet": {
            **stack_set.detail,
            "Parameters": parameters,
            "OrganizationalUnitIds": list(stack_set.units),
        }
    }


def ListStackSets(_request: Request) -> Answer:
    return {
        "Summaries": [
            {name: value for name, value in stack_set.detail.items() if name in _SUMMARY_MEMBERS}
            for stack_set in STACK_SETS.here().values()
        ]
    }


def _set_options(stack_set: StackSet, request: Request) -> None:
    detail = stack_set.detail
    if "Description" in request:
        detail["Description"] = request["Description"]
    if "Capabilities" in request:
        detail["Capabilities"] = request["Capabilities"]
    if "Tags" in request:
        detail["Tags"] = request["Tags"]
    if "AutoDeployment" in request:
        detail["AutoDeployment"] = request["AutoDeployment"]
    if "ManagedExecution" in request:
        detail["ManagedExecution"] = request["ManagedExecution"]


def _require_dependencies(request: Request) -> None:
    """CloudFormation API reference, "AutoDeployment": `DependsOn` has ARNs of other stack sets."""
    named = request.get("AutoDeployment", {}).get("DependsOn", [])
    names = {stack_set.detail["StackSetARN"]: name for name, stack_set in STACK_SETS.here().items()}
    unknown = [arn for arn in named if names.get(arn) in (None, request["StackSetName"])]
    if unknown or len(named) > _MAX_DEPENDENCIES:
        raise ServiceError("ValidationError", f"StackSet dependencies are not valid: {', '.join(unknown or named)}")
