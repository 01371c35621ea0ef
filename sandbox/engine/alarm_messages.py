"""What an alarm sends to its topics when its state changes.

The form is that of an example of AWS: aws/aws-lambda-go, `cloudwatch-alarm-sns-payload-single-metric.json`.
"""

import datetime
import json
import re
from typing import Any

from ministack.core.responses import get_account_id, get_region, new_uuid
from ministack.services import cloudwatch, sns

Alarm = dict[str, Any]

_ACTIONS = {"ALARM": "AlarmActions", "OK": "OKActions", "INSUFFICIENT_DATA": "InsufficientDataActions"}
_COPIED = "AlarmName AlarmArn OKActions AlarmActions InsufficientDataActions"
_TRIGGER = "MetricName Namespace Period EvaluationPeriods ComparisonOperator Threshold"
_LONGEST_SUBJECT = 100
_CAPITAL = re.compile(r"(?<=[a-z])(?=[A-Z])")
_REGIONS = {"us-east-1": "US East (N. Virginia)"}


def dispatch(alarm: Alarm, before: str, state: str, reason: str) -> None:
    """One message for each topic among the actions of the new state, unless actions are disabled."""
    if not alarm.get("ActionsEnabled", True):
        return
    place = _REGIONS.get(get_region(), get_region())
    subject = f'{state}: "{alarm["AlarmName"]}" in {place}'[:_LONGEST_SUBJECT]
    message = json.dumps(_message(alarm, before, state, reason))
    for topic in alarm.get(_ACTIONS[state]) or ():
        if topic in sns._topics:
            sns._fanout(topic, new_uuid(), message, subject)


def _message(alarm: Alarm, before: str, state: str, reason: str) -> dict[str, Any]:
    return {
        **{name: alarm.get(name) for name in _COPIED.split()},
        "AlarmDescription": alarm.get("AlarmDescription"),
        "AWSAccountId": get_account_id(),
        "AlarmConfigurationUpdatedTimestamp": _time(alarm["AlarmConfigurationUpdatedTimestamp"]),
        "NewStateValue": state,
        "NewStateReason": reason,
        "StateChangeTime": _time(alarm["StateUpdatedTimestamp"]),
        "Region": _REGIONS.get(get_region(), get_region()),
        "OldStateValue": before,
        "Trigger": _trigger(alarm),
    }


def _trigger(alarm: Alarm) -> dict[str, Any]:
    extended, simple = alarm.get("ExtendedStatistic"), alarm.get("Statistic") or "Average"
    statistic = {"ExtendedStatistic": extended} if extended else {"Statistic": _CAPITAL.sub("_", simple).upper()}
    datapoints = {"DatapointsToAlarm": alarm["DatapointsToAlarm"]} if alarm.get("DatapointsToAlarm") else {}
    return {
        **{name: alarm.get(name) for name in _TRIGGER.split()},
        "StatisticType": "ExtendedStatistic" if extended else "Statistic",
        **statistic,
        **datapoints,
        "Unit": alarm.get("Unit"),
        "Dimensions": [{"value": each["Value"], "name": each["Name"]} for each in alarm.get("Dimensions") or ()],
        "TreatMissingData": alarm.get("TreatMissingData") or "missing",
        "EvaluateLowSampleCountPercentile": alarm.get("EvaluateLowSampleCountPercentile") or "",
    }


def _time(seconds: float) -> str:
    return datetime.datetime.fromtimestamp(seconds, datetime.UTC).strftime("%Y-%m-%dT%H:%M:%S.000+0000")


def install() -> None:
    cloudwatch._dispatch_alarm_actions = dispatch
