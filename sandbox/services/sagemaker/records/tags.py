"""The tags of every SageMaker resource, by ARN."""

from sandbox.api.errors import ServiceError
from sandbox.api.types import Answer, Request
from sandbox.services.sagemaker.records.tables import TAGS


def AddTags(request: Request) -> Answer:
    tags = _tags(request["ResourceArn"])
    tags |= {tag["Key"]: tag["Value"] for tag in request["Tags"]}
    return ListTags(request)


def ListTags(request: Request) -> Answer:
    return {"Tags": [{"Key": key, "Value": value} for key, value in _tags(request["ResourceArn"]).items()]}


def DeleteTags(request: Request) -> None:
    for key in request["TagKeys"]:
        _tags(request["ResourceArn"]).pop(key, None)


def _tags(resource: str) -> dict[str, str]:
    if resource not in TAGS.here():
        raise ServiceError("ResourceNotFound", f"Resource {resource} does not exist.")
    return TAGS.here()[resource]
