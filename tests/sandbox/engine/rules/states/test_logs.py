"""Logging configurations, and histories in log groups."""

import json
import time
import uuid
from typing import Any

import pytest
from botocore.exceptions import ClientError

from tests.sandbox.engine.rules.states.conftest import Workflows
from tests.sandbox.engine.rules.states.machines import machine, passing

BROKEN = machine(A={"Type": "Pass", "Next": "B"}, B={"Type": "Fail", "Error": "Own", "Cause": "because"})


@pytest.fixture
def group(workflows: Workflows) -> str:
    name = f"/aws/vendedlogs/states/{uuid.uuid4().hex[:8]}"
    workflows.service("logs").create_log_group(logGroupName=name)
    return name


def _configuration(workflows: Workflows, group: str, level: str, **members: Any) -> dict[str, Any]:
    arn = f"arn:aws:logs:us-east-1:{workflows.account}:log-group:{group}:*"
    return {"level": level, "destinations": [{"cloudWatchLogsLogGroup": {"logGroupArn": arn}}], **members}


def _lines(workflows: Workflows, group: str) -> list[dict[str, Any]]:
    logs, deadline = workflows.service("logs"), time.monotonic() + 20
    while not (found := logs.filter_log_events(logGroupName=group)["events"]):
        assert time.monotonic() < deadline
        time.sleep(0.1)
    return [json.loads(each["message"]) for each in found]


@pytest.mark.parametrize(
    ("level", "types"),
    [
        (
            "ALL",
            [
                "ExecutionStarted",
                "PassStateEntered",
                "PassStateExited",
                "FailStateEntered",
                "ExecutionFailed",
            ],
        ),
        ("ERROR", ["FailStateEntered", "ExecutionFailed"]),
        ("FATAL", ["ExecutionFailed"]),
    ],
)
def test_the_level_decides_which_events_are_logged(
    workflows: Workflows, group: str, level: str, types: list[str]
) -> None:
    configuration = _configuration(workflows, group, level, includeExecutionData=True)
    execution = workflows.start(workflows.create(BROKEN, loggingConfiguration=configuration))
    lines = _lines(workflows, group)
    assert [line["type"] for line in lines] == types
    assert {line["execution_arn"] for line in lines} == {execution}
    assert lines[-1]["details"] == {"error": "Own", "cause": "because"}


def test_data_are_logged_only_when_they_are_included(workflows: Workflows, group: str) -> None:
    configuration = _configuration(workflows, group, "ALL", includeExecutionData=False)
    workflows.start(workflows.create(machine(A=passing()), loggingConfiguration=configuration), {"secret": 1})
    assert "secret" not in json.dumps(_lines(workflows, group))


@pytest.mark.parametrize("level", ["ALL", "ERROR", "FATAL"])
def test_a_level_needs_exactly_one_existing_group(workflows: Workflows, group: str, level: str) -> None:
    one = _configuration(workflows, group, level)
    two = one | {"destinations": one["destinations"] * 2}
    for refused in ({"level": level}, two, _configuration(workflows, "/none", level)):
        with pytest.raises(ClientError) as error:
            workflows.create(machine(A=passing()), loggingConfiguration=refused)
        assert error.value.response["Error"]["Code"] == "InvalidLoggingConfiguration"
    arn = workflows.create(machine(A=passing()), loggingConfiguration=one)
    with pytest.raises(ClientError) as error:
        workflows.client.update_state_machine(stateMachineArn=arn, loggingConfiguration={"level": level})
    assert error.value.response["Error"]["Code"] == "InvalidLoggingConfiguration"


def test_logging_that_is_off_needs_no_group(workflows: Workflows) -> None:
    arn = workflows.create(machine(A=passing()), loggingConfiguration={"destinations": []})
    described = workflows.client.describe_state_machine(stateMachineArn=arn)["loggingConfiguration"]
    assert (described["level"], described["includeExecutionData"]) == ("OFF", False)


def test_the_role_must_be_able_to_deliver_logs(workflows: Workflows, group: str) -> None:
    poor = workflows.role({"Effect": "Allow", "Action": "logs:CreateLogDelivery", "Resource": "*"})
    configuration = _configuration(workflows, group, "ALL")
    with pytest.raises(ClientError) as error:
        workflows.create(machine(A=passing()), loggingConfiguration=configuration, roleArn=poor)
    assert error.value.response["Error"]["Code"] == "AccessDeniedException"
    assert "not authorized to access the Log Destination" in error.value.response["Error"]["Message"]
