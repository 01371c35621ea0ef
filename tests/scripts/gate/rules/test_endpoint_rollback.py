"""Endpoints that nothing rolls back."""

from typing import Any

from scripts.gate.rules.endpoint_rollback import check
from tests.scripts.gate.small import reported, resource, template

FLEET = [{"Name": "EndpointConfigName", "Value": "x"}]
ALARM: dict[str, Any] = {"Dimensions": FLEET, "EvaluationPeriods": 3}
WATCHED = {"AutoRollbackConfiguration": {"Alarms": [{"AlarmName": {"Ref": "Alarm"}}]}}


def of(deployment: dict[str, Any], **alarm: Any) -> list[str]:
    resources = {
        "Alarm": resource("AWS::CloudWatch::Alarm", **{**ALARM, **alarm}),
        "Endpoint": resource("AWS::SageMaker::Endpoint", DeploymentConfig=deployment),
    }
    return reported(check, template(resources, "endpoint"))


def test_an_update_is_gradual_and_watched() -> None:
    assert of({"BlueGreenUpdatePolicy": {}, **WATCHED}) == []
    assert of(WATCHED) == ["Endpoint"]
    assert of({"BlueGreenUpdatePolicy": {}}) == ["Endpoint"]


def test_an_alarm_is_on_and_in_time() -> None:
    policy = {"BlueGreenUpdatePolicy": {}, **WATCHED}
    assert of(policy, ActionsEnabled=False) == ["Alarm"]
    assert of(policy, EvaluationPeriods=100) == ["Alarm"]
