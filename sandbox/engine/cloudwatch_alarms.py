"""Alarms that watch: metric by metric and period by period, where the engine adds up every dimension there is.

Alarms on SageMaker's endpoints count in the sandbox's time (clock.py), as the deployments that they stop do.
A state that is set by hand holds until the alarm's next evaluation: CloudWatch API reference, "SetAlarmState".
"""

import logging
import threading
import time
from typing import Any

from ministack.core.responses import request_scope
from ministack.services import cloudwatch

from sandbox.machine.clock import scaled
from sandbox.world import accounts

Alarm = dict[str, Any]
_SECONDS_BETWEEN_EVALUATIONS = 0.5
_left: dict[str, str] = {}
"""The state in which the last evaluation found or left an alarm, by its ARN."""
_COMPARISONS = {
    "GreaterThanOrEqualToThreshold": lambda value, threshold: value >= threshold,
    "GreaterThanThreshold": lambda value, threshold: value > threshold,
    "LessThanThreshold": lambda value, threshold: value < threshold,
    "LessThanOrEqualToThreshold": lambda value, threshold: value <= threshold,
}


def is_on(name: str) -> bool:
    """Whether an alarm of the current account is in the state ALARM now."""
    alarm = cloudwatch._alarms.get(name) or cloudwatch._composite_alarms.get(name)
    return bool(alarm) and alarm["StateValue"] == "ALARM"


def exists(name: str) -> bool:
    return name in cloudwatch._alarms or name in cloudwatch._composite_alarms


def _evaluate(alarm: Alarm) -> None:
    if not alarm.get("MetricName") or alarm.get("ComparisonOperator") not in _COMPARISONS:
        return
    by_hand = _left.get(alarm["AlarmArn"], alarm["StateValue"]) != alarm["StateValue"]
    state = None if by_hand else _state(alarm, time.time())
    _left[alarm["AlarmArn"]] = state or alarm["StateValue"]
    if state is None or state == alarm["StateValue"]:
        return
    before, at = alarm["StateValue"], int(time.time())
    reason = _reason(alarm, state)
    times = {"StateUpdatedTimestamp": at, "StateTransitionedTimestamp": at}
    alarm |= {"StateValue": state, "StateReason": reason, **times}
    cloudwatch._record_history(alarm["AlarmName"], before, state, reason)
    cloudwatch._dispatch_alarm_actions(alarm, before, state, reason)
    cloudwatch._evaluate_parent_alarms(alarm)


def _reason(alarm: Alarm, state: str) -> str:
    if state == "INSUFFICIENT_DATA":
        return f"Insufficient Data: {alarm['EvaluationPeriods']} datapoints were unknown."
    return f"{alarm['MetricName']} against the threshold {alarm['Threshold']}: {state}"


def _state(alarm: Alarm, at: float) -> str | None:
    """Using CloudWatch alarms, "Evaluating an alarm": M out of N periods, missing ones as the alarm treats them."""
    periods = int(alarm.get("EvaluationPeriods", 1))
    wanted = int(alarm.get("DatapointsToAlarm") or periods)
    compare = _COMPARISONS[alarm["ComparisonOperator"]]
    values = [_value(alarm, at, number) for number in range(periods)]
    known = [compare(value, alarm["Threshold"]) for value in values if value is not None]
    return _decision(known, periods - len(known), wanted, alarm.get("TreatMissingData") or "missing")


def _decision(known: list[bool], absent: int, wanted: int, treatment: str) -> str | None:
    """None keeps the state.

    CloudWatch User Guide, "Configuring how CloudWatch alarms treat missing data", with its tables: `missing` counts
    what there is, and `ignore` does so unless that alone would raise the alarm too early.
    """
    bad = sum(known)
    if treatment in {"breaching", "notBreaching"}:
        return "ALARM" if bad + (absent if treatment == "breaching" else 0) >= wanted else "OK"
    if not known:
        return "INSUFFICIENT_DATA" if treatment == "missing" else None
    is_bad = bad >= min(wanted, len(known))
    return None if is_bad and bad < wanted and treatment == "ignore" else "ALARM" if is_bad else "OK"


def _value(alarm: Alarm, at: float, number: int) -> float | None:
    """The statistic of the period that ended `number` periods ago."""
    period = float(alarm.get("Period", 60))
    if alarm["Namespace"] == "AWS/SageMaker":
        period = scaled(period)
    points = [
        point for point in _points(alarm) if at - (number + 1) * period < point["Timestamp"] <= at - number * period
    ]
    if not points:
        return None
    statistic = alarm.get("ExtendedStatistic") or alarm.get("Statistic") or "Average"
    return cloudwatch._stat_value(cloudwatch._calc_stats(points), statistic, points)


def _points(alarm: Alarm) -> list[Alarm]:
    given = alarm.get("Dimensions") or {}
    dimensions = given if isinstance(given, dict) else cloudwatch._dims_from_list(given)
    key = (alarm["Namespace"], alarm["MetricName"], cloudwatch._dims_key(dimensions))
    return [point for point in cloudwatch._metrics.get(key) or () if alarm.get("Unit") in {None, point["Unit"]}]


def _watch() -> None:
    while True:
        time.sleep(_SECONDS_BETWEEN_EVALUATIONS)
        for account in (accounts.MANAGEMENT, accounts.HUB, *accounts.SPOKES.values(), accounts.OUTSIDER):
            with request_scope(account, accounts.REGION):
                for alarm in list(cloudwatch._alarms.values()):
                    try:
                        _evaluate(alarm)
                    except Exception:  # one alarm that cannot be evaluated must not blind the others
                        logging.getLogger(__name__).exception(alarm.get("AlarmName"))


def install() -> None:
    # Alarms are evaluated by the clock, not when a metric or an alarm is written.
    cloudwatch._evaluate_alarm = lambda _alarm: None
    threading.Thread(target=_watch, daemon=True).start()
