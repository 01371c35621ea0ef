"""Schedules: their expressions, dates, windows, targets and roles.

The messages were measured with AWS (badmintoncryer/cdk-preflight, pf-scheduler-*), except for recorded ones.
"""

import datetime
import json
import zoneinfo
from typing import Any

from ministack.core.responses import get_account_id, get_region
from ministack.services import iam
from ministack.services import scheduler as engine

from sandbox.api.errors import ServiceError, not_emulated
from sandbox.api.identifiers import now
from sandbox.api.types import Request
from sandbox.engine.rules import schedule_expressions
from sandbox.iam.sessions import assume_for_service

_LATEST_START = datetime.timedelta(minutes=5)
_UTC = frozenset({"UTC", "Etc/UTC"})
_PARAMETERS = {
    "EcsParameters": "ecs",
    "EventBridgeParameters": "events",
    "KinesisParameters": "kinesis",
    "SageMakerPipelineParameters": "sagemaker",
    "SqsParameters": "sqs",
}
# Scheduler User Guide, "Using templated targets".
_TEMPLATED = frozenset(
    {"codebuild", "codepipeline", "ecs", "events", "firehose", "inspector", "kinesis", "lambda", "sagemaker"}
    | {"sns", "sqs", "states"}
)
_DELIVERED = frozenset({"codebuild", "codepipeline", "sagemaker", "states", "lambda", "sns", "sqs"})


def CreateSchedule(request: Request) -> None:
    _check_time(request)
    _check_window(request["FlexibleTimeWindow"])
    _check_target(request["Target"])
    _check_group(request.get("GroupName"))
    _check_role(request)


def UpdateSchedule(request: Request) -> None:
    group = request.get("GroupName") or "default"
    if f"{group}/{request['Name']}" not in engine._schedules:
        raise ServiceError("ResourceNotFoundException", f"Schedule {request['Name']} does not exist.", 404)
    CreateSchedule(request)


def _invalid(message: str) -> ServiceError:
    return ServiceError("ValidationException", message)


def _check_time(request: Request) -> None:
    expression, zone = request["ScheduleExpression"], request.get("ScheduleExpressionTimezone") or "UTC"
    if not schedule_expressions.is_for_a_schedule(expression):
        raise _invalid(f"Invalid Schedule Expression {expression}.")
    if zone not in zoneinfo.available_timezones() | _UTC:
        raise _invalid(f"Invalid ScheduleExpressionTimezone {zone}.")
    if zone not in _UTC:
        raise not_emulated(f"the time zone {zone} of scheduler:CreateSchedule")
    if not expression.lower().startswith("at("):  # "EventBridge Scheduler ignores StartDate for one-time schedules"
        _check_dates(request.get("StartDate"), request.get("EndDate"))


def _check_dates(start: Any, end: Any) -> None:
    if start and _moment(start) < now() - _LATEST_START:
        raise _invalid("The StartDate you specify cannot be earlier than 5 minutes ago.")
    if start and end and _moment(start) >= _moment(end):
        raise _invalid("The StartDate you specify must come before the EndDate.")


def _moment(value: Any) -> datetime.datetime:
    if isinstance(value, datetime.datetime):
        return value if value.tzinfo else value.replace(tzinfo=datetime.UTC)
    return datetime.datetime.fromtimestamp(float(value), datetime.UTC)


def _check_window(window: dict[str, Any]) -> None:
    is_flexible, minutes = window["Mode"] == "FLEXIBLE", window.get("MaximumWindowInMinutes")
    if is_flexible and minutes is None:
        raise _invalid("MaximumWindowInMinutes must be provided when FlexibleTimeWindowMode is set to FLEXIBLE.")
    if not is_flexible and minutes is not None:
        raise _invalid("MaximumWindowInMinutes must not be provided when FlexibleTimeWindowMode is set to OFF.")


def _check_target(target: dict[str, Any]) -> None:
    arn, parts = target["Arn"], target["Arn"].split(":")
    if parts[0] != "arn" or len(parts) < 6:
        raise _invalid("Provided Arn is not in correct format.")
    service = parts[2]
    _check_place(arn, service, parts[3])
    _check_parameters(target, service)
    if not _is_json(target.get("Input", "{}")):
        raise _invalid("JSON syntax error in input for the target.")
    if service not in _DELIVERED or parts[4] != get_account_id():
        raise not_emulated(f"the target {arn} of scheduler:CreateSchedule")


def _check_place(arn: str, service: str, region: str) -> None:
    if arn.split(":")[2:6] == ["scheduler", "", "", "aws-sdk"]:
        raise not_emulated(f"the universal target {arn} of scheduler:CreateSchedule")
    if service not in _TEMPLATED:
        raise _invalid(f"{service} is not a supported service for a target.")
    if region != get_region():
        raise _invalid(f"The target ARN provided does not match the current region {get_region()}.")


def _check_parameters(target: dict[str, Any], service: str) -> None:
    for name, owner in _PARAMETERS.items():
        if name in target and service != owner:
            raise _invalid(f"Parameters {name} not supported for the target.")
    if service != "sqs":
        return
    is_fifo = target["Arn"].endswith(".fifo")
    if is_fifo and not target.get("SqsParameters"):
        raise _invalid("Parameters SqsParameters must be specified.")
    if not is_fifo and target.get("SqsParameters", {}).get("MessageGroupId"):
        raise _invalid("Parameters MessageGroupId not valid for the target.")


def _is_json(text: str) -> bool:
    try:
        json.loads(text)
    except ValueError:
        return False
    return True


def _check_group(name: str | None) -> None:
    if (name or "default") != "default":  # groups are not offered, so there is no other
        raise ServiceError("ResourceNotFoundException", f"Schedule group {name} does not exist.", 404)


def _check_role(request: Request) -> None:
    """Scheduler User Guide, "Set up the execution role": the source is the group of the schedule."""
    role = request["Target"]["RoleArn"]
    if iam._roles.get_scoped(role.split(":")[4], None, role.rpartition("/")[2]) is None:
        raise not_emulated(f"the role {role}, which does not exist here, of scheduler:CreateSchedule")
    source = f"arn:aws:scheduler:{get_region()}:{get_account_id()}:schedule-group/default"
    try:
        assume_for_service(role, "scheduler.amazonaws.com", "creation", source)
    except ServiceError as error:
        message = "The execution role you provide must allow AWS EventBridge Scheduler to assume the role."
        raise _invalid(message) from error
