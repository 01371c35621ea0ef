"""The API of stack sets, under the names that CloudFormation gives its operations."""

import uuid
from typing import Any

from ministack.core.responses import get_account_id, get_region
from ministack.services.cloudformation import helpers

from sandbox.cloudformation.stack_sets import execution, instances, store
from sandbox.cloudformation.stack_sets.execution import Target
from sandbox.cloudformation.stack_sets.store import StackSet, StackSetError
from sandbox.world import organization

Parameters = dict[str, Any]
_MOST_DEPENDENCIES = 10
_KEPT = ("Description", "Capabilities", "Tags", "AutoDeployment", "ManagedExecution")
_SHOWN = (
    "StackSetName", "StackSetId", "StackSetARN", "Description", "Status", "TemplateBody", "Capabilities", "Tags",
    "PermissionModel", "AutoDeployment", "ManagedExecution",
)  # fmt: skip


def CreateStackSet(given: Parameters) -> Parameters:
    if given.get("PermissionModel") != "SERVICE_MANAGED":
        raise StackSetError("ValidationError", "the sandbox has service-managed stack sets only: set PermissionModel")
    _require_dependencies(given)
    identifier = f"{given['StackSetName']}:{uuid.uuid4()}"
    stack_set: StackSet = {
        "StackSetName": given["StackSetName"],
        "StackSetId": identifier,
        "StackSetARN": f"arn:aws:cloudformation:{get_region()}:{get_account_id()}:stackset/{identifier}",
        "Status": "ACTIVE",
        "PermissionModel": "SERVICE_MANAGED",
        "TemplateBody": _template(given),
        "values": _values(given, {}),
        "instances": {},
        "operations": {},
        "units": {},
        **{name: given[name] for name in _KEPT if name in given},
    }
    store.add(get_account_id(), get_region(), stack_set)
    return {"StackSetId": identifier}


def UpdateStackSet(given: Parameters) -> Parameters:
    stack_set = _find(given)
    _require_dependencies(given)
    execution.refuse_concurrent(stack_set)
    if not given.get("UsePreviousTemplate"):
        stack_set["TemplateBody"] = _template(given)
    stack_set["values"] = _values(given, stack_set["values"])
    stack_set |= {name: given[name] for name in _KEPT if name in given}
    targets = [tuple(place.split("|")) for place in stack_set["instances"]]
    if "DeploymentTargets" in given:
        wanted = _targets(given)
        targets = [target for target in targets if target in wanted]
    for instance in stack_set["instances"].values():
        instance["Status"] = "OUTDATED"
    return {"OperationId": _deploy(stack_set, "UPDATE", targets, given)}


def CreateStackInstances(given: Parameters) -> Parameters:
    stack_set = _find(given)
    targets = _targets(given)
    execution.refuse_concurrent(stack_set)
    for unit in given["DeploymentTargets"]["OrganizationalUnitIds"]:
        regions = stack_set["units"].setdefault(unit, [])
        regions.extend(region for region in given["Regions"] if region not in regions)
    overrides = (
        {"overrides": _values({"Parameters": given["ParameterOverrides"]}, {})} if "ParameterOverrides" in given else {}
    )
    for account, region in targets:
        record = {"StackSetId": stack_set["StackSetId"], "Account": account, "Region": region, "Status": "OUTDATED"}
        stack_set["instances"].setdefault(f"{account}|{region}", record).update(overrides)
    return {"OperationId": _deploy(stack_set, "CREATE", targets, given)}


def DeleteStackInstances(given: Parameters) -> Parameters:
    stack_set = _find(given)
    targets = [target for target in _targets(given) if "|".join(target) in stack_set["instances"]]
    execution.refuse_concurrent(stack_set)
    whole = [] if "Accounts" in given["DeploymentTargets"] else given["DeploymentTargets"]["OrganizationalUnitIds"]
    for unit in whole:
        left = [region for region in stack_set["units"].pop(unit, []) if region not in given["Regions"]]
        stack_set["units"] |= {unit: left} if left else {}
    retain = given["RetainStacks"]

    def work(account: str, region: str) -> None:
        instances.delete(stack_set, account, region, retain=retain)

    return {"OperationId": execution.start(stack_set, "DELETE", targets, work, given)}


def DeleteStackSet(given: Parameters) -> Parameters:
    stack_set = _find(given)
    if stack_set["instances"]:
        raise StackSetError("StackSetNotEmptyException", "StackSet is not empty", 409)
    store.remove(get_account_id(), get_region(), stack_set["StackSetName"])
    return {}


def DescribeStackSet(given: Parameters) -> Parameters:
    stack_set = _find(given)
    shown = {name: stack_set.get(name) for name in _SHOWN}
    values = [{"ParameterKey": key, "ParameterValue": value} for key, value in stack_set["values"].items()]
    return {"StackSet": shown | {"Parameters": values, "OrganizationalUnitIds": list(stack_set["units"])}}


def ListStackSets(_given: Parameters) -> Parameters:
    names = ("StackSetName", "StackSetId", "Description", "Status", "PermissionModel", "AutoDeployment")
    found = store.all_of(get_account_id(), get_region())
    return {"Summaries": [{name: stack_set.get(name) for name in names} for stack_set in found]}


