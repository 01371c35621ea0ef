"""The tags of every SageMaker resource, by ARN."""

import re
from typing import NoReturn

from sandbox.api.errors import ServiceError
from sandbox.api.types import Answer, Request
from sandbox.services.sagemaker.records.tables import TAGS

_VERSION = re.compile(r":model-package/[^/]+/\d+$")


def AddTags(request: Request) -> Answer:
    if _VERSION.search(request["ResourceArn"]):
        refuse_tags()
    tags = _tags(request["ResourceArn"])
    tags |= {tag["Key"]: tag["Value"] for tag in request["Tags"]}
    return ListTags(request)


def ListTags(request: Request) -> Answer:
    return {"Tags": [{"Key": key, "Value": value} for key, value in _tags(request["ResourceArn"]).items()]}


def DeleteTags(request: Request) -> None:
    for key in request["TagKeys"]:
        _tags(request["ResourceArn"]).pop(key, None)


def refuse_tags() -> NoReturn:
    """A version of a group has no tags; the sentence: aws/aws-cdk#33699."""
    problem = "Tags are not supported in Model Package versions. Please add them to the Model Package Group"
    raise ServiceError("ValidationException", problem)


def _tags(resource: str) -> dict[str, str]:
    if resource not in TAGS.here():
        raise ServiceError("ResourceNotFound", f"Resource {resource} does not exist.")
    return TAGS.here()[resource]
