"""What definitions can have at AWS and not in the sandbox: it is refused by name, however deep it lies."""

import re
from collections.abc import Iterator
from typing import Any

from sandbox.api.errors import not_emulated
from sandbox.engine.rules.states.integrations import resources

_VARIABLE = re.compile(r"\$[A-Za-z_]")
# No workflow of this project needs them: variables, other roles, and what belongs to distributed Map states.
_FIELDS = {
    *("Assign", "Credentials", "ItemReader", "ItemBatcher", "ResultWriter", "Label"),
    *("ToleratedFailureCount", "ToleratedFailureCountPath"),
    *("ToleratedFailurePercentage", "ToleratedFailurePercentagePath"),
}
_ELSEWHERE = {"Result", "States", "Branches"}
_PATH_FIELDS = ("Path", ".$", "Variable")


def check(definition: Any) -> None:
    """Refuse what is not emulated.

    Raises:
        ServiceError: SandboxNotImplemented, naming the first such thing.

    """
    for name in _in_flow(definition, "definition"):
        raise not_emulated(name)


def _in_flow(flow: Any, place: str) -> Iterator[str]:
    if not isinstance(flow, dict):
        return
    if flow.get("QueryLanguage") == "JSONata":
        yield f"QueryLanguage JSONata in {place} of a state machine"
    states = flow.get("States")
    for name, state in states.items() if isinstance(states, dict) else ():
        if isinstance(state, dict):
            yield from _in_state(state, f"state {name}")


def _in_state(state: dict[str, Any], place: str) -> Iterator[str]:
    if state.get("QueryLanguage") == "JSONata":
        yield f"QueryLanguage JSONata in {place} of a state machine"
    yield from (f"{name} in {place} of a state machine" for name in state if name in _FIELDS)
    resource = state.get("Resource")
    if isinstance(resource, str) and resources.is_elsewhere(resource):
        yield f"{resource} in {place} of a state machine"
    handlers = state.get("Catch")
    for catcher in handlers if isinstance(handlers, list) else ():
        if isinstance(catcher, dict) and "Assign" in catcher:
            yield f"Assign in {place} of a state machine"
    yield from (f"The variable {name} in {place} of a state machine" for name in _variables(state))
    yield from _inside(state, place)


def _inside(state: dict[str, Any], place: str) -> Iterator[str]:
    branches = state.get("Branches")
    for branch in branches if isinstance(branches, list) else ():
        yield from _in_flow(branch, f"a branch of {place}")
    for name in ("ItemProcessor", "Iterator"):
        processor = state.get(name)
        if not isinstance(processor, dict):
            continue
        configuration = processor.get("ProcessorConfig")
        mode = configuration.get("Mode", "INLINE") if isinstance(configuration, dict) else "INLINE"
        if mode == "DISTRIBUTED":
            yield f"A distributed Map in {place} of a state machine"
        yield from _in_flow(processor, f"{name} of {place}")


def _variables(value: Any, name: str = "") -> Iterator[str]:
    """Names of variables in the paths of a state; its result and its inner states are looked at elsewhere."""
    if isinstance(value, dict):
        for key in value.keys() - _ELSEWHERE:
            yield from _variables(value[key], key)
    elif isinstance(value, list):
        for item in value:
            yield from _variables(item, name)
    elif isinstance(value, str) and name.endswith(_PATH_FIELDS) and _VARIABLE.match(value):
        yield value
