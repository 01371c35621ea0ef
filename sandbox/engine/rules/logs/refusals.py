"""What CloudWatch Logs refuses, by operation: its API reference; the sentences are recorded or describe the rule."""

from sandbox.api.errors import ServiceError, not_emulated
from sandbox.api.types import Request
from sandbox.engine.rules.logs import encryption, groups

_CODE = "InvalidParameterException"
# API reference, TagResource: TooManyTagsException.
_MOST_TAGS = 50
# API reference, PutRetentionPolicy.
_DAYS = (1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288, 3653)


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


def PutRetentionPolicy(request: Request) -> None:
    """The sentence is that of aws/aws-cdk#1343."""
    groups.find(request["logGroupName"])
    if request["retentionInDays"] not in _DAYS:
        raise ServiceError(_CODE, f"Invalid retention value. Valid values are: {list(_DAYS)}")


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
