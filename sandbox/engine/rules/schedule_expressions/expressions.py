"""The expressions of EventBridge rules and of EventBridge Scheduler: rate, cron and, for schedules, at.

EventBridge User Guide, "Setting a schedule pattern"; Scheduler User Guide, "Schedule types". What the guides leave open
was measured with AWS: badmintoncryer/cdk-preflight, pf-events-rule-cron-fields and pf-scheduler-schedule-expression.
"""

import datetime
import re

from sandbox.engine.rules.schedule_expressions import cron_fields

_RATE = re.compile(r"rate\(\s*(0*[1-9][0-9]*)(\s*)(minute|hour|day)(s?)\s*\)")
_CRON = re.compile(r"cron\((.*)\)")
_AT = re.compile(r"at\(([0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}(?::[0-9]{2})?)\)")
_KEYWORD = re.compile(r"^[a-zA-Z]+(?=\()")


def is_for_a_rule(expression: str) -> bool:
    """A rate has one minute, hour or day, or several in the plural, after a blank; cron has six fields."""
    rate = _RATE.fullmatch(expression)
    if rate:
        return bool(rate[2]) and (int(rate[1]) == 1) == (rate[4] == "")
    cron = _CRON.fullmatch(expression)
    return cron is not None and len(cron[1].split()) == cron_fields.MOST and cron_fields.standard(cron[1]) is not None


def is_for_a_schedule(expression: str) -> bool:
    """A rate has any number of a unit in either form; cron may lack the year, and at the seconds."""
    return standard(expression) is not None


def standard(expression: str) -> str | None:
    """The expression in the one form that the engine reads; None for what is none."""
    text = _KEYWORD.sub(lambda keyword: keyword[0].lower(), expression)
    rate, cron, at = _RATE.fullmatch(text), _CRON.fullmatch(text), _AT.fullmatch(text)
    if rate:
        return f"rate({int(rate[1])} {rate[3]}s)"
    if at:
        return text if _is_time(at[1]) else None
    fields = cron_fields.standard(cron[1]) if cron else None
    return None if fields is None else f"cron({fields})"


def _is_time(text: str) -> bool:
    try:
        datetime.datetime.fromisoformat(text)
    except ValueError:
        return False
    return True
