"""Data points are taken, refused and read back as CloudWatch does."""

import datetime
from typing import Any

import pytest

from tests.sandbox.conftest import Sandbox
from tests.sandbox.engine.rules.refusals import refusal, unique

MINUTE = datetime.timedelta(minutes=1)


@pytest.fixture
def watch(sandbox: Sandbox) -> Any:
    return sandbox.client("cloudwatch")


@pytest.fixture
def namespace() -> str:
    return unique("tests")


@pytest.fixture
def minute() -> datetime.datetime:
    """The beginning of the last whole minute."""
    return datetime.datetime.now(datetime.UTC).replace(second=0, microsecond=0) - MINUTE


STATISTICS = {"SampleCount": 4, "Sum": 20, "Minimum": 2, "Maximum": 9}


@pytest.mark.parametrize(
    ("datum", "code"),
    [
        ({"Value": 1, "Values": [1]}, "InvalidParameterCombination"),
        ({"Value": 1, "StatisticValues": STATISTICS}, "InvalidParameterCombination"),
        ({"Values": [1, 2], "Counts": [1]}, "InvalidParameterValue"),
        ({"Values": [1.0] * 151}, "InvalidParameterValue"),
        ({"Value": float("nan")}, "InvalidParameterValue"),
        ({"Value": 1, "StorageResolution": 5}, "InvalidParameterValue"),
        ({"Value": 1, "Timestamp": datetime.datetime(2020, 1, 1, tzinfo=datetime.UTC)}, "InvalidParameterValue"),
        ({"Value": 1, "Unit": "Stones"}, "ValidationError"),
        ({}, "MissingParameter"),
    ],
)
def test_a_data_point_that_makes_no_sense_is_refused(watch: Any, namespace: str, datum: Any, code: str) -> None:
    given = {"Namespace": namespace, "MetricData": [{"MetricName": "m", **datum}]}
    assert refusal(watch.put_metric_data, **given)[0] == code


def test_namespaces_of_aws_are_its_own(watch: Any) -> None:
    given = {"Namespace": "AWS/SageMaker", "MetricData": [{"MetricName": "m", "Value": 1}]}
    assert refusal(watch.put_metric_data, **given)[0] == "InvalidParameterValue"


def _data(watch: Any, namespace: str, minute: datetime.datetime, **stat: Any) -> dict[str, Any]:
    metric = {"Namespace": namespace, "MetricName": "m", **stat.pop("Metric", {})}
    query = {"Id": "q", "MetricStat": {"Metric": metric, "Period": 60, "Stat": "Sum", **stat}}
    times = {"StartTime": minute - 5 * MINUTE, "EndTime": minute + MINUTE}
    (result,) = watch.get_metric_data(MetricDataQueries=[query], **times)["MetricDataResults"]
    return result


def test_values_counts_and_statistics_add_up(watch: Any, namespace: str, minute: datetime.datetime) -> None:
    points = [
        {"Values": [1, 10], "Counts": [2, 4]},
        {"StatisticValues": STATISTICS},
        {"Value": 5},
    ]
    given = [{"MetricName": "m", "Timestamp": minute, **point} for point in points]
    watch.put_metric_data(Namespace=namespace, MetricData=given)
    sums = {"SampleCount": 11, "Sum": 67, "Minimum": 1, "Maximum": 10}
    assert {name: _data(watch, namespace, minute, Stat=name)["Values"] for name in sums} == {
        name: [value] for name, value in sums.items()
    }
    wanted = {"Namespace": namespace, "MetricName": "m", "Period": 60, "Statistics": list(sums)}
    (point,) = watch.get_metric_statistics(StartTime=minute, EndTime=minute + MINUTE, **wanted)["Datapoints"]
    assert {name: point[name] for name in sums} == sums


