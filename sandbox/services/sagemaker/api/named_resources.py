"""The table of SageMaker's plain resources, and what each of them refers to."""

from typing import Any

from sandbox.api.errors import ServiceError, not_emulated
from sandbox.services.sagemaker.api import instance_types, model_packages, roles
from sandbox.services.sagemaker.api.resources import Kind, find
from sandbox.services.sagemaker.pipelines import definition

Request = dict[str, Any]


def _check_model(request: Request) -> None:
    if "ExecutionRoleArn" in request:
        roles.check(request["ExecutionRoleArn"])
    containers = [*request.get("Containers", []), *filter(None, [request.get("PrimaryContainer")])]
    if not containers:
        raise ServiceError("ValidationException", "A model needs PrimaryContainer or Containers.")
    if len(containers) > 1:
        raise not_emulated("A model of several containers")
    for container in containers:
        if "ModelPackageName" in container:
            model_packages.find_package(container["ModelPackageName"])


def _check_endpoint_config(request: Request) -> None:
    if request.get("ShadowProductionVariants"):
        raise not_emulated("An endpoint configuration with ShadowProductionVariants")
    variants = request["ProductionVariants"]
    instance_types.refuse_key(request.get("KmsKeyId"), "KmsKeyId", [each.get("InstanceType", "") for each in variants])
    for variant in variants:
        if "ModelName" in variant:
            _check_serverless(request, variant, find(MODEL, variant["ModelName"]))
    if request.get("AsyncInferenceConfig") and request.get("DataCaptureConfig"):
        raise ServiceError("ValidationException", "Data capture is not supported for asynchronous endpoints.")
    notices = request.get("AsyncInferenceConfig", {}).get("OutputConfig", {}).get("NotificationConfig", {})
    if notices.get("IncludeInferenceResponseIn"):
        raise not_emulated("A notice of asynchronous inference with the answer in it (IncludeInferenceResponseIn)")


def _check_serverless(request: Request, variant: Request, model: Request) -> None:
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


def _check_capacity(variant: Request) -> None:
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


def _check_pipeline(request: Request) -> None:
    roles.check(request["RoleArn"])
    if "PipelineDefinition" not in request:
        raise not_emulated("A pipeline definition in S3")
    definition.parse(request["PipelineDefinition"])


MODEL = Kind("Model", "model", _check_model, lower=True)
ENDPOINT_CONFIG = Kind("EndpointConfig", "endpoint-config", _check_endpoint_config, lower=True)
ENDPOINT = Kind("Endpoint", "endpoint", lower=True)
PIPELINE = Kind("Pipeline", "pipeline", _check_pipeline, ("PipelineStatus", "Active"), missing="ResourceNotFound")
KINDS = (
    MODEL,
    ENDPOINT_CONFIG,
    ENDPOINT,
    PIPELINE,
    Kind("CodeRepository", "code-repository", plural="CodeRepositories"),
)
