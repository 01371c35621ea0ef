"""What the requests about stack sets have in common: the stack set, the template, parameters and targets."""

from ministack.services.cloudformation import helpers

from sandbox.api.errors import ServiceError
from sandbox.api.types import Request
from sandbox.cloudformation.stack_sets import store
from sandbox.cloudformation.stack_sets.records import StackSet, Target
from sandbox.world import organization


def stack_set(request: Request) -> StackSet:
    return store.find(request["StackSetName"])


def template(request: Request) -> str:
    """The text of the request's template."""
    document = {name: [value] for name, value in request.items()}
    body, refusal = helpers._resolve_document(document, "TemplateBody", "TemplateURL", "Template")
    if refusal or not body:
        raise ServiceError("ValidationError", "the template cannot be read")
    return body


def values(parameters: list[dict[str, str]], before: dict[str, str]) -> dict[str, str]:
    """Parameters by name, with the value of `before` for those that use the previous one."""
    return {
        parameter["ParameterKey"]: before[parameter["ParameterKey"]]
        if parameter.get("UsePreviousValue")
        else parameter["ParameterValue"]
        for parameter in parameters
    }


def targets(request: Request) -> list[Target]:
    """CloudFormation API reference, "DeploymentTargets": the accounts of the units, filtered, in each region."""
    deployment = request.get("DeploymentTargets", {})
    units, named = deployment.get("OrganizationalUnitIds"), deployment.get("Accounts")
    account_filter = deployment.get("AccountFilterType", "NONE")
    if not units:
        message = "StackSets with SERVICE_MANAGED permission model can only have OrganizationalUnit as target"
        raise ServiceError("ValidationError", message)
    if (account_filter == "NONE") != (named is None) or account_filter not in ("NONE", "INTERSECTION", "DIFFERENCE"):
        raise ServiceError("ValidationError", "the sandbox filters accounts by INTERSECTION and DIFFERENCE only")
    accounts = organization.accounts_under(units)
    if named is not None:
        accounts = [account for account in accounts if (account in named) == (account_filter == "INTERSECTION")]
    return [(account, region) for region in request.get("Regions", []) for account in accounts]