def ListStackInstances(given: Parameters) -> Parameters:
    wanted = {"Account": given.get("StackInstanceAccount"), "Region": given.get("StackInstanceRegion")}
    return {
        "Summaries": [
            {name: value for name, value in instance.items() if name != "overrides"} | _unit(instance["Account"])
            for instance in _find(given)["instances"].values()
            if all(value in (None, instance[name]) for name, value in wanted.items())
        ]
    }


def DescribeStackInstance(given: Parameters) -> Parameters:
    place = f"{given['StackInstanceAccount']}|{given['StackInstanceRegion']}"
    instance = _find(given)["instances"].get(place)
    if instance is None:
        raise StackSetError("StackInstanceNotFoundException", f"Stack instance {place} not found", 404)
    overrides = [{"ParameterKey": key, "ParameterValue": value} for key, value in instance.get("overrides", {}).items()]
    shown = {name: value for name, value in instance.items() if name != "overrides"}
    return {"StackInstance": shown | _unit(instance["Account"]) | {"ParameterOverrides": overrides}}


def UpdateStackInstances(given: Parameters) -> Parameters:
    """Only existing instances; without parameters their present values stay."""
    stack_set = _find(given)
    execution.refuse_concurrent(stack_set)
    targets = [target for target in _targets(given) if "|".join(target) in stack_set["instances"]]
    for place in map("|".join, targets):
        instance = stack_set["instances"][place]
        instance["Status"] = "OUTDATED"
        if "ParameterOverrides" in given:
            before = instance.get("overrides", {})
            instance["overrides"] = _values({"Parameters": given["ParameterOverrides"]}, before)
    return {"OperationId": _deploy(stack_set, "UPDATE", targets, given)}


def DescribeStackSetOperation(given: Parameters) -> Parameters:
    return {"StackSetOperation": _shown(_operation(given))}


def ListStackSetOperations(given: Parameters) -> Parameters:
    hidden = ("StackSetId", "DeploymentTargets")
    operations = [_shown(each) for each in reversed(_find(given)["operations"].values())]
    return {"Summaries": [{name: each[name] for name in each if name not in hidden} for each in operations]}


def ListStackSetOperationResults(given: Parameters) -> Parameters:
    results = _operation(given)["results"]
    places = [(*place.split("|"), result) for place, result in results.items()]
    return {
        "Summaries": [
            {"Account": account, "Region": region, **result} | _unit(account) for account, region, result in places
        ]
    }


def _require_dependencies(given: Parameters) -> None:
    """CloudFormation API reference, "AutoDeployment": ARNs of stack sets; AWS's blog about them: ten at most."""
    named = given.get("AutoDeployment", {}).get("DependsOn", [])
    known = {each["StackSetARN"]: each for each in store.all_of(get_account_id(), get_region())}
    unknown = [arn for arn in named if arn not in known or known[arn]["StackSetName"] == given["StackSetName"]]
    if unknown or len(named) > _MOST_DEPENDENCIES:
        raise StackSetError("ValidationError", f"StackSet dependencies are not valid: {', '.join(unknown or named)}")


def _shown(operation: Parameters) -> Parameters:
    return {name: value for name, value in operation.items() if name != "results"}


def _unit(account: str) -> Parameters:
    if organization.is_suspended(account):
        return {"OrganizationalUnitId": ""}
    steps = organization.path(account)
    return {"OrganizationalUnitId": steps[-1]} if steps else {}


def _operation(given: Parameters) -> Parameters:
    found = _find(given)["operations"].get(given["OperationId"])
    if found is None:
        raise StackSetError("OperationNotFoundException", f"Operation {given['OperationId']} not found", 404)
    return found


def _find(given: Parameters) -> StackSet:
    return store.find(get_account_id(), get_region(), given["StackSetName"])


def _template(given: Parameters) -> str:
    body, refusal = helpers._resolve_document(
        {name: [value] for name, value in given.items()}, "TemplateBody", "TemplateURL", "Template"
    )
    if refusal or not body:
        raise StackSetError("ValidationError", "the template cannot be read")
    return body


def _values(given: Parameters, before: dict[str, str]) -> dict[str, str]:
    return {
        each["ParameterKey"]: before[each["ParameterKey"]] if each.get("UsePreviousValue") else each["ParameterValue"]
        for each in given.get("Parameters", [])
    }


def _targets(given: Parameters) -> list[Target]:
    """CloudFormation API reference, "DeploymentTargets": what the filter makes of units and accounts."""
    aim = given.get("DeploymentTargets", {})
    units, named, kind = aim.get("OrganizationalUnitIds"), aim.get("Accounts"), aim.get("AccountFilterType", "NONE")
    if not units:
        message = "StackSets with SERVICE_MANAGED permission model can only have OrganizationalUnit as target"
        raise StackSetError("ValidationError", message)
    if (kind == "NONE") != (named is None) or kind not in ("NONE", "INTERSECTION", "DIFFERENCE"):
        raise StackSetError("ValidationError", "the sandbox filters accounts by INTERSECTION and DIFFERENCE only")
    accounts = organization.accounts_under(units)
    if named is not None:
        accounts = [account for account in accounts if (account in named) == (kind == "INTERSECTION")]
    return [(account, region) for region in given.get("Regions", []) for account in accounts]


def _deploy(stack_set: StackSet, action: str, targets: list[Target], given: Parameters) -> str:
    def work(account: str, region: str) -> None:
        instances.deploy(stack_set, account, region)

    return execution.start(stack_set, action, targets, work, given)
