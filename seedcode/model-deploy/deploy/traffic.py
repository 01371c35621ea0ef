"""How requests move from the old model to the new one, and what moves them back."""

from typing import Any

from deploy.settings import Traffic

BAKE_SECONDS = 300
HALF = {"Type": "CAPACITY_PERCENT", "Value": 50}
ROUTING: dict[Traffic, dict[str, Any]] = {
    Traffic.ALL_AT_ONCE: {"Type": "ALL_AT_ONCE", "WaitIntervalInSeconds": BAKE_SECONDS},
    Traffic.CANARY: {"Type": "CANARY", "CanarySize": HALF, "WaitIntervalInSeconds": BAKE_SECONDS},
    Traffic.LINEAR: {"Type": "LINEAR", "LinearStepSize": HALF, "WaitIntervalInSeconds": BAKE_SECONDS},
}


def deployment_config(traffic: Traffic, alarms: list[str]) -> dict[str, Any]:
    """The endpoint's DeploymentConfig; any of the alarms rolls back. SageMaker uses it for updates, not at creation."""
    rollback = {"Alarms": [{"AlarmName": {"Ref": alarm}} for alarm in alarms]}
    if traffic is Traffic.ROLLING:
        policy = {"MaximumBatchSize": HALF, "WaitIntervalInSeconds": BAKE_SECONDS}
        return {"RollingUpdatePolicy": policy, "AutoRollbackConfiguration": rollback}
    policy = {"TrafficRoutingConfiguration": ROUTING[traffic], "TerminationWaitInSeconds": BAKE_SECONDS}
    return {"BlueGreenUpdatePolicy": policy, "AutoRollbackConfiguration": rollback}
