"""What DescribeEndpoint shows of an endpoint while it is created, updated and deleted, and the events of that."""

import datetime
import re
from typing import Any, cast

from sandbox.api import events
from sandbox.api.identifiers import now
from sandbox.api.types import Record
from sandbox.services.sagemaker.endpoints.traffic_steps import Step
from sandbox.services.sagemaker.records.resources import ENDPOINT_CONFIG
from sandbox.services.sagemaker.records.shapes import Endpoint, EndpointConfig, Variant, VariantSummary
from sandbox.services.sagemaker.records.tables import TAGS, aws_members


def set_status(endpoint: Endpoint, status: str) -> None:
    """Enter a status, which is an event."""
    if status not in ("Updating", "RollingBack"):
        endpoint.pop("PendingDeploymentSummary", None)
    endpoint["EndpointStatus"], endpoint["LastModifiedTime"] = status, now()
    _emit(endpoint, "SageMaker Endpoint State Change")


def set_rolled_back(endpoint: Endpoint, reason: str) -> None:
    """The endpoint serves as before, with the reason of the failed update."""
    endpoint["FailureReason"] = reason
    set_status(endpoint, "InService")


def set_in_service(endpoint: Endpoint, name: str) -> None:
    """The endpoint serves the configuration of that name; what the update retains stays."""
    configuration, retained = ENDPOINT_CONFIG.here()[name], endpoint.get("retained", [])
    before = {summary["VariantName"]: summary for summary in endpoint.get("ProductionVariants", [])}
    endpoint["EndpointConfigName"] = name
    endpoint["ProductionVariants"] = [
        _retain(_summary(variant), before.get(variant["VariantName"]), retained)
        for variant in configuration["ProductionVariants"]
    ]
    endpoint["AsyncInferenceConfig"] = configuration.get("AsyncInferenceConfig")
    if "DataCaptureConfig" not in retained:
        endpoint["DataCaptureConfig"] = _capture_summary(configuration)
    set_status(endpoint, "InService")


def show_pending(endpoint: Endpoint, configuration: EndpointConfig, step: Step, started: datetime.datetime) -> None:
    """A step of a deployment: SageMaker API Reference, "PendingDeploymentSummary"; and an event."""
    endpoint["PendingDeploymentSummary"] = {
        "EndpointConfigName": configuration["EndpointConfigName"],
        "StartTime": started,
        "ProductionVariants": [_pending_summary(variant, step) for variant in configuration["ProductionVariants"]],
    }
    _emit(endpoint, "SageMaker Endpoint Deployment State Change")


def _summary(variant: Variant) -> VariantSummary:
    weight, serverless = variant.get("InitialVariantWeight", 1.0), variant.get("ServerlessConfig")
    count = 0 if serverless else variant.get("InitialInstanceCount", 1)
    summary: VariantSummary = {
        "VariantName": variant["VariantName"],
        "CurrentWeight": weight,
        "DesiredWeight": weight,
        "CurrentInstanceCount": count,
        "DesiredInstanceCount": count,
    }
    return {**summary, "CurrentServerlessConfig": serverless} if serverless else summary


def _retain(summary: VariantSummary, before: VariantSummary | None, retained: list[str]) -> VariantSummary:
    """The summary with the weight and the instance count of before, where an update retains them."""
    endings = tuple(name.removeprefix("Desired") for name in retained)
    kept = {name: value for name, value in (before or {}).items() if endings and name.endswith(endings)}
    return cast("VariantSummary", {**summary, **kept})


def _pending_summary(variant: Variant, step: Step) -> Record:
    summary = _summary(variant)
    count = round(step.share * summary["CurrentInstanceCount"])
    message = f"Baking for {step.seconds:g} seconds with traffic enabled on capacity of {count} instance(s)."
    status = {"Status": "Baking", "StatusMessage": message, "StartTime": now()}
    return {**summary, "CurrentInstanceCount": count, "VariantStatus": [status]}


def _capture_summary(configuration: EndpointConfig) -> Record | None:
    """DataCaptureConfigSummary: the description names some members differently from the configuration."""
    given = configuration.get("DataCaptureConfig")
    return given and {
        "EnableCapture": given.get("EnableCapture", False),
        "CaptureStatus": "Started" if given.get("EnableCapture") else "Stopped",
        "CurrentSamplingPercentage": given["InitialSamplingPercentage"],
        "DestinationS3Uri": given["DestinationS3Uri"],
        "KmsKeyId": given.get("KmsKeyId", ""),
    }


def _emit(endpoint: Endpoint, title: str) -> None:
    """Developer Guide, "Events that SageMaker AI sends to EventBridge": IN_SERVICE where the API has InService."""
    detail: dict[str, Any] = aws_members(endpoint)
    detail["EndpointStatus"] = re.sub(r"(?<=[a-z])(?=[A-Z])", "_", endpoint["EndpointStatus"]).upper()
    detail["Tags"] = TAGS.here().get(endpoint["EndpointArn"], {})
    events.emit("aws.sagemaker", title, detail, endpoint["EndpointArn"], time=events.milliseconds)
