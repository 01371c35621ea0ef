"""Schedules: their expressions, dates, windows and roles.

The messages were measured with AWS (badmintoncryer/cdk-preflight, pf-scheduler-*), except for recorded ones.
"""

import datetime
import zoneinfo
from typing import Any

from ministack.core.responses import get_account_id, get_region
from ministack.services import iam
from ministack.services import scheduler as engine

from sandbox.api.errors import ServiceError, not_emulated
from sandbox.api.identifiers import now
from sandbox.api.types import Request
from sandbox.engine.rules.schedule_expressions import expressions
from sandbox.engine.rules.scheduler.targets import check_target, invalid
from sandbox.iam.sessions import assume_for_service

_LATEST_START = datetime.timedelta(minutes=5)
_UTC = frozenset({"UTC", "Etc/UTC"})


def CreateSchedule(request: Request) -> None:
    """Refuse what AWS refuses of a new schedule."""
    if _key(request) in engine._schedules:
        raise ServiceError("ConflictException", f"Schedule {request['Name']} already exists.", 409)
    _check(request)


def UpdateSchedule(request: Request) -> None:
    GetSchedule(request)
    _check(request)


def GetSchedule(request: Request) -> None:
    if _key(request) not in engine._schedules:
        raise ServiceError("ResourceNotFoundException", f"Schedule {request['Name']} does not exist.", 404)


DeleteSchedule = GetSchedule


def _key(request: Request) -> str:
    return f"{request.get('GroupName') or 'default'}/{request['Name']}"


def _check(request: Request) -> None:
    _check_time(request)
    _check_window(request["FlexibleTimeWindow"])
    check_target(request["Target"])
    _check_group(request.get("GroupName"))
    _check_role(request)


def _check_time(request: Request) -> None:
    expression, zone = request["ScheduleExpression"], request.get("ScheduleExpressionTimezone") or "UTC"
    if not expressions.is_for_a_schedule(expression):
        raise invalid(f"Invalid Schedule Expression {expression}.")
    if zone not in zoneinfo.available_timezones() | _UTC:
        raise invalid(f"Invalid ScheduleExpressionTimezone {zone}.")
    if zone not in _UTC:
        raise not_emulated(f"the time zone {zone} of scheduler:CreateSchedule")
    if not expression.lower().startswith("at("):  # "EventBridge Scheduler ignores StartDate for one-time schedules"
        _check_dates(request.get("StartDate"), request.get("EndDate"))


def _check_dates(start: Any, end: Any) -> None:
    if start and _moment(start) < now() - _LATEST_START:
        raise invalid("The StartDate you specify cannot be earlier than 5 minutes ago.")
    if start and end and _moment(start) >= _moment(end):
        raise invalid("The StartDate you specify must come before the EndDate.")


def _moment(value: Any) -> datetime.datetime:
    if isinstance(value, datetime.datetime):
        return value if value.tzinfo else value.replace(tzinfo=datetime.UTC)
    return datetime.datetime.fromtimestamp(float(value), datetime.UTC)


def _check_window(window: dict[str, Any]) -> None:
    is_flexible, minutes = window["Mode"] == "FLEXIBLE", window.get("MaximumWindowInMinutes")
    if is_flexible and minutes is None:
        raise invalid("MaximumWindowInMinutes must be provided when FlexibleTimeWindowMode is set to FLEXIBLE.")
    if not is_flexible and minutes is not None:
        raise invalid("MaximumWindowInMinutes must not be provided when FlexibleTimeWindowMode is set to OFF.")


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
        raise invalid(message) from error
