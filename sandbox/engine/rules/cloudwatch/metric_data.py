"""Data points that are put: what CloudWatch refuses of them, and how it keeps them.

API Reference, "PutMetricData" and "MetricDatum"; sentences are recorded where a test says so.
"""

import math
import time
from collections.abc import Iterator
from typing import Any

from ministack.services import cloudwatch

from sandbox.api.errors import ServiceError
from sandbox.api.types import Answer, Record, Request
from sandbox.engine.rules.cloudwatch.points import epoch

_KINDS = ("Value", "Values", "StatisticValues")
_MOST_DATA, _MOST_VALUES, _MOST_DIMENSIONS = 1000, 150, 30
_LARGEST = 2.0**360
_OLDEST, _LATEST = 14 * 24 * 3600, 2 * 3600
_RESOLUTIONS = {1, 60}


def check(request: Request) -> None:
    namespace, data = request["Namespace"], request.get("MetricData") or []
    if namespace.startswith("AWS/"):
        raise _invalid("The value AWS/ for parameter Namespace is invalid.")
    if not data:
        raise ServiceError("MissingParameter", "The parameter MetricData is required.")
    if len(data) > _MOST_DATA:
        sentence = f"The collection MetricData must not have a size greater than {_MOST_DATA}."
        raise _invalid(sentence)
    for number, datum in enumerate(data, 1):
        _check_kinds(datum, f"MetricData.member.{number}")
        for problem in _problems(datum, f"MetricData.member.{number}"):
            raise _invalid(problem)


def put(request: Request) -> Answer:
    for datum in request["MetricData"]:
        dimensions = {each["Name"]: each["Value"] for each in datum.get("Dimensions") or ()}
        at = epoch(datum["Timestamp"]) if datum.get("Timestamp") else time.time()
        values = [datum.get(name) for name in ("Value", "Values", "Counts", "StatisticValues")]
        place = (request["Namespace"], datum["MetricName"], dimensions, at, datum.get("Unit") or "None")
        store: Any = cloudwatch._store_datum
        store(*place, *values)
    return {}


def _check_kinds(datum: Record, place: str) -> None:
    given = [name for name in _KINDS if datum.get(name) is not None]
    if len(given) > 1:
        both = f"The parameters {place}.{given[0]} and {place}.{given[1]}"
        sentence = f"{both} are mutually exclusive and you have specified both."
        raise ServiceError("InvalidParameterCombination", sentence)
    if not given:
        raise ServiceError("MissingParameter", "At least one of the parameters must be specified.")


def _problems(datum: Record, place: str) -> Iterator[str]:
    values, counts = datum.get("Values") or [], datum.get("Counts")
    if counts is not None and len(counts) != len(values):
        yield f"The parameters {place}.Values and {place}.Counts must be of the same size."
    if len(values) > _MOST_VALUES:
        yield f"The collection {place}.Values must not have a size greater than {_MOST_VALUES}."
    if len(datum.get("Dimensions") or ()) > _MOST_DIMENSIONS:
        yield f"The collection {place}.Dimensions must not have a size greater than {_MOST_DIMENSIONS}."
    if (datum.get("StorageResolution") or 60) not in _RESOLUTIONS:
        yield f"The value {datum['StorageResolution']} for parameter {place}.StorageResolution is invalid."
    yield from _number_problems(datum, place)
    yield from _time_problems(datum, place)


def _number_problems(datum: Record, place: str) -> Iterator[str]:
    statistics = datum.get("StatisticValues") or {}
    value = datum.get("Value")
    for number in (*(datum.get("Values") or ()), *([] if value is None else [value]), *statistics.values()):
        if math.isnan(number) or abs(number) > _LARGEST:
            yield f"The value {number} for parameter {place}.Value is invalid."


def _time_problems(datum: Record, place: str) -> Iterator[str]:
    if not datum.get("Timestamp"):
        return
    at, now = epoch(datum["Timestamp"]), time.time()
    if at < now - _OLDEST:
        yield f"The parameter {place}.Timestamp must specify a time no more than two weeks in the past."
    if at > now + _LATEST:
        yield f"The parameter {place}.Timestamp must specify a time no more than two hours in the future."


def _invalid(sentence: str) -> ServiceError:
    return ServiceError("InvalidParameterValue", sentence)
