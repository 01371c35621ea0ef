"""What CreateEndpointConfig refuses."""

from sandbox.api.errors import ServiceError, not_emulated
from sandbox.api.types import Record, Request
from sandbox.services.sagemaker.records import instance_types
from sandbox.services.sagemaker.records.resources import MODEL
from sandbox.services.sagemaker.records.shapes import Model


def check_endpoint_config(request: Request) -> None:
    if request.get("ShadowProductionVariants"):
        raise not_emulated("An endpoint configuration with ShadowProductionVariants")
    variants = request["ProductionVariants"]
    types = [variant.get("InstanceType", "") for variant in variants]
    instance_types.refuse_key(request.get("KmsKeyId"), "KmsKeyId", types)
    for variant in variants:
        if "ModelName" in variant:
            _check_serverless(request, variant, MODEL.find(variant["ModelName"]))
    if request.get("AsyncInferenceConfig") and request.get("DataCaptureConfig"):
        raise ServiceError("ValidationException", "Data capture is not supported for asynchronous endpoints.")
    notifications = request.get("AsyncInferenceConfig", {}).get("OutputConfig", {}).get("NotificationConfig", {})
    if notifications.get("IncludeInferenceResponseIn"):
        raise not_emulated("A notification with the answer in it (IncludeInferenceResponseIn)")


def _check_serverless(request: Request, variant: Record, model: Model) -> None:
    """Developer Guide, "Deploy models with Amazon SageMaker Serverless Inference": what is excluded."""
    if "ServerlessConfig" not in variant:
        return
    _check_capacity(variant)
    excluded = {
        "Data capture": request.get("DataCaptureConfig"),
        "VPC configuration": model.get("VpcConfig") or request.get("VpcConfig"),
        "Network isolation": model.get("EnableNetworkIsolation") or request.get("EnableNetworkIsolation"),
        "Asynchronous inference": request.get("AsyncInferenceConfig"),
        "More than one variant": request["ProductionVariants"][1:],
    }
    for name, given in excluded.items():
        if given:
            raise ServiceError("ValidationException", f"{name} is not supported for serverless endpoints.")


def _check_capacity(variant: Record) -> None:
    """SageMaker API Reference, "ProductionVariantServerlessConfig"."""
    given = variant["ServerlessConfig"]
    problems = {
        "MemorySizeInMB must be given in steps of 1024 MB.": given["MemorySizeInMB"] % 1024,
        "ProvisionedConcurrency must be less than or equal to MaxConcurrency.": (
            given.get("ProvisionedConcurrency", 1) > given["MaxConcurrency"]
        ),
        "A variant with ServerlessConfig has no instances: remove InstanceType and InitialInstanceCount.": (
            {"InstanceType", "InitialInstanceCount"} & variant.keys()
        ),
    }
    for problem, found in problems.items():
        if found:
            raise ServiceError("ValidationException", problem)