def test_a_metric_is_found_with_exactly_its_dimensions_and_unit(
    watch: Any, namespace: str, minute: datetime.datetime
) -> None:
    dimensions = [{"Name": "b", "Value": "1"}, {"Name": "a", "Value": "2"}]
    given = [
        {"MetricName": "m", "Timestamp": minute, "Value": 1, "Unit": "Seconds", "Dimensions": dimensions},
        {"MetricName": "m", "Timestamp": minute, "Value": 2, "Unit": "Count", "Dimensions": dimensions},
        {"MetricName": "m", "Timestamp": minute, "Value": 4, "Unit": "Count"},
    ]
    watch.put_metric_data(Namespace=namespace, MetricData=given)
    assert _data(watch, namespace, minute)["Values"] == [4]
    assert _data(watch, namespace, minute, Metric={"Dimensions": dimensions}, Unit="Seconds")["Values"] == [1]
    assert _data(watch, namespace, minute, Metric={"Dimensions": dimensions[:1]})["Values"] == []
    with_dimensions = watch.list_metrics(Namespace=namespace, Dimensions=[{"Name": "a"}])["Metrics"]
    assert [metric["Dimensions"] for metric in with_dimensions] == [dimensions[::-1]]
    assert watch.list_metrics(Namespace=namespace, Dimensions=[{"Name": "a", "Value": "1"}])["Metrics"] == []


def test_the_latest_comes_first_and_the_label_is_the_metric(
    watch: Any, namespace: str, minute: datetime.datetime
) -> None:
    given = [{"MetricName": "m", "Timestamp": minute - age * MINUTE, "Value": age} for age in (2, 0, 1)]
    watch.put_metric_data(Namespace=namespace, MetricData=given)
    found = _data(watch, namespace, minute)
    assert (found["Label"], found["Values"], found["StatusCode"]) == ("m", [0, 1, 2], "Complete")
    assert found["Timestamps"][0] == minute


def test_percentiles_are_known_and_other_statistics_are_refused_by_name(
    watch: Any, namespace: str, minute: datetime.datetime
) -> None:
    given = [{"MetricName": "m", "Timestamp": minute, "Values": list(range(101))}]
    watch.put_metric_data(Namespace=namespace, MetricData=given)
    assert _data(watch, namespace, minute, Stat="p95")["Values"] == [95]
    times = {"StartTime": minute, "EndTime": minute + MINUTE}
    for name, code in (("tm90", "SandboxNotImplemented"), ("Middle", "ValidationError")):
        stat = {"Metric": {"Namespace": namespace, "MetricName": "m"}, "Period": 60, "Stat": name}
        query = {"Id": "q", "MetricStat": stat}
        assert refusal(watch.get_metric_data, MetricDataQueries=[query], **times)[0] == code


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"Id": "Q"}, "ValidationError"),
        ({"MetricStat": None, "Expression": "1 + 1"}, "SandboxNotImplemented"),
        ({"AccountId": "333333333333"}, "SandboxNotImplemented"),
    ],
)
def test_a_query_is_of_one_metric(watch: Any, minute: datetime.datetime, change: dict[str, Any], code: str) -> None:
    stat = {"Metric": {"Namespace": "n", "MetricName": "m"}, "Period": 60, "Stat": "Sum"}
    query = {name: value for name, value in ({"Id": "q", "MetricStat": stat} | change).items() if value}
    times = {"StartTime": minute, "EndTime": minute + MINUTE}
    assert refusal(watch.get_metric_data, MetricDataQueries=[query], **times)[0] == code


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"EndTime": -1}, "InvalidParameterValue"),
        ({"EndTime": 0}, "InvalidParameterValue"),
        ({"Period": 45}, "InvalidParameterValue"),
        ({"EndTime": 1441}, "InvalidParameterCombination"),
        ({"ExtendedStatistics": ["p50"]}, "InvalidParameterCombination"),
    ],
)
def test_statistics_have_limits(watch: Any, minute: datetime.datetime, change: dict[str, Any], code: str) -> None:
    minutes = change.pop("EndTime", 1440)
    wanted = {"Namespace": "n", "MetricName": "m", "Period": 60, "Statistics": ["Sum"], **change}
    times = {"StartTime": minute, "EndTime": minute + minutes * MINUTE}
    assert refusal(watch.get_metric_statistics, **times, **wanted)[0] == code


def test_units_are_kept_apart_in_statistics(watch: Any, namespace: str, minute: datetime.datetime) -> None:
    given = [{"MetricName": "m", "Timestamp": minute, "Value": 1, "Unit": unit} for unit in ("Seconds", "Count")]
    watch.put_metric_data(Namespace=namespace, MetricData=given)
    wanted = {"Namespace": namespace, "MetricName": "m", "Period": 60, "Statistics": ["Sum"]}
    found = watch.get_metric_statistics(StartTime=minute, EndTime=minute + MINUTE, **wanted)
    assert {point["Unit"]: point["Sum"] for point in found["Datapoints"]} == {"Seconds": 1, "Count": 1}
