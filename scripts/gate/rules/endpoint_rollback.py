"""A new model takes over under alarms that roll it back, and production keeps what its load called for."""

from collections.abc import Iterator
from typing import Any

from scripts.gate.model.template import Problem, Resource, Template
from scripts.gate.model.values import text

POLICIES = ("BlueGreenUpdatePolicy", "RollingUpdatePolicy")


def check(template: Template) -> Iterator[Problem]:
    alarms = {f"${{{alarm.name}}}": alarm for alarm in template.of_type("AWS::CloudWatch::Alarm")}
    for endpoint in template.of_type("AWS::SageMaker::Endpoint"):
        for problem in _deployment(endpoint.properties.get("DeploymentConfig", {}), alarms):
            yield Problem(endpoint.name, problem)
    for alarm in alarms.values():
        if alarm.properties.get("ActionsEnabled") is False:
            yield Problem(alarm.name, "does nothing: take ActionsEnabled out")
        if not 1 <= int(text(alarm.properties.get("EvaluationPeriods")) or 0) <= 5:
            yield Problem(alarm.name, "comes too late: look at no more than five minutes")


def _deployment(deployment: dict[str, Any], alarms: dict[str, Resource]) -> Iterator[str]:
    listed = deployment.get("AutoRollbackConfiguration", {}).get("Alarms", [])
    watched = {text(one.get("AlarmName")) for one in listed}
    if not any(policy in deployment for policy in POLICIES):
        yield "moves all requests at once without a wait: set a policy in DeploymentConfig"
    if not watched or not watched <= set(alarms):
        yield "is not rolled back when it fails: name the alarms of the template"
    for name in sorted(set(alarms) - watched):
        if _of_fleet(alarms[name]):
            yield f"is not rolled back by {name}: add the alarm"


def _of_fleet(alarm: Resource) -> bool:
    names = [text(dimension.get("Name")) for dimension in alarm.properties.get("Dimensions", [])]
    return "EndpointConfigName" in names
