"""Stack instances are real stacks of their accounts."""

from collections.abc import Callable
from typing import Any

import pytest
from botocore.exceptions import ClientError

from tests.sandbox.cloudformation.stack_sets.conftest import PARENT, REGIONS, WIDE, Call, ended


def test_instances_are_real_stacks_in_every_account_below_a_unit(
    sandbox: Any, make_stack_set: Callable[..., Call]
) -> None:
    call = make_stack_set("roles", Tags=[{"Key": "team", "Value": "platform"}])
    started = call("create_stack_instances", DeploymentTargets=PARENT, Regions=REGIONS, OperationPreferences=WIDE)
    assert ended(call, started)["Status"] == "SUCCEEDED"
    instances = call("list_stack_instances")["Summaries"]
    assert {instance["Account"] for instance in instances} == {sandbox.development, sandbox.staging, sandbox.production}
    assert {instance["Status"] for instance in instances} == {"CURRENT"}
    (identifier,) = (instance["StackId"] for instance in instances if instance["Account"] == sandbox.staging)
    stack = sandbox.client("cloudformation", sandbox.staging).describe_stacks(StackName=identifier)["Stacks"][0]
    assert stack["StackName"].startswith("StackSet-roles-")
    assert stack["Tags"] == [{"Key": "team", "Value": "platform"}]


def test_an_update_changes_every_account(sandbox: Any, make_stack_set: Callable[..., Call]) -> None:
    call = make_stack_set("changing")
    ended(call, call("create_stack_instances", DeploymentTargets=PARENT, Regions=REGIONS, OperationPreferences=WIDE))
    changed = [{"ParameterKey": "Value", "ParameterValue": "two"}]
    ended(call, call("update_stack_set", UsePreviousTemplate=True, Parameters=changed, OperationPreferences=WIDE))
    for account in (sandbox.development, sandbox.production):
        found = sandbox.client("ssm", account).get_parameter(Name="/sets/changing")["Parameter"]
        assert found["Value"] == "two"
    with pytest.raises(ClientError, match="StackSetNotEmptyException"):
        call("delete_stack_set")
    gone = call("delete_stack_instances", DeploymentTargets=PARENT, Regions=REGIONS, RetainStacks=False)
    ended(call, gone)
    call("delete_stack_set")
    with pytest.raises(ClientError, match="ParameterNotFound"):
        sandbox.client("ssm", sandbox.production).get_parameter(Name="/sets/changing")
