"""Operations on stack sets: failures within the tolerance, and one operation at a time."""

from collections.abc import Callable
from typing import Any

import pytest
from botocore.exceptions import ClientError

from tests.sandbox.cloudformation.stack_sets.conftest import PARENT, REGIONS, WIDE, Call, ended


def test_a_failed_account_is_named_with_its_reason(sandbox: Any, make_stack_set: Callable[..., Call]) -> None:
    sandbox.client("ssm", sandbox.staging).put_parameter(Name="/sets/partly", Type="String", Value="in the way")
    call = make_stack_set("partly")
    started = call(
        "create_stack_instances",
        DeploymentTargets=PARENT,
        Regions=REGIONS,
        OperationPreferences={**WIDE, "FailureToleranceCount": 1},
    )
    assert ended(call, started)["StatusDetails"]["FailedStackInstancesCount"] == 1
    listed = call("list_stack_set_operation_results", OperationId=started["OperationId"])["Summaries"]
    failed = [result for result in listed if result["Status"] == "FAILED"]
    assert [result["Account"] for result in failed] == [sandbox.staging]
    assert "ResourceLogicalId:Parameter" in failed[0]["StatusReason"]


def test_a_second_operation_waits_its_turn(make_stack_set: Callable[..., Call]) -> None:
    call = make_stack_set("busy")
    started = call("create_stack_instances", DeploymentTargets=PARENT, Regions=REGIONS)
    with pytest.raises(ClientError, match="OperationInProgressException"):
        call("update_stack_set", UsePreviousTemplate=True)
    ended(call, started)
