"""The table of SageMaker's plain resources, and what each of them refers to."""

import json
from typing import Any

from ministack.core.responses import get_account_id
from ministack.services import iam

from sandbox.services.errors import ServiceError
from sandbox.services.sagemaker import model_packages
from sandbox.services.sagemaker.resources import Kind, find

Request = dict[str, Any]


def _check_model(request: Request) -> None:
    if "ExecutionRoleArn" in request:
        _check_role(request["ExecutionRoleArn"])
    containers = [*request.get("Containers", []), *filter(None, [request.get("PrimaryContainer")])]
    if not containers:
        raise ServiceError("ValidationException", "A model needs PrimaryContainer or Containers.")
    for container in containers:
        if "ModelPackageName" in container:
            model_packages.find_package(container["ModelPackageName"])


def _check_endpoint_config(request: Request) -> None:
    for variant in [*request["ProductionVariants"], *request.get("ShadowProductionVariants", [])]:
        if "ModelName" in variant:
            find(MODEL, variant["ModelName"])


def _check_endpoint(request: Request) -> None:
    find(ENDPOINT_CONFIG, request["EndpointConfigName"])


def _check_pipeline(request: Request) -> None:
    _check_role(request["RoleArn"])
    if "PipelineDefinition" not in request:
        raise ServiceError("SandboxNotImplemented", "A pipeline definition in S3 is not emulated by the sandbox", 501)
    try:
        json.loads(request["PipelineDefinition"])["Steps"]
    except (ValueError, KeyError, TypeError):
        raise ServiceError("ValidationException", "Unable to parse pipeline definition.") from None


def _check_role(role: str) -> None:
    account, name = role.split(":")[4], role.rpartition("/")[2]
    if account != get_account_id() or iam._roles.get_scoped(account, None, name) is None:
        raise ServiceError("ValidationException", f"Could not assume role {role}. Please ensure that the role exists.")


MODEL = Kind("Model", "model", _check_model, lower=True)
ENDPOINT_CONFIG = Kind("EndpointConfig", "endpoint-config", _check_endpoint_config, lower=True)
KINDS = (
    MODEL,
    ENDPOINT_CONFIG,
    Kind("Endpoint", "endpoint", _check_endpoint, ("EndpointStatus", "InService"), lower=True),
    Kind("Pipeline", "pipeline", _check_pipeline, ("PipelineStatus", "Active")),
    Kind("CodeRepository", "code-repository", plural="CodeRepositories"),
)
