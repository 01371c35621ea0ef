"""How requests move from the old model to the new one, and what moves them back."""

from typing import Any

from deployment.choices import Steps
from deployment.settings import Traffic

ROUTING = {Traffic.ALL_AT_ONCE: "ALL_AT_ONCE", Traffic.CANARY: "CANARY", Traffic.LINEAR: "LINEAR"}
STEP = {Traffic.CANARY: "CanarySize", Traffic.LINEAR: "LinearStepSize"}


def deployment_config(traffic: Traffic, steps: Steps, alarms: list[str]) -> dict[str, Any]:
    """The endpoint's DeploymentConfig; any of the alarms rolls back. SageMaker uses it for updates, not at creation."""
    rollback = {"Alarms": [{"AlarmName": {"Ref": alarm}} for alarm in alarms]}
    size = {"Type": "CAPACITY_PERCENT", "Value": steps.percentage}
    if traffic is Traffic.ROLLING:
        policy = {"MaximumBatchSize": size, "WaitIntervalInSeconds": steps.watched_seconds}
        return {"RollingUpdatePolicy": policy, "AutoRollbackConfiguration": rollback}
    routing = {"Type": ROUTING[traffic], "WaitIntervalInSeconds": steps.watched_seconds}
    routing |= {STEP[traffic]: size} if traffic in STEP else {}
    policy = {"TrafficRoutingConfiguration": routing, "TerminationWaitInSeconds": steps.watched_seconds}
    return {"BlueGreenUpdatePolicy": policy, "AutoRollbackConfiguration": rollback}
