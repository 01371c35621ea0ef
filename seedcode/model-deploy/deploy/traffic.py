"""How requests move from the old model to the new one, and what moves them back."""

from typing import Any

from deploy.settings import EndpointType, Traffic

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


def instances(endpoint: EndpointType, traffic: Traffic, stage: str) -> int:
    """Moving half of the traffic takes at least two instances; production has two in any case."""
    if endpoint is EndpointType.REAL_TIME and (stage == "production" or traffic is not Traffic.ALL_AT_ONCE):
        return 2
    return 1 if traffic is Traffic.ALL_AT_ONCE else 2
