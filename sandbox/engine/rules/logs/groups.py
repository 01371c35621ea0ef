"""Log groups by name or identifier: CloudWatch Logs API reference, "logGroupIdentifier" of DescribeLogStreams."""

from typing import Any

from ministack.core.responses import get_account_id, get_region
from ministack.services import cloudwatch_logs

from sandbox.api.errors import ServiceError
from sandbox.api.types import Request

Group = dict[str, Any]


def find(name: str) -> Group:
    group = cloudwatch_logs._log_groups.get(name)
    if group is None:
        raise ServiceError("ResourceNotFoundException", "The specified log group does not exist.")
    return group


def name_in(request: Request) -> str:
    """The group that a request names by one of two members; both are refused as recorded."""
    name, identifier = request.get("logGroupName"), request.get("logGroupIdentifier")
    if name and identifier:
        raise ServiceError("ValidationException", "LogGroup name and LogGroup ARN are mutually exclusive parameters.")
    if not name and not identifier:
        raise ServiceError("ValidationException", "Either a LogGroup name or a LogGroup ARN is required.")
    return str(name or _name(str(identifier)))


def arn(name: str) -> str:
    return f"arn:aws:logs:{get_region()}:{get_account_id()}:log-group:{name}"


def _name(identifier: str) -> str:
    return identifier.removesuffix(":*").removeprefix(arn(""))


def named_by_arn(resource: str) -> Group | None:
    return cloudwatch_logs._log_groups.get(_name(resource))
