"""Which fields each type of state has, and what their values must be.

States Language, "State Types" and its table of fields; developer guide, the pages of the state types. A field that a
type lacks is refused: floci-io/floci#2735.
"""

from typing import Any, NamedTuple

from sandbox.engine.rules.states.definitions import error_handlers, values
from sandbox.engine.rules.states.definitions.values import Check

_ANY: dict[str, Check] = {"Type": values.string, "Comment": values.string, "QueryLanguage": values.query_language}
_PATHS: dict[str, Check] = {"InputPath": values.path, "OutputPath": values.path}
_TRANSITION: dict[str, Check] = {"Next": values.string, "End": values.end}
_RESULT: dict[str, Check] = {"ResultPath": values.result_path}
_WORK: dict[str, Check] = {
    "Parameters": values.template,
    "ResultSelector": values.template,
    "Retry": error_handlers.retriers,
    "Catch": error_handlers.catchers,
    **_RESULT,
}
_FLOW = _ANY | _PATHS | _TRANSITION


class Fields(NamedTuple):
    """The fields of one type; of each group of `alternatives`, one at most, and one at least if it is `needed`."""

    known: dict[str, Check]
    required: tuple[str, ...] = ()
    alternatives: tuple[tuple[str, ...], ...] = ()
    needed: tuple[tuple[str, ...], ...] = ()


_NEXT = (("Next", "End"),)
TYPES: dict[str, Fields] = {
    "Pass": Fields(_FLOW | _RESULT | {"Parameters": values.template, "Result": values.anything}, (), _NEXT, _NEXT),
    "Task": Fields(
        _FLOW
        | _WORK
        | {
            "Resource": values.string,
            "TimeoutSeconds": values.seconds,
            "TimeoutSecondsPath": values.reference_or_context,
            "HeartbeatSeconds": values.seconds,
            "HeartbeatSecondsPath": values.reference_or_context,
        },
        ("Resource",),
        (*_NEXT, ("TimeoutSeconds", "TimeoutSecondsPath"), ("HeartbeatSeconds", "HeartbeatSecondsPath")),
        _NEXT,
    ),
    "Choice": Fields(_ANY | _PATHS | {"Choices": values.anything, "Default": values.string}, ("Choices",)),
    "Wait": Fields(
        _FLOW
        | {
            "Seconds": values.wait_seconds,
            "SecondsPath": values.reference_or_context,
            "Timestamp": values.timestamp,
            "TimestampPath": values.reference_or_context,
        },
        (),
        (*_NEXT, ("Seconds", "SecondsPath", "Timestamp", "TimestampPath")),
        (*_NEXT, ("Seconds", "SecondsPath", "Timestamp", "TimestampPath")),
    ),
    "Succeed": Fields(_ANY | _PATHS),
    "Fail": Fields(
        _ANY
        | {
            "Error": values.string,
            "ErrorPath": values.expression,
            "Cause": values.string,
            "CausePath": values.expression,
        },
        (),
        (("Error", "ErrorPath"), ("Cause", "CausePath")),
    ),
    "Parallel": Fields(_FLOW | _WORK | {"Branches": values.anything}, ("Branches",), _NEXT, _NEXT),
    "Map": Fields(
        _FLOW
        | _WORK
        | {
            "ItemProcessor": values.json_object,
            "Iterator": values.json_object,
            "ItemsPath": values.reference_or_context,
            "ItemSelector": values.template,
            "MaxConcurrency": values.integer(0),
            "MaxConcurrencyPath": values.reference_or_context,
        },
        (),
        (
            *_NEXT,
            ("ItemProcessor", "Iterator"),
            ("ItemSelector", "Parameters"),
            ("MaxConcurrency", "MaxConcurrencyPath"),
        ),
        (*_NEXT, ("ItemProcessor", "Iterator")),
    ),
}
MACHINE = Fields(
    {
        "Comment": values.string,
        "StartAt": values.string,
        "States": values.json_object,
        "TimeoutSeconds": values.seconds,
        "Version": values.string,
        "QueryLanguage": values.query_language,
    },
    ("StartAt", "States"),
)
BRANCH = Fields(
    {"Comment": values.string, "StartAt": values.string, "States": values.json_object}, ("StartAt", "States")
)
PROCESSOR = Fields(BRANCH.known | {"ProcessorConfig": values.processor_configuration}, BRANCH.required)


def kind_of(state: Any) -> Fields | None:
    """The fields of a state's type; None if there is no such type."""
    return TYPES.get(state["Type"]) if isinstance(state, dict) and isinstance(state.get("Type"), str) else None
