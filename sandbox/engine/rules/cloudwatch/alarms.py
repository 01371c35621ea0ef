"""Alarms: what CloudWatch refuses of their settings.

API Reference, "PutMetricAlarm" and "SetAlarmState"; the sentences are recorded or those that users report.
"""

import re
from collections.abc import Iterator

from ministack.core.responses import get_region
from ministack.services import cloudwatch

from sandbox.api.errors import ServiceError, not_emulated
from sandbox.api.types import Request
from sandbox.engine.rules.cloudwatch import points

_COMPARISONS = {
    "GreaterThanOrEqualToThreshold",
    "GreaterThanThreshold",
    "LessThanThreshold",
    "LessThanOrEqualToThreshold",
}
_MISSING = {"breaching", "notBreaching", "ignore", "missing"}
_ACTIONS = ("OKActions", "AlarmActions", "InsufficientDataActions")
_ARN = re.compile(r"arn:[a-z-]+:(?P<service>[a-z0-9-]+):(?P<region>[a-z0-9-]*):[^:]*:.+")
_HOUR, _DAY, _WEEK = 3600, 86_400, 604_800
_SHORTEST = 10


def put(request: Request) -> None:
    _refuse_by_name(request)
    for problems in (_missing, _statistic, _times, _choices, _actions):
        for problem in problems(request):
            raise ServiceError("ValidationError", problem)


def set_state(request: Request) -> None:
    """Recorded: no sentence for an alarm that does not exist."""
    if request["AlarmName"] not in cloudwatch._alarms:
        raise ServiceError("ResourceNotFound", "", 404)


def _refuse_by_name(request: Request) -> None:
    if request.get("ComparisonOperator") not in {None, *_COMPARISONS}:
        raise not_emulated(f"an alarm with {request['ComparisonOperator']}")
    if request.get("EvaluateLowSampleCountPercentile") == "ignore":
        raise not_emulated("an alarm with EvaluateLowSampleCountPercentile ignore")
    if points.OTHER_STATISTICS.fullmatch(request.get("ExtendedStatistic") or ""):
        raise not_emulated(f"the statistic {request['ExtendedStatistic']}")
    for action in (action for name in _ACTIONS for action in request.get(name) or ()):
        found = _ARN.fullmatch(action)
        if found and found["service"] != "sns":
            raise not_emulated(f"the action {action} of an alarm")


def _missing(request: Request) -> Iterator[str]:
    for name in ("MetricName", "Namespace", "Period", "Threshold"):
        if request.get(name) is None:
            yield f"The parameter {name} must be specified for an alarm based on a single metric"


def _statistic(request: Request) -> Iterator[str]:
    extended = request.get("ExtendedStatistic")
    if bool(request.get("Statistic")) == bool(extended):
        yield "Exactly one of Statistic and ExtendedStatistic must be specified"
    elif extended and not points.PERCENTILE.fullmatch(extended):
        yield f"The value {extended} for parameter ExtendedStatistic is not supported."
    if request.get("EvaluateLowSampleCountPercentile") and not extended:
        yield "EvaluateLowSampleCountPercentile can only be set for an alarm based on a percentile statistic"


def _times(request: Request) -> Iterator[str]:
    period, count = request["Period"], request["EvaluationPeriods"]
    if not points.is_period(period) or period < _SHORTEST:
        yield "Period must be 10, 20, 30 or a multiple of 60"
    elif period * count > (_DAY if period < _HOUR else _WEEK):
        longest, words = (_DAY, "a day") if period < _HOUR else (_WEEK, "seven days")
        limit = f"(EvaluationPeriods * Period must be <= {longest})"
        yield f"Metrics cannot be checked across more than {words} {limit}."
    if (request.get("DatapointsToAlarm") or 0) > count:
        yield "DatapointsToAlarm must be less than or equal to EvaluationPeriods"


def _choices(request: Request) -> Iterator[str]:
    missing, low = request.get("TreatMissingData"), request.get("EvaluateLowSampleCountPercentile")
    if missing not in {None, *_MISSING}:
        yield f"Value '{missing}' at 'treatMissingData' failed to satisfy constraint: {sorted(_MISSING)}"
    if low not in {None, "evaluate"}:
        supported = "Supported options for parameter EvaluateLowSampleCountPercentile are evaluate and ignore."
        yield f"Option {low} is not supported. {supported}"


def _actions(request: Request) -> Iterator[str]:
    for action in (action for name in _ACTIONS for action in request.get(name) or ()):
        found = _ARN.fullmatch(action)
        if not found:
            yield f"Invalid arn syntax: {action}"
        elif found["region"] != get_region():
            yield f"Invalid region {found['region']} specified. Only {get_region()} is supported."
