"""Alarms as CloudWatch keeps and describes them: recorded."""

import base64
import binascii
import time

from ministack.services import cloudwatch

from sandbox.api.errors import ServiceError
from sandbox.api.types import Answer, Record, Request
from sandbox.engine.rules.cloudwatch.points import moment

_CONFIGURATION = """
    ActionsEnabled AlarmActions AlarmDescription ComparisonOperator DatapointsToAlarm Dimensions
    EvaluateLowSampleCountPercentile EvaluationPeriods ExtendedStatistic InsufficientDataActions MetricName Namespace
    OKActions Period Statistic Threshold TreatMissingData Unit
"""
_STATE = "AlarmName AlarmArn StateReason StateReasonData StateValue"
_TIMES = "AlarmConfigurationUpdatedTimestamp StateTransitionedTimestamp StateUpdatedTimestamp"
_DEFAULTS = {
    "AlarmActions": [],
    "Dimensions": [],
    "InsufficientDataActions": [],
    "OKActions": [],
    "ActionsEnabled": True,
}
_PAGE = 50


def keep(request: Request, answer: Answer) -> Answer:
    """Only what the request has; the engine puts defaults in the place of what is left out."""
    alarm = cloudwatch._alarms[request["AlarmName"]]
    for name in _CONFIGURATION.split():
        value = request.get(name, _DEFAULTS.get(name))
        if value is None:
            alarm.pop(name, None)
        else:
            alarm[name] = value
    alarm.setdefault("StateTransitionedTimestamp", alarm["StateUpdatedTimestamp"])
    return answer


def note_transition(request: Request, answer: Answer) -> Answer:
    cloudwatch._alarms[request["AlarmName"]]["StateTransitionedTimestamp"] = int(time.time())
    return answer


def describe(request: Request) -> Answer:
    is_wanted = not request.get("AlarmTypes") or "MetricAlarm" in request["AlarmTypes"]
    found = [alarm for alarm in cloudwatch._alarms.values() if is_wanted and _is_described(alarm, request)]
    found.sort(key=lambda alarm: alarm["AlarmName"])
    start, size = _start(request.get("NextToken", "")), request.get("MaxRecords") or _PAGE
    end = start + (len(found) if request.get("AlarmNames") else size)
    token = {"NextToken": base64.b64encode(str(end).encode()).decode()} if end < len(found) else {}
    return {"MetricAlarms": [_described(alarm) for alarm in found[start:end]], "CompositeAlarms": [], **token}


def _is_described(alarm: Record, request: Request) -> bool:
    names, actions = request.get("AlarmNames"), [*alarm["AlarmActions"], *alarm["OKActions"]]
    return (
        (not names or alarm["AlarmName"] in names)
        and alarm["AlarmName"].startswith(request.get("AlarmNamePrefix") or "")
        and request.get("StateValue") in {None, alarm["StateValue"]}
        and (not request.get("ActionPrefix") or any(each.startswith(request["ActionPrefix"]) for each in actions))
    )


def _described(alarm: Record) -> Record:
    shown = {name: alarm.get(name) for name in (*_CONFIGURATION.split(), *_STATE.split())}
    times = {name: moment(alarm[name]) for name in _TIMES.split() if name in alarm}
    return {name: value for name, value in shown.items() if value is not None} | times


def _start(token: str) -> int:
    try:
        return int(base64.b64decode(token)) if token else 0
    except (binascii.Error, ValueError):
        raise ServiceError("InvalidNextToken", f"Invalid NextToken : {token}") from None
