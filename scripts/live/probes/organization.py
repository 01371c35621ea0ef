"""The hub: StackSets and shares over the units of an organisation."""

import json
from collections.abc import Callable
from typing import Any

from scripts.live.calls import Answer
from scripts.live.lab import Lab
from scripts.live.probe import HUB, Probe, Verdict, broken, held, undecided, verdict

CALLER = {"CallAs": "DELEGATED_ADMIN"}
AUTOMATIC = {"Enabled": True, "RetainStacksOnAccountRemoval": False}
SETS = "cloudformation:CreateStackSet "
INSTANCES = (
    f"{SETS}cloudformation:CreateStackInstances cloudformation:DescribeStackSetOperation "
    "cloudformation:ListStackInstances "
)
BUSY = "more than one portfolio share action at the same time"
PARAMETER = {"Type": "AWS::SSM::Parameter", "Properties": {"Type": "String", "Value": {"Ref": "Value"}}}
# SQS API reference, "CreateQueue": messages are kept for 60 seconds at least.
IMPOSSIBLE = {"Type": "AWS::SQS::Queue", "Properties": {"MessageRetentionPeriod": 1}}


def stack_set(lab: Lab, word: str, resource: Any = PARAMETER, **automatic: Any) -> str:
    """The name of a new StackSet of one resource."""
    body = {"Parameters": {"Value": {"Type": "String", "Default": "one"}}, "Resources": {"Only": resource}}
    lab.create(
        "cloudformation:CreateStackSet",
        StackSetName=lab.name(word),
        TemplateBody=json.dumps(body),
        PermissionModel="SERVICE_MANAGED",
        AutoDeployment={**AUTOMATIC, **automatic},
        **CALLER,
    )
    return lab.name(word)


def deploy(lab: Lab, name: str, **options: Any) -> str:
    """Creates the instances of the first unit; the status of that operation."""
    targets = {"DeploymentTargets": options.pop("targets", {"OrganizationalUnitIds": [lab.units[0]]})}
    return _operated(lab, "cloudformation:CreateStackInstances", StackSetName=name, **targets, **options)


def _operated(lab: Lab, call: str, **parameters: Any) -> str:
    started = lab(call, Regions=[lab.place.region], **CALLER, **parameters)
    described = {"StackSetName": parameters["StackSetName"], "OperationId": started["OperationId"], **CALLER}
    ended = lab.until("cloudformation:DescribeStackSetOperation", _operation_ended, **described)
    return ended["StackSetOperation"]["Status"]


def _operation_ended(answer: Answer) -> bool:
    return answer["StackSetOperation"]["Status"] not in ("RUNNING", "QUEUED", "STOPPING")


def instances(lab: Lab, name: str) -> list[Any]:
    return lab("cloudformation:ListStackInstances", StackSetName=name, **CALLER)["Summaries"]


def in_a_unit(ask: Callable[[Lab], Verdict]) -> Callable[[Lab], Verdict]:
    """The question needs an account in the first unit of the environment's `targets`."""

    def asked(lab: Lab) -> Verdict:
        return ask(lab) if lab.units else undecided("the environment names no unit to deploy to")

    return asked


def ask_depends_on(lab: Lab) -> Verdict:
    """A StackSet that waits for another, made by a delegated administrator."""
    first = stack_set(lab, "first")
    arn = lab("cloudformation:DescribeStackSet", StackSetName=first, **CALLER)["StackSet"]["StackSetARN"]
    body = json.dumps({"Resources": {"Topic": {"Type": "AWS::SNS::Topic"}}})
    refused = lab.create_patiently(
        "cloudformation:CreateStackSet",
        StackSetName=lab.name("second"),
        TemplateBody=body,
        PermissionModel="SERVICE_MANAGED",
        AutoDeployment={**AUTOMATIC, "DependsOn": [arn]},
        **CALLER,
    )
    return broken(f"refused: {refused.code}: {refused.message}") if refused else held("the StackSet was made")


