"""Stack sets of a delegated administrator over the units of the organisation."""

import json
import time
from collections.abc import Callable
from typing import Any

import pytest
from botocore.exceptions import ClientError

PARENT, REGIONS = {"OrganizationalUnitIds": ["ou-sand-mlops001"]}, ["us-east-1"]
WIDE = {"MaxConcurrentCount": 10, "ConcurrencyMode": "SOFT_FAILURE_TOLERANCE"}


def _template(name: str) -> str:
    parameter = {"Name": f"/sets/{name}", "Type": "String", "Value": {"Ref": "Value"}}
    resource = {"Type": "AWS::SSM::Parameter", "Properties": parameter}
    return json.dumps({"Parameters": {"Value": {"Type": "String"}}, "Resources": {"Parameter": resource}})


@pytest.fixture
def make(sandbox: Any) -> Callable[..., Any]:
    """Creates a stack set; what it gives calls the API with the set's name filled in."""

    def create(name: str, **options: Any) -> Callable[..., dict[str, Any]]:
        stacks = sandbox.client("cloudformation", sandbox.hub)

        def call(operation: str, **arguments: Any) -> dict[str, Any]:
            return getattr(stacks, operation)(StackSetName=name, CallAs="DELEGATED_ADMIN", **arguments)

        settings = {"TemplateBody": _template(name), "PermissionModel": "SERVICE_MANAGED", **options}
        call("create_stack_set", Parameters=[{"ParameterKey": "Value", "ParameterValue": "one"}], **settings)
        return call

    return create


def _ended(call: Callable[..., dict[str, Any]], started: dict[str, Any]) -> dict[str, Any]:
    deadline = time.monotonic() + 30
    while True:
        operation = call("describe_stack_set_operation", OperationId=started["OperationId"])["StackSetOperation"]
        if operation["Status"] not in ("RUNNING", "QUEUED"):
            return operation
        assert time.monotonic() < deadline
        time.sleep(0.03)


def test_instances_are_real_stacks_in_every_account_below_a_unit(sandbox: Any, make: Callable[..., Any]) -> None:
    call = make("roles", Tags=[{"Key": "team", "Value": "platform"}])
    started = call("create_stack_instances", DeploymentTargets=PARENT, Regions=REGIONS, OperationPreferences=WIDE)
    assert _ended(call, started)["Status"] == "SUCCEEDED"
    instances = call("list_stack_instances")["Summaries"]
    assert {each["Account"] for each in instances} == {sandbox.development, sandbox.staging, sandbox.production}
    assert {each["Status"] for each in instances} == {"CURRENT"}
    stack = sandbox.client("cloudformation", sandbox.staging).describe_stacks()["Stacks"][0]
    assert stack["StackName"].startswith("StackSet-roles-")
    assert stack["Tags"] == [{"Key": "team", "Value": "platform"}]


def test_a_failed_account_is_named_with_its_reason(sandbox: Any, make: Callable[..., Any]) -> None:
    sandbox.client("ssm", sandbox.staging).put_parameter(Name="/sets/partly", Type="String", Value="in the way")
    call = make("partly")
    started = call(
        "create_stack_instances",
        DeploymentTargets=PARENT,
        Regions=REGIONS,
        OperationPreferences={**WIDE, "FailureToleranceCount": 1},
    )
    assert _ended(call, started)["StatusDetails"]["FailedStackInstancesCount"] == 1
    listed = call("list_stack_set_operation_results", OperationId=started["OperationId"])["Summaries"]
    failed = [each for each in listed if each["Status"] == "FAILED"]
    assert [each["Account"] for each in failed] == [sandbox.staging]
    assert "ResourceLogicalId:Parameter" in failed[0]["StatusReason"]


def test_a_second_operation_waits_its_turn(make: Callable[..., Any]) -> None:
    call = make("busy")
    started = call("create_stack_instances", DeploymentTargets=PARENT, Regions=REGIONS)
    with pytest.raises(ClientError, match="OperationInProgressException"):
        call("update_stack_set", UsePreviousTemplate=True)
    _ended(call, started)


def test_an_update_changes_every_account(sandbox: Any, make: Callable[..., Any]) -> None:
    call = make("changing")
    _ended(call, call("create_stack_instances", DeploymentTargets=PARENT, Regions=REGIONS, OperationPreferences=WIDE))
    changed = [{"ParameterKey": "Value", "ParameterValue": "two"}]
    _ended(call, call("update_stack_set", UsePreviousTemplate=True, Parameters=changed, OperationPreferences=WIDE))
    for account in (sandbox.development, sandbox.production):
        found = sandbox.client("ssm", account).get_parameter(Name="/sets/changing")["Parameter"]
        assert found["Value"] == "two"
    with pytest.raises(ClientError, match="StackSetNotEmptyException"):
        call("delete_stack_set")
    gone = call("delete_stack_instances", DeploymentTargets=PARENT, Regions=REGIONS, RetainStacks=False)
    _ended(call, gone)
    call("delete_stack_set")
    with pytest.raises(ClientError, match="ParameterNotFound"):
        sandbox.client("ssm", sandbox.production).get_parameter(Name="/sets/changing")


