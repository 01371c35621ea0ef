"""What CreateModel refuses."""

from sandbox.api.errors import ServiceError, not_emulated
from sandbox.api.types import Request
from sandbox.services.sagemaker.models.group_policy import find_package
from sandbox.services.sagemaker.records import roles


def check_model(request: Request) -> None:
    if "ExecutionRoleArn" in request:
        roles.require_role(request["ExecutionRoleArn"])
    containers = [*request.get("Containers", []), *filter(None, [request.get("PrimaryContainer")])]
    if not containers:
        raise ServiceError("ValidationException", "A model needs PrimaryContainer or Containers.")
    if len(containers) > 1:
        raise not_emulated("A model of several containers")
    for container in containers:
        if "ModelPackageName" in container:
            find_package(container["ModelPackageName"])
