"""The data points of metrics: which of them a request is about, and their statistics per period."""

import datetime
import re
from collections import defaultdict
from collections.abc import Iterable, Mapping
from typing import Any

from ministack.services import cloudwatch

from sandbox.api.types import Record

SIMPLE = ("Average", "Maximum", "Minimum", "SampleCount", "Sum")
PERCENTILE = re.compile(r"p(100|\d{1,2})(\.\d{1,10})?")
# CloudWatch User Guide, "CloudWatch statistics definitions".
_BOUNDS = r"\((\d+(\.\d+)?%?)?:(\d+(\.\d+)?%?)?\)"
OTHER_STATISTICS = re.compile(
    rf"(tm|wm|tc|ts)(100|\d{{1,2}})(\.\d{{1,10}})?|IQM|(TM|WM|TC|TS|PR){_BOUNDS}", re.IGNORECASE
)
_SHORT_PERIODS = {1, 5, 10, 20, 30}
_MINUTE = 60


def is_period(seconds: int) -> bool:
    """API Reference, "MetricStat": 1, 5, 10, 20, 30 or whole minutes."""
    return seconds in _SHORT_PERIODS or (seconds > 0 and seconds % _MINUTE == 0)


def epoch(value: Any) -> float:
    """Seconds since 1970 of a time as any of the protocols has it; one without a zone is in UTC."""
    if not isinstance(value, datetime.datetime):
        return float(value)
    return (value if value.tzinfo else value.replace(tzinfo=datetime.UTC)).timestamp()


def moment(seconds: float) -> datetime.datetime:
    return datetime.datetime.fromtimestamp(seconds, datetime.UTC)


def of_metric(metric: Record) -> list[Record]:
    """All points of a metric with exactly these dimensions."""
    dimensions = {each["Name"]: each["Value"] for each in metric.get("Dimensions") or ()}
    key = (metric["Namespace"], metric["MetricName"], cloudwatch._dims_key(dimensions))
    return list(cloudwatch._metrics.get(key) or ())


def by_period(points: Iterable[Record], request: Mapping[str, Any], period: int) -> dict[float, list[Record]]:
    """Points from the start to the end of a request, by the beginning of their period, in the order of time.

    API Reference, "GetMetricStatistics": the start is rounded down to a minute, or to a shorter period.
    """
    unit = min(period, _MINUTE)
    start, end = epoch(request["StartTime"]) // unit * unit, epoch(request["EndTime"])
    found: dict[float, list[Record]] = defaultdict(list)
    for point in sorted(points, key=lambda each: each["Timestamp"]):
        if start <= point["Timestamp"] < end:
            found[start + (point["Timestamp"] - start) // period * period].append(point)
    return found


def statistic(name: str, points: list[Record]) -> float | None:
    """None for a percentile of points that have none."""
    return cloudwatch._stat_value(cloudwatch._calc_stats(points), name, points)
