"""Tags of everything that SageMaker keeps here, by ARN."""

from typing import Any

from sandbox.api.errors import ServiceError
from sandbox.services.sagemaker.api.resources import STORE

Request = dict[str, Any]


def AddTags(request: Request) -> Request:
    tags = _tags(request["ResourceArn"])
    tags |= {tag["Key"]: tag["Value"] for tag in request["Tags"]}
    return ListTags(request)


def ListTags(request: Request) -> Request:
    return {"Tags": [{"Key": key, "Value": value} for key, value in _tags(request["ResourceArn"]).items()]}


def DeleteTags(request: Request) -> None:
    for key in request["TagKeys"]:
        _tags(request["ResourceArn"]).pop(key, None)


def _tags(resource: str) -> dict[str, str]:
    if resource not in STORE.here("tags"):
        raise ServiceError("ResourceNotFound", f"Resource {resource} does not exist.")
    return STORE.here("tags")[resource]
