"""Pass, Choice, Wait, Succeed and Fail."""

import datetime
from typing import Any

from sandbox.engine.rules.states.language import choice_rules, data_flow, intrinsics, timestamps
from sandbox.engine.rules.states.language.failures import EndedError, FailureError
from sandbox.engine.rules.states.language.problems import StateProblemError
from sandbox.engine.rules.states.language.scope import Scope, text
from sandbox.engine.rules.states.language.steps import MissingError
from sandbox.engine.rules.states.running.visits import Outcome, Visit
from sandbox.machine import clock

_LONGEST_WAIT = 99_999_999


def next_name(state: dict[str, Any]) -> str | None:
    return state.get("Next")


def run_pass(visit: Visit) -> Outcome:
    state = visit.state
    effective = data_flow.effective_input(state, visit.scope)
    result = state.get("Result", effective)
    return Outcome(data_flow.output(state, visit.scope, result), next_name(state))


def run_succeed(visit: Visit) -> Outcome:
    return Outcome(_pass_input(visit), None)


def _pass_input(visit: Visit) -> Any:
    """The input after InputPath and OutputPath."""
    data = data_flow.select(visit.state, "InputPath", visit.scope)
    return data_flow.select(visit.state, "OutputPath", Scope(data, visit.context))


def run_choice(visit: Visit) -> Outcome:
    data = data_flow.select(visit.state, "InputPath", visit.scope)
    scope = Scope(data, visit.context)
    for rule in visit.state["Choices"]:
        if choice_rules.holds(rule, scope):
            return Outcome(_pass_input(visit), rule["Next"])
    if "Default" not in visit.state:
        problem = f"Failed to transition out of the state '{visit.name}' (entered at the event id #{visit.entered})."
        raise FailureError("States.NoChoiceMatched", f"{problem} The state does not point to a next state.")
    return Outcome(_pass_input(visit), visit.state["Default"])


def run_wait(visit: Visit) -> Outcome:
    """Waits are shortened as every duration of the sandbox is."""
    scope = Scope(data_flow.select(visit.state, "InputPath", visit.scope), visit.context)
    if visit.trail.halt.wait(clock.scaled(max(0.0, _seconds(visit.state, scope)))):
        raise EndedError
    return Outcome(_pass_input(visit), next_name(visit.state))


def _seconds(state: dict[str, Any], scope: Scope) -> float:
    if "Seconds" in state:
        return state["Seconds"]
    if "SecondsPath" in state:
        return duration(state["SecondsPath"], "SecondsPath", scope)
    if "Timestamp" in state:
        return _until(state["Timestamp"])
    path = state["TimestampPath"]
    value = value_at(path, "TimestampPath", scope)
    if not isinstance(value, str) or timestamps.moment(value) is None:
        problem = "does not reference a valid ISO-8601 extended offset date-time format string"
        raise StateProblemError(f"The TimestampPath parameter {problem}: {path} == {plain_text(value)}")
    return _until(value)


def _until(timestamp: str) -> float:
    moment = timestamps.moment(timestamp)
    return (moment - datetime.datetime.now(datetime.UTC)).total_seconds() if moment else 0.0


def value_at(path: str, field: str, scope: Scope) -> Any:
    try:
        return scope.value_at(path)
    except MissingError as missing:
        raise StateProblemError(f"The {field} parameter does not reference an input value: {path}") from missing


def duration(path: str, field: str, scope: Scope) -> int:
    """Seconds at a path."""
    value = value_at(path, field, scope)
    if not isinstance(value, int) or isinstance(value, bool):
        problem = f"The {field} parameter cannot be parsed as a long value: {path} == {plain_text(value)}"
        raise StateProblemError(problem)
    if value < 0:
        raise StateProblemError(f"The {field} parameter references a negative value: {path} == {value}")
    if value > _LONGEST_WAIT:
        problem = f"The {field} parameter references a value larger than {_LONGEST_WAIT}: {path} == {value}"
        raise StateProblemError(problem)
    return value


def plain_text(value: Any) -> str:
    return value if isinstance(value, str) else text(value)


def run_fail(visit: Visit) -> Outcome:
    raise FailureError(_reason(visit, "Error"), _reason(visit, "Cause"))


def _reason(visit: Visit, name: str) -> str | None:
    path = visit.state.get(f"{name}Path")
    if path is None:
        return visit.state.get(name)
    if intrinsics.is_call(path):
        found = intrinsics.evaluate(path, visit.scope)
    else:
        found = _at(path, f"{name}Path", visit.scope)
    if not isinstance(found, str):
        raise StateProblemError(f"The {name}Path field does not reference a string: {path} == {plain_text(found)}")
    return found


def _at(path: str, field: str, scope: Scope) -> Any:
    try:
        return scope.value_at(path)
    except MissingError as missing:
        problem = f"could not be found in the input '{text(scope.data)}'"
        raise StateProblemError(f"The JSONPath '{path}' specified for the field '{field}' {problem}") from missing
