"""Short forms of definitions for tests."""

from typing import Any

State = dict[str, Any]


def machine(**states: State) -> dict[str, Any]:
    """A flow that starts at the first state."""
    return {"StartAt": next(iter(states)), "States": states}


def passing(**fields: Any) -> State:
    return {"Type": "Pass", "End": True} | fields


def task(resource: str, **fields: Any) -> State:
    return {"Type": "Task", "Resource": resource, "End": True} | fields


def going(state: State, target: str) -> State:
    """A state that goes on instead of ending."""
    return {name: value for name, value in state.items() if name != "End"} | {"Next": target}


def computed(**expressions: str) -> dict[str, Any]:
    """A machine whose output has the values of expressions."""
    return machine(Compute=passing(Parameters={f"{name}.$": text for name, text in expressions.items()}))
