"""Logging configurations (API reference, LoggingConfiguration; developer guide, "Logging using CloudWatch Logs")."""

import re
from typing import Any

from botocore.exceptions import ClientError
from ministack.core.responses import get_account_id

from sandbox.api import loopback
from sandbox.api.errors import ServiceError
from sandbox.iam import permission_checks

_GROUP = re.compile(r"arn:aws[a-z-]*:logs:[a-z0-9-]+:\d{12}:log-group:([^:*]+):\*")
# Developer guide, "IAM policies for logging to CloudWatch Logs".
_ACTIONS = (
    "logs:CreateLogDelivery",
    "logs:GetLogDelivery",
    "logs:UpdateLogDelivery",
    "logs:DeleteLogDelivery",
    "logs:ListLogDeliveries",
    "logs:PutResourcePolicy",
    "logs:DescribeResourcePolicies",
    "logs:DescribeLogGroups",
)


def complete(given: dict[str, Any] | None) -> dict[str, Any]:
    """A configuration with the members that DescribeStateMachine shows."""
    return {"level": "OFF", "includeExecutionData": False} | (given or {})


def check(configuration: dict[str, Any], own: loopback.Credentials) -> None:
    """Refuse a configuration that logs to no group, to several, or to one that the role cannot log to.

    Raises:
        ServiceError: InvalidLoggingConfiguration or AccessDeniedException.

    """
    destinations = configuration.get("destinations", [])
    if configuration["level"] == "OFF" and not destinations:
        return
    if len(destinations) != 1:
        raise _refusal("Must specify exactly one Log Destination.")
    arn = destinations[0].get("cloudWatchLogsLogGroup", {}).get("logGroupArn", "")
    if not _GROUP.fullmatch(arn) or not _exists(group(configuration)):
        raise _refusal("Log Destination is not valid.")
    for action in _ACTIONS:
        _require(own, action)


def group(configuration: dict[str, Any]) -> str:
    """The name of the log group; empty if there is none."""
    for destination in configuration.get("destinations", []):
        found = _GROUP.fullmatch(destination.get("cloudWatchLogsLogGroup", {}).get("logGroupArn", ""))
        if found:
            return found[1]
    return ""


def _refusal(problem: str) -> ServiceError:
    return ServiceError("InvalidLoggingConfiguration", f"Invalid Logging Configuration: {problem}")


def _exists(name: str) -> bool:
    try:
        with loopback.acting_as(loopback.root(get_account_id())):
            found = loopback.client("logs").describe_log_groups(logGroupNamePrefix=name)["logGroups"]
    except ClientError:
        return False
    return any(each["logGroupName"] == name for each in found)


def _require(own: loopback.Credentials, action: str) -> None:
    try:
        permission_checks.require(own, action, "*")
    except ServiceError:
        problem = "The state machine IAM Role is not authorized to access the Log Destination"
        raise ServiceError("AccessDeniedException", problem) from None
