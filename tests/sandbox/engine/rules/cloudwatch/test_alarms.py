"""Alarms are taken, refused, described and evaluated as CloudWatch does."""

import datetime
import json
import time
from collections.abc import Callable
from typing import Any

import pytest

from tests.sandbox.conftest import Sandbox
from tests.sandbox.engine.rules.refusals import bodies, open_queue, refusal, unique

ALARM: dict[str, Any] = {
    "MetricName": "m",
    "Namespace": "tests",
    "Statistic": "Sum",
    "Period": 60,
    "EvaluationPeriods": 3,
    "Threshold": 5,
    "ComparisonOperator": "GreaterThanThreshold",
}
TOPIC = "arn:aws:sns:us-east-1:222222222222:alerts"


@pytest.fixture
def watch(sandbox: Sandbox) -> Any:
    return sandbox.client("cloudwatch")


def _described(watch: Any, name: str) -> dict[str, Any]:
    return watch.describe_alarms(AlarmNames=[name])["MetricAlarms"][0]


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"Statistic": None}, "Exactly one of Statistic and ExtendedStatistic must be specified"),
        ({"ExtendedStatistic": "p95"}, "Exactly one of Statistic and ExtendedStatistic must be specified"),
        ({"Statistic": None, "ExtendedStatistic": "p101"}, "p101 for parameter ExtendedStatistic is not supported"),
        ({"Period": None}, "The parameter Period must be specified"),
        ({"Threshold": None}, "The parameter Threshold must be specified"),
        ({"Namespace": None}, "The parameter Namespace must be specified"),
        ({"Period": 45}, "Period must be 10, 20, 30 or a multiple of 60"),
        ({"Period": 5}, "Period must be 10, 20, 30 or a multiple of 60"),
        ({"EvaluationPeriods": 1441}, "Metrics cannot be checked across more than a day"),
        ({"Period": 3600, "EvaluationPeriods": 169}, "Metrics cannot be checked across more than seven days"),
        ({"DatapointsToAlarm": 4}, "DatapointsToAlarm must be less than or equal to EvaluationPeriods"),
        ({"TreatMissingData": "forgive"}, "'treatMissingData' failed to satisfy constraint"),
        ({"EvaluateLowSampleCountPercentile": "evaluate"}, "can only be set for an alarm based on a percentile"),
        ({"AlarmActions": ["alerts"]}, "Invalid arn syntax: alerts"),
        ({"OKActions": [TOPIC.replace("us-east-1", "eu-west-1")]}, "Invalid region eu-west-1 specified."),
        ({"ComparisonOperator": "About"}, "'comparisonOperator' failed to satisfy constraint"),
        ({"AlarmActions": [TOPIC] * 6}, "'alarmActions' failed to satisfy constraint"),
    ],
)
def test_settings_that_make_no_sense_are_refused(watch: Any, change: dict[str, Any], sentence: str) -> None:
    given = {name: value for name, value in (ALARM | change).items() if value is not None}
    code, message = refusal(watch.put_metric_alarm, AlarmName=unique("alarm"), **given)
    assert (code, sentence in message) == ("ValidationError", True)


@pytest.mark.parametrize(
    "change",
    [
        {"ComparisonOperator": "GreaterThanUpperThreshold"},
        {"Statistic": None, "ExtendedStatistic": "tm90"},
        {"Statistic": None, "ExtendedStatistic": "p90", "EvaluateLowSampleCountPercentile": "ignore"},
        {"AlarmActions": ["arn:aws:lambda:us-east-1:222222222222:function:f"]},
        {"Metrics": [{"Id": "e", "Expression": "1"}]},
    ],
)
def test_what_is_not_evaluated_is_refused_by_name(watch: Any, change: dict[str, Any]) -> None:
    given = {name: value for name, value in (ALARM | change).items() if value is not None}
    assert refusal(watch.put_metric_alarm, AlarmName=unique("alarm"), **given)[0] == "SandboxNotImplemented"


def test_an_alarm_is_described_with_what_it_was_given(watch: Any) -> None:
    name = unique("alarm")
    given = {name: value for name, value in ALARM.items() if name != "Statistic"}
    more = {"ExtendedStatistic": "p99.9", "InsufficientDataActions": [TOPIC]}
    watch.put_metric_alarm(AlarmName=name, **given, **more)
    found = _described(watch, name)
    times = {each for each in found if each.endswith("Timestamp")}
    assert times == {
        "AlarmConfigurationUpdatedTimestamp",
        "StateTransitionedTimestamp",
        "StateUpdatedTimestamp",
    }
    lists = {"AlarmActions": [], "Dimensions": [], "OKActions": []}
    state = {"StateValue": "INSUFFICIENT_DATA", "StateReason": "Unchecked: Initial alarm creation"}
    arn = f"arn:aws:cloudwatch:us-east-1:222222222222:alarm:{name}"
    own = {"AlarmName": name, "AlarmArn": arn, "ActionsEnabled": True}
    assert {each: found[each] for each in found.keys() - times} == given | more | lists | state | own


