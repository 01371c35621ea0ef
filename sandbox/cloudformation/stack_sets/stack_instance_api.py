"""The API of stack instances, under the names of CloudFormation's operations."""

from sandbox.api.errors import ServiceError
from sandbox.api.types import Answer, Request
from sandbox.cloudformation.stack_sets import execution, instance_stacks, requests
from sandbox.cloudformation.stack_sets.records import StackInstance, key_of
from sandbox.world import organization


def CreateStackInstances(request: Request) -> Answer:
    stack_set = requests.stack_set(request)
    targets = requests.targets(request)
    execution.refuse_concurrent(stack_set)
    for unit in request["DeploymentTargets"]["OrganizationalUnitIds"]:
        regions = stack_set.units.setdefault(unit, [])
        regions.extend(region for region in request["Regions"] if region not in regions)
    for target in targets:
        instance = stack_set.instance(target)
        if "ParameterOverrides" in request:
            instance.overrides = requests.values(request["ParameterOverrides"], {})
    deploy = instance_stacks.deployment(stack_set)
    return {"OperationId": execution.start(stack_set, "CREATE", targets, deploy, request)}


def UpdateStackInstances(request: Request) -> Answer:
    """Only existing instances; without parameters their present values stay."""
    stack_set = requests.stack_set(request)
    execution.refuse_concurrent(stack_set)
    targets = [target for target in requests.targets(request) if key_of(target) in stack_set.instances]
    for target in targets:
        instance = stack_set.instance(target)
        instance.detail["Status"] = "OUTDATED"
        if "ParameterOverrides" in request:
            instance.overrides = requests.values(request["ParameterOverrides"], instance.overrides)
    deploy = instance_stacks.deployment(stack_set)
    return {"OperationId": execution.start(stack_set, "UPDATE", targets, deploy, request)}


def DeleteStackInstances(request: Request) -> Answer:
    stack_set = requests.stack_set(request)
    targets = [target for target in requests.targets(request) if key_of(target) in stack_set.instances]
    execution.refuse_concurrent(stack_set)
    deployment = request["DeploymentTargets"]
    whole_units = [] if "Accounts" in deployment else deployment["OrganizationalUnitIds"]
    for unit in whole_units:
        left = [region for region in stack_set.units.pop(unit, []) if region not in request["Regions"]]
        stack_set.units |= {unit: left} if left else {}
    delete = instance_stacks.removal(stack_set, retain=request["RetainStacks"])
    return {"OperationId": execution.start(stack_set, "DELETE", targets, delete, request)}


def DescribeStackInstance(request: Request) -> Answer:
    key = key_of((request["StackInstanceAccount"], request["StackInstanceRegion"]))
    instance = requests.stack_set(request).instances.get(key)
    if instance is None:
        raise ServiceError("StackInstanceNotFoundException", f"Stack instance {key} not found", 404)
    overrides = [{"ParameterKey": key, "ParameterValue": value} for key, value in instance.overrides.items()]
    return {"StackInstance": _summary(instance) | {"ParameterOverrides": overrides}}


def ListStackInstances(request: Request) -> Answer:
    account, region = request.get("StackInstanceAccount"), request.get("StackInstanceRegion")
    return {
        "Summaries": [
            _summary(instance)
            for instance in requests.stack_set(request).instances.values()
            if account in (None, instance.detail["Account"]) and region in (None, instance.detail["Region"])
        ]
    }


def unit_of(account: str) -> Answer:
    """The member OrganizationalUnitId of an account."""
    if organization.is_suspended(account):
        return {"OrganizationalUnitId": ""}
    path = organization.path(account)
    return {"OrganizationalUnitId": path[-1]} if path else {}


def _summary(instance: StackInstance) -> Answer:
    return {**instance.detail, **unit_of(instance.detail["Account"])}
