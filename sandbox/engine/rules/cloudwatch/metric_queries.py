"""GetMetricData and ListMetrics.

API Reference, "GetMetricData", "MetricDataQuery" and "ListMetrics"; labels and the order of dimensions are recorded.
"""

import base64
import binascii
import re
from collections.abc import Iterator

from ministack.services import cloudwatch

from sandbox.api.errors import ServiceError, not_emulated
from sandbox.api.types import Answer, Record, Request
from sandbox.engine.rules.cloudwatch import points

_IDENTIFIER = re.compile(r"[a-z][A-Za-z0-9_]*")
_LEFT_OUT = ("Expression", "AccountId", "Period")
_MOST_QUERIES, _MOST_DATAPOINTS, _METRICS_PER_PAGE = 500, 100_800, 500


def check(request: Request) -> None:
    queries = request["MetricDataQueries"]
    for query in queries:
        left_out = [name for name in _LEFT_OUT if query.get(name)]
        if left_out:
            raise not_emulated(f"{left_out[0]} of a query of cloudwatch:GetMetricData")
        _check_statistic((query.get("MetricStat") or {}).get("Stat", ""))
    for problem in _problems(request):
        raise ServiceError("ValidationError", problem)


def answer(request: Request) -> Answer:
    shown = [query for query in request["MetricDataQueries"] if query.get("ReturnData") is not False]
    results = [_result(request, query) for query in shown]
    limit = request.get("MaxDatapoints") or _MOST_DATAPOINTS
    if sum(len(result["Values"]) for result in results) > limit:
        raise not_emulated(f"more than {limit} data points of cloudwatch:GetMetricData")
    return {"MetricDataResults": results, "Messages": []}


def list_metrics(request: Request) -> Answer:
    wanted = request.get("Dimensions") or []
    found = [metric for metric in _metrics() if _is_listed(metric, request) and _has(metric["Dimensions"], wanted)]
    start = _start(request.get("NextToken", ""))
    end = start + _METRICS_PER_PAGE
    token = {"NextToken": base64.b64encode(str(end).encode()).decode()} if end < len(found) else {}
    return {"Metrics": found[start:end], **token}


def _problems(request: Request) -> Iterator[str]:
    queries = request["MetricDataQueries"]
    identifiers = [query.get("Id", "") for query in queries]
    if points.epoch(request["StartTime"]) >= points.epoch(request["EndTime"]):
        yield "The parameter StartTime must be less than the parameter EndTime."
    if not 1 <= len(queries) <= _MOST_QUERIES:
        yield f"The collection MetricDataQueries must have a size between 1 and {_MOST_QUERIES}."
    if len(set(identifiers)) < len(identifiers):
        yield "The values for parameter id in MetricDataQueries are not unique."
    for query in queries:
        yield from _query_problems(query)


def _query_problems(query: Record) -> Iterator[str]:
    if not _IDENTIFIER.fullmatch(query.get("Id", "")):
        yield f"The value {query.get('Id')} for parameter Id must start with a lowercase letter."
    if not query.get("MetricStat"):
        yield "Either MetricStat or Expression must be specified."
    elif not points.is_period(query["MetricStat"]["Period"]):
        yield "Period must be 1, 5, 10, 20, 30 or a multiple of 60."


def _check_statistic(name: str) -> None:
    if points.OTHER_STATISTICS.fullmatch(name):
        raise not_emulated(f"the statistic {name}")
    if name and name not in points.SIMPLE and not points.PERCENTILE.fullmatch(name):
        raise ServiceError("ValidationError", f"The value {name} for parameter MetricStat.Stat is not supported.")


def _result(request: Request, query: Record) -> Record:
    """The latest first, unless the request has it otherwise."""
    descending = request.get("ScanBy") != "TimestampAscending"
    wanted = query["MetricStat"]
    chosen = [each for each in points.of_metric(wanted["Metric"]) if wanted.get("Unit") in {None, each["Unit"]}]
    periods = points.by_period(chosen, request, wanted["Period"])
    found = [(at, points.statistic(wanted["Stat"], kept)) for at, kept in sorted(periods.items(), reverse=descending)]
    known = [(at, value) for at, value in found if value is not None]
    return {
        "Id": query["Id"],
        "Label": query.get("Label") or wanted["Metric"]["MetricName"],
        "Timestamps": [points.moment(at) for at, _ in known],
        "Values": [value for _, value in known],
        "StatusCode": "Complete",
    }


def _metrics() -> Iterator[Record]:
    for (namespace, name, _), kept in cloudwatch._metrics.items():
        dimensions = kept[0]["Dimensions"] if kept else {}
        listed = [{"Name": each, "Value": value} for each, value in sorted(dimensions.items())]
        yield {"Namespace": namespace, "MetricName": name, "Dimensions": listed}


def _is_listed(metric: Record, request: Request) -> bool:
    return all(request.get(name) in {None, metric[name]} for name in ("Namespace", "MetricName"))


def _has(dimensions: list[Record], wanted: list[Record]) -> bool:
    kept = {each["Name"]: each["Value"] for each in dimensions}
    return all(each["Name"] in kept and each.get("Value") in {None, kept[each["Name"]]} for each in wanted)


def _start(token: str) -> int:
    try:
        return int(base64.b64decode(token)) if token else 0
    except (binascii.Error, ValueError):
        raise ServiceError("InvalidParameterValue", "The value for parameter NextToken is invalid.") from None
