"""Where the states of a definition lead: targets that exist, states that are reached, a way out.

The wording, the places and what hides what: localstack/localstack#11978 and floci-io/floci#2786, both measured at AWS.
"""

from collections.abc import Iterator
from typing import Any

from sandbox.engine.rules.states.definitions.diagnostics import Diagnostic

_TARGET = "MISSING_TRANSITION_TARGET"
_LAST = {"Succeed", "Fail"}


def check(flow: dict[str, Any], place: str) -> Iterator[Diagnostic]:
    """The problems of a machine, a branch or an item processor whose fields are right."""
    states = flow["States"]
    starts = [(flow["StartAt"], f"{place}/StartAt")]
    leaving = [pair for name, state in states.items() for pair in targets(state, f"{place}/States/{name}")]
    for target, where in starts + leaving:
        if target not in states:
            yield Diagnostic(_TARGET, f"Missing 'Next' target: {target}", where)
    if not any(_is_last(state) for state in states.values()):
        yield Diagnostic("MISSING_END_STATE", "Workflow has no terminal state", None)
        return
    reached = {target for target, _ in starts + leaving}
    for name in states:
        if name not in reached:
            yield Diagnostic(_TARGET, f'State "{name}" is not reachable.', f"{place}/States/{name}")


def _is_last(state: dict[str, Any]) -> bool:
    return state["Type"] in _LAST or state.get("End") is True


def targets(state: dict[str, Any], place: str) -> Iterator[tuple[str, str]]:
    """The states that a state leads to, each with the place that names it."""
    for name in ("Next", "Default"):
        if name in state:
            yield state[name], f"{place}/{name}"
    for name in ("Choices", "Catch"):
        for number, rule in enumerate(state.get(name, [])):
            yield rule["Next"], f"{place}/{name}[{number}]/Next"
