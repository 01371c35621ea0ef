"""Accounts that join a unit get its stacks, in the order of dependencies."""

import json
from collections.abc import Callable
from typing import Any

import pytest
from botocore.exceptions import ClientError

from tests.sandbox.cloudformation.stack_sets.conftest import DEVELOPMENT, REGIONS, Call, ended, ended_last


def test_an_account_that_joins_a_unit_gets_its_stack(sandbox: Any, make_stack_set: Callable[..., Call]) -> None:
    call = make_stack_set("following", AutoDeployment={"Enabled": True, "RetainStacksOnAccountRemoval": True})
    ended(call, call("create_stack_instances", DeploymentTargets=DEVELOPMENT, Regions=REGIONS))
    organization = sandbox.client("organizations", sandbox.management)
    there = {"AccountId": sandbox.hub, "SourceParentId": "r-sand", "DestinationParentId": "ou-sand-mlopsdev"}
    back = {"AccountId": sandbox.hub, "SourceParentId": "ou-sand-mlopsdev", "DestinationParentId": "r-sand"}
    organization.move_account(**there)
    ended_last(call)
    accounts = {instance["Account"] for instance in call("list_stack_instances")["Summaries"]}
    organization.move_account(**back)
    ended_last(call)
    assert accounts == {sandbox.development, sandbox.hub}
    assert {instance["Account"] for instance in call("list_stack_instances")["Summaries"]} == {sandbox.development}
    assert sandbox.client("ssm", sandbox.hub).get_parameter(Name="/sets/following")


def test_an_account_that_joins_gets_stack_sets_at_once_unless_one_waits_for_another(
    sandbox: Any, make_stack_set: Callable[..., Call]
) -> None:
    """A stack that reads what another stack of the same account makes."""
    automatic = {"Enabled": True, "RetainStacksOnAccountRemoval": False}
    first = make_stack_set("dep-first", AutoDeployment=automatic)
    first_arn = first("describe_stack_set")["StackSet"]["StackSetARN"]
    reads = {"Type": "AWS::SSM::Parameter::Value<String>", "Default": "/sets/dep-first"}
    copy = {"Type": "AWS::SSM::Parameter", "Properties": {"Type": "String", "Value": {"Ref": "Read"}}}
    body = json.dumps({"Parameters": {"Value": {"Type": "String"}, "Read": reads}, "Resources": {"Copy": copy}})
    free = make_stack_set("dep-free", AutoDeployment=automatic, TemplateBody=body)
    waits = make_stack_set("dep-waits", AutoDeployment={**automatic, "DependsOn": [first_arn]}, TemplateBody=body)
    for call in (first, free, waits):
        ended(call, call("create_stack_instances", DeploymentTargets=DEVELOPMENT, Regions=REGIONS))
    organization = sandbox.client("organizations", sandbox.management)
    there = {"AccountId": sandbox.hub, "SourceParentId": "r-sand", "DestinationParentId": "ou-sand-mlopsdev"}
    back = {"AccountId": sandbox.hub, "SourceParentId": "ou-sand-mlopsdev", "DestinationParentId": "r-sand"}
    organization.move_account(**there)
    operations = {call: ended_last(call) for call in (first, free, waits)}
    organization.move_account(**back)
    for call in (first, free, waits):
        ended_last(call)
    assert [operations[call]["Status"] for call in (first, free, waits)] == ["SUCCEEDED", "FAILED", "SUCCEEDED"]


def test_a_stack_set_waits_only_for_one_that_exists(make_stack_set: Callable[..., Call]) -> None:
    nothing = "arn:aws:cloudformation:us-east-1:111111111111:stackset/nothing:1"
    with pytest.raises(ClientError, match="dependencies are not valid"):
        make_stack_set("dep-lost", AutoDeployment={"Enabled": True, "DependsOn": [nothing]})