def test_alarms_are_chosen_by_prefix_state_and_action_in_pages(watch: Any) -> None:
    prefix = unique("page")
    for number in range(3):
        actions = [TOPIC] if number == 1 else []
        watch.put_metric_alarm(AlarmName=f"{prefix}-{number}", AlarmActions=actions, **ALARM)
    first = watch.describe_alarms(AlarmNamePrefix=prefix, MaxRecords=2)
    rest = watch.describe_alarms(AlarmNamePrefix=prefix, MaxRecords=2, NextToken=first["NextToken"])
    assert [len(page["MetricAlarms"]) for page in (first, rest)] == [2, 1]
    (acting,) = watch.describe_alarms(AlarmNamePrefix=prefix, ActionPrefix="arn:aws:sns")["MetricAlarms"]
    assert acting["AlarmName"] == f"{prefix}-1"
    assert watch.describe_alarms(AlarmNamePrefix=prefix, StateValue="ALARM")["MetricAlarms"] == []


def test_a_state_is_set_on_an_alarm_that_exists(watch: Any) -> None:
    state = {"StateValue": "OK", "StateReason": "x"}
    with pytest.raises(watch.exceptions.ResourceNotFound) as raised:
        watch.set_alarm_state(AlarmName=unique("missing"), **state)
    assert raised.value.response["ResponseMetadata"]["HTTPStatusCode"] == 404
    code, message = refusal(watch.set_alarm_state, AlarmName="x", StateValue="FINE", StateReason="x")
    assert (code, "Member must satisfy enum value set" in message) == ("ValidationError", True)


@pytest.fixture
def evaluated(watch: Any) -> Callable[..., str]:
    """The state that an alarm rests in, with values of the last periods (None: no data), from OK."""

    def rest(values: list[float | None], **change: Any) -> str:
        name = unique("alarm")
        now = datetime.datetime.now(datetime.UTC)
        for age, value in enumerate(values):
            if value is not None:
                at = now - datetime.timedelta(seconds=30 + 60 * age)
                datum = {"MetricName": name, "Value": value, "Timestamp": at}
                watch.put_metric_data(Namespace="tests", MetricData=[datum])
        watch.put_metric_alarm(AlarmName=name, **(ALARM | {"MetricName": name, **change}))
        watch.set_alarm_state(AlarmName=name, StateValue="OK", StateReason="the beginning")
        # A state set by hand holds for one evaluation, twice a second.
        time.sleep(1.7)
        return _described(watch, name)["StateValue"]

    return rest


@pytest.mark.parametrize(
    ("values", "wanted", "states"),
    [
        ([None, None, None], 3, ("INSUFFICIENT_DATA", "OK", "ALARM", "OK")),
        ([9, None, None], 3, ("ALARM", "OK", "ALARM", "OK")),
        ([1, None, None], 3, ("OK", "OK", "OK", "OK")),
        ([9, 9, None], 2, ("ALARM", "ALARM", "ALARM", "ALARM")),
        ([9, 1, None], 2, ("OK", "OK", "ALARM", "OK")),
    ],
)
def test_missing_data_are_treated_as_the_alarm_has_it(
    evaluated: Callable[..., str], values: list[float | None], wanted: int, states: tuple[str, ...]
) -> None:
    treatments = ("missing", "ignore", "breaching", "notBreaching")
    found = [evaluated(values, DatapointsToAlarm=wanted, TreatMissingData=each) for each in treatments]
    assert tuple(found) == states


def test_an_alarm_counts_its_own_unit(evaluated: Callable[..., str]) -> None:
    assert evaluated([9, 9, 9], Unit="Seconds") == "INSUFFICIENT_DATA"


def test_a_change_of_state_is_a_message_to_the_topics_of_that_state(sandbox: Sandbox, watch: Any) -> None:
    topics, queues = sandbox.client("sns"), sandbox.client("sqs")
    address, arn = open_queue(queues)
    topic = topics.create_topic(Name=unique("alerts"))["TopicArn"]
    raw = {"RawMessageDelivery": "true"}
    topics.subscribe(TopicArn=topic, Protocol="sqs", Endpoint=arn, Attributes=raw)
    name, dimensions = unique("alarm"), [{"Name": "EndpointName", "Value": "e"}]
    watch.put_metric_alarm(AlarmName=name, AlarmActions=[topic], **ALARM | {"Dimensions": dimensions})
    for state in ("OK", "ALARM"):
        watch.set_alarm_state(AlarmName=name, StateValue=state, StateReason="a drill")
    (message,) = map(json.loads, bodies(queues, address))
    states = {"OldStateValue": "OK", "NewStateValue": "ALARM", "NewStateReason": "a drill"}
    assert {each: message[each] for each in states} == states
    assert (message["AlarmName"], message["Region"]) == (name, "US East (N. Virginia)")
    trigger = message["Trigger"]
    assert (trigger["StatisticType"], trigger["Statistic"]) == ("Statistic", "SUM")
    assert trigger["Dimensions"] == [{"name": "EndpointName", "value": "e"}]
