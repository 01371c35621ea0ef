"""What an endpoint shows of itself while it is made, moved and ended, and the events of that."""

import re
from typing import Any

from sandbox.api import events
from sandbox.api.identifiers import now
from sandbox.services.sagemaker.api.resources import STORE
from sandbox.services.sagemaker.endpoints import plan

Record = dict[str, Any]


def rolled_back(endpoint: Record, reason: str) -> None:
    """It serves as before, and says why."""
    endpoint["FailureReason"] = reason
    become(endpoint, "InService")


def in_service(endpoint: Record, configuration: str) -> None:
    """It serves what the configuration says."""
    shown = STORE.here("EndpointConfig")[configuration]
    retained = endpoint.get("RetainedVariantProperties", [])
    kept = plan.Kept(endpoint.get("ProductionVariants", []), tuple(retained))
    endpoint |= {"EndpointConfigName": configuration, "ProductionVariants": plan.variants(shown, kept)}
    captures = [] if "DataCaptureConfig" in retained else ["DataCaptureConfig"]
    for name in ("AsyncInferenceConfig", *captures):
        endpoint[name] = shown.get(name)
    if captures and endpoint["DataCaptureConfig"]:
        # The description tells it in other words than the configuration.
        given = endpoint["DataCaptureConfig"]
        endpoint["DataCaptureConfig"] = {
            "EnableCapture": given.get("EnableCapture", False),
            "CaptureStatus": "Started" if given.get("EnableCapture") else "Stopped",
            "CurrentSamplingPercentage": given["InitialSamplingPercentage"],
            "DestinationS3Uri": given["DestinationS3Uri"],
            "KmsKeyId": given.get("KmsKeyId", ""),
        }
    become(endpoint, "InService")


def become(endpoint: Record, status: str) -> None:
    """Enter a status, which is an event."""
    if status not in ("Updating", "RollingBack"):
        endpoint.pop("PendingDeploymentSummary", None)
    endpoint |= {"EndpointStatus": status, "LastModifiedTime": now()}
    _announce(endpoint, "SageMaker Endpoint State Change")


def _announce(endpoint: Record, kind: str) -> None:
    """Developer Guide, "Events that SageMaker AI sends to EventBridge": IN_SERVICE where the API says InService."""
    detail = {name: value for name, value in endpoint.items() if name[0].isupper()}
    detail["EndpointStatus"] = re.sub(r"(?<=[a-z])(?=[A-Z])", "_", endpoint["EndpointStatus"]).upper()
    detail["Tags"] = STORE.here("tags").get(endpoint["EndpointArn"], {})
    events.emit("aws.sagemaker", kind, detail, endpoint["EndpointArn"], time=events.milliseconds)


def show(endpoint: Record, pending: Record) -> None:
    """A step of a deployment is seen in the endpoint's description, and is an event."""
    endpoint["PendingDeploymentSummary"] = pending
    _announce(endpoint, "SageMaker Endpoint Deployment State Change")
