"""What CloudWatch Logs refuses, by operation: its API reference; the sentences are recorded or describe the rule."""

from sandbox.api.errors import ServiceError, not_emulated
from sandbox.api.types import Request
from sandbox.engine.rules.logs import encryption, groups

_CODE = "InvalidParameterException"
# API reference, TagResource: TooManyTagsException.
_MOST_TAGS = 50


def CreateLogGroup(request: Request) -> None:
    """API reference, CreateLogGroup: `aws/` begins no name; the other classes answer differently."""
    name = request["logGroupName"]
    if request.get("logGroupClass", "STANDARD") != "STANDARD":
        raise not_emulated(f"logGroupClass {request['logGroupClass']} of logs:CreateLogGroup")
    if name.startswith("aws/"):
        raise ServiceError(_CODE, "Log group names starting with 'aws/' are reserved for AWS use.")
    if request.get("kmsKeyId"):
        encryption.check(request["kmsKeyId"], name)


def DescribeLogGroups(request: Request) -> None:
    if request.get("logGroupNamePrefix") and request.get("logGroupNamePattern"):
        problem = "LogGroup name prefix and LogGroup name pattern are mutually exclusive parameters."
        raise ServiceError(_CODE, problem)


def GetLogEvents(request: Request) -> None:
    groups.name_in(request)


def FilterLogEvents(request: Request) -> None:
    if request.get("logStreamNamePrefix") and request.get("logStreamNames"):
        raise ServiceError(_CODE, "logStreamNamePrefix and logStreamNames are mutually exclusive parameters.")


def TagLogGroup(request: Request) -> None:
    _check_tags(groups.find(request["logGroupName"])["tags"] | request["tags"])


def TagResource(request: Request) -> None:
    """The engine refuses what is no ARN of a group."""
    group = groups.named_by_arn(request["resourceArn"])
    if group:
        _check_tags(group["tags"] | request["tags"])


def _check_tags(tags: dict[str, str]) -> None:
    if len(tags) > _MOST_TAGS:
        raise ServiceError("TooManyTagsException", "A resource has 50 tags at most.")