def ask_rolled_back(lab: Lab) -> Verdict:
    """The reason of an instance that is updated after its first creation failed."""
    name = stack_set(lab, "set", IMPOSSIBLE)
    deploy(lab, name)
    targets = {"OrganizationalUnitIds": [lab.units[0]]}
    _operated(lab, "cloudformation:UpdateStackInstances", StackSetName=name, DeploymentTargets=targets)
    reasons = [item.get("StatusReason", "") for item in instances(lab, name)]
    named = [reason for reason in reasons if "is in ROLLBACK_COMPLETE state" in reason]
    return verdict(named and len(named) == len(reasons), f"the reason is: {reasons[0] if reasons else 'no instance'}")


def ask_intersection(lab: Lab) -> Verdict:
    """Whether a StackSet follows a unit of which single accounts were created."""
    name = stack_set(lab, "set")
    deploy(lab, name)
    accounts = sorted({item["Account"] for item in instances(lab, name)})
    if not accounts:
        return undecided("the unit has no account that StackSets reach")
    some = {"Accounts": accounts[:1], "AccountFilterType": "INTERSECTION"}
    targets = {"OrganizationalUnitIds": [lab.units[0]], **some}
    deleted = {"StackSetName": name, "DeploymentTargets": targets, "RetainStacks": False}
    _operated(lab, "cloudformation:DeleteStackInstances", **deleted)
    deploy(lab, name, targets=targets)
    found = lab("cloudformation:DescribeStackSet", StackSetName=name, **CALLER)["StackSet"]
    kept = lab.units[0] in found.get("OrganizationalUnitIds", [])
    return verdict(kept, f"the unit is {'still' if kept else 'no longer'} a deployment target")


def ask_overrides(lab: Lab) -> Verdict:
    """Whether instances keep their values when they are created again."""
    name = stack_set(lab, "set")
    own = [{"ParameterKey": "Value", "ParameterValue": "own"}]
    deploy(lab, name, ParameterOverrides=own)
    found = instances(lab, name)
    if not found:
        return undecided("the unit has no account that StackSets reach")
    deploy(lab, name)
    place = {"StackInstanceAccount": found[0]["Account"], "StackInstanceRegion": found[0]["Region"]}
    described = lab("cloudformation:DescribeStackInstance", StackSetName=name, **place, **CALLER)
    values = {
        item["ParameterKey"]: item.get("ParameterValue") for item in described["StackInstance"]["ParameterOverrides"]
    }
    return verdict(
        values.get("Value") == "own", f"the overrides are {'kept' if values.get('Value') == 'own' else 'lost'}"
    )


def ask_busy_share(lab: Lab) -> Verdict:
    """Two shares of one portfolio at the same time."""
    portfolio = lab.create("servicecatalog:CreatePortfolio", DisplayName=lab.name("portfolio"), ProviderName="live")
    identifier = portfolio["PortfolioDetail"]["Id"]
    for unit in lab.units:
        node = {"Type": "ORGANIZATIONAL_UNIT", "Value": unit}
        share = {"PortfolioId": identifier, "OrganizationNode": node}
        refused = lab.refusal("servicecatalog:CreatePortfolioShare", **share)
        if refused:
            known = refused.code == "InvalidStateException" and BUSY in refused.message
            return verdict(known, f"{refused.code}: {refused.message}")
    return undecided("the first share had ended before the second was begun")


PROBES = (
    Probe(
        26,
        "may a delegated administrator make a StackSet wait for another?",
        ask_depends_on,
        f"{SETS}cloudformation:DescribeStackSet",
        part=HUB,
    ),
    Probe(
        27,
        "does the reason of a rolled back instance name its status?",
        in_a_unit(ask_rolled_back),
        f"{INSTANCES}cloudformation:UpdateStackInstances",
        part=HUB,
    ),
    Probe(
        28,
        "does a filter of accounts keep the unit as a deployment target?",
        in_a_unit(ask_intersection),
        f"{INSTANCES}cloudformation:DeleteStackInstances cloudformation:DescribeStackSet",
        part=HUB,
    ),
    Probe(
        29,
        "do instances that are created again keep their parameters?",
        in_a_unit(ask_overrides),
        f"{INSTANCES}cloudformation:DescribeStackInstance",
        part=HUB,
    ),
    Probe(
        31,
        "how is a second share refused while one is made?",
        in_a_unit(ask_busy_share),
        "servicecatalog:CreatePortfolio servicecatalog:CreatePortfolioShare",
        part=HUB,
    ),
)