def test_an_account_that_joins_a_unit_gets_its_stack(sandbox: Any, make: Callable[..., Any]) -> None:
    call = make("following", AutoDeployment={"Enabled": True, "RetainStacksOnAccountRemoval": True})
    unit = {"OrganizationalUnitIds": ["ou-sand-mlopsdev"]}
    _ended(call, call("create_stack_instances", DeploymentTargets=unit, Regions=REGIONS))
    organization = sandbox.client("organizations", sandbox.management)
    there = {"AccountId": sandbox.hub, "SourceParentId": "r-sand", "DestinationParentId": "ou-sand-mlopsdev"}
    back = {"AccountId": sandbox.hub, "SourceParentId": "ou-sand-mlopsdev", "DestinationParentId": "r-sand"}
    organization.move_account(**there)
    _ended(call, call("list_stack_set_operations")["Summaries"][0])
    accounts = {each["Account"] for each in call("list_stack_instances")["Summaries"]}
    organization.move_account(**back)
    _ended(call, call("list_stack_set_operations")["Summaries"][0])
    assert accounts == {sandbox.development, sandbox.hub}
    assert {each["Account"] for each in call("list_stack_instances")["Summaries"]} == {sandbox.development}
    assert sandbox.client("ssm", sandbox.hub).get_parameter(Name="/sets/following")


def test_only_a_delegate_may_call_as_one(sandbox: Any) -> None:
    with pytest.raises(ClientError, match="Account used is not a delegated administrator"):
        sandbox.client("cloudformation").list_stack_sets(CallAs="DELEGATED_ADMIN")
    with pytest.raises(ClientError, match="delegated admin account"):
        sandbox.client("cloudformation", sandbox.hub).list_stack_sets()


def test_an_account_that_joins_gets_stack_sets_at_once_unless_one_waits_for_another(
    sandbox: Any, make: Callable[..., Any]
) -> None:
    """A stack that reads what another stack of the same account makes."""
    automatic = {"Enabled": True, "RetainStacksOnAccountRemoval": False}
    unit = {"OrganizationalUnitIds": ["ou-sand-mlopsdev"]}
    first = make("dep-first", AutoDeployment=automatic)
    first_arn = first("describe_stack_set")["StackSet"]["StackSetARN"]
    reads = {"Type": "AWS::SSM::Parameter::Value<String>", "Default": "/sets/dep-first"}
    copy = {"Type": "AWS::SSM::Parameter", "Properties": {"Type": "String", "Value": {"Ref": "Read"}}}
    body = json.dumps({"Parameters": {"Value": {"Type": "String"}, "Read": reads}, "Resources": {"Copy": copy}})
    free = make("dep-free", AutoDeployment=automatic, TemplateBody=body)
    waits = make("dep-waits", AutoDeployment={**automatic, "DependsOn": [first_arn]}, TemplateBody=body)
    for call in (first, free, waits):
        _ended(call, call("create_stack_instances", DeploymentTargets=unit, Regions=REGIONS))
    organization = sandbox.client("organizations", sandbox.management)
    there = {"AccountId": sandbox.hub, "SourceParentId": "r-sand", "DestinationParentId": "ou-sand-mlopsdev"}
    back = {"AccountId": sandbox.hub, "SourceParentId": "ou-sand-mlopsdev", "DestinationParentId": "r-sand"}
    organization.move_account(**there)
    ended = {call: _ended(call, call("list_stack_set_operations")["Summaries"][0]) for call in (first, free, waits)}
    organization.move_account(**back)
    for call in (first, free, waits):
        _ended(call, call("list_stack_set_operations")["Summaries"][0])
    assert [ended[call]["Status"] for call in (first, free, waits)] == ["SUCCEEDED", "FAILED", "SUCCEEDED"]


def test_a_stack_set_waits_only_for_one_that_exists(make: Callable[..., Any]) -> None:
    nothing = "arn:aws:cloudformation:us-east-1:111111111111:stackset/nothing:1"
    with pytest.raises(ClientError, match="dependencies are not valid"):
        make("dep-lost", AutoDeployment={"Enabled": True, "DependsOn": [nothing]})
