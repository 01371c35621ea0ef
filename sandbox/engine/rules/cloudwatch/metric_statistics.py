"""GetMetricStatistics. API Reference, "GetMetricStatistics"; sentences are recorded where a test says so."""

import math

from sandbox.api.errors import ServiceError, not_emulated
from sandbox.api.types import Answer, Record, Request
from sandbox.engine.rules.cloudwatch import points

_MOST_DATAPOINTS = 1440


def check(request: Request) -> None:
    seconds = points.epoch(request["EndTime"]) - points.epoch(request["StartTime"])
    if seconds <= 0:
        raise _invalid("The parameter StartTime must be less than the parameter EndTime.")
    if not points.is_period(request["Period"]):
        raise _invalid("The parameter Period must be 1, 5, 10, 20, 30 or a multiple of 60.")
    _check_statistics(request)
    asked = math.ceil(seconds / request["Period"])
    if asked > _MOST_DATAPOINTS:
        limit = f"You have requested up to {asked} datapoints, which exceeds the limit of {_MOST_DATAPOINTS}."
        advice = "You may reduce the datapoints requested by increasing Period, or decreasing the time range."
        raise ServiceError("InvalidParameterCombination", f"{limit} {advice}")


def answer(request: Request) -> Answer:
    """A datapoint for each period and unit."""
    by_unit: dict[str, list[Record]] = {}
    for point in points.of_metric(request):
        if request.get("Unit") in {None, point["Unit"]}:
            by_unit.setdefault(point["Unit"], []).append(point)
    found = [
        _datapoint(request, at, unit, chosen)
        for unit, kept in by_unit.items()
        for at, chosen in points.by_period(kept, request, request["Period"]).items()
    ]
    return {"Label": request["MetricName"], "Datapoints": found}


def _datapoint(request: Request, at: float, unit: str, chosen: list[Record]) -> Record:
    simple = {name: points.statistic(name, chosen) for name in request.get("Statistics") or ()}
    extended = {name: points.statistic(name, chosen) for name in request.get("ExtendedStatistics") or ()}
    known = {name: value for name, value in extended.items() if value is not None}
    shown = {"ExtendedStatistics": known} if known else {}
    return {"Timestamp": points.moment(at), "Unit": unit, **simple, **shown}


def _check_statistics(request: Request) -> None:
    simple, extended = request.get("Statistics") or [], request.get("ExtendedStatistics") or []
    if bool(simple) == bool(extended):
        code = "InvalidParameterCombination" if simple else "MissingParameter"
        raise ServiceError(code, "Exactly one of the parameters Statistics and ExtendedStatistics must be specified.")
    for number, name in enumerate(extended, 1):
        if points.OTHER_STATISTICS.fullmatch(name):
            raise not_emulated(f"the statistic {name}")
        if not points.PERCENTILE.fullmatch(name):
            raise _invalid(f"The value {name} for parameter ExtendedStatistics.member.{number} is not supported.")


def _invalid(sentence: str) -> ServiceError:
    return ServiceError("InvalidParameterValue", sentence)
