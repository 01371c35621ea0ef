"""Parameters of integrations: their names begin with a capital letter, whatever the API calls them.

Developer guide, "Passing parameters to a service API in Step Functions".
"""

import datetime
from collections.abc import Iterator
from typing import Any

from sandbox.api import shapes
from sandbox.engine.rules.states.language import timestamps
from sandbox.engine.rules.states.language.scope import text

_TEXTS = {"string", "blob"}


def input_shape(model: str, operation: str) -> Any:
    return shapes.model(model).operation_model(operation).input_shape


def output_shape(model: str, operation: str) -> Any:
    return shapes.model(model).operation_model(operation).output_shape


def member(shape: Any, name: str) -> str | None:
    """The API's name of a parameter; None if it has none."""
    if not name[:1].isupper():
        return None
    return next((known for known in shape.members if known.lower() == name.lower()), None)


def unknown_names(shape: Any, given: Any) -> Iterator[str]:
    """The names in parameters that the API lacks; paths and calls are not followed."""
    if shape is None:
        yield from given if isinstance(given, dict) else ()
    elif shape.type_name == "list":
        for item in given if isinstance(given, list) else []:
            yield from unknown_names(shape.member, item)
    elif shape.type_name == "structure" and isinstance(given, dict):
        yield from _unknown_members(shape, given)


def _unknown_members(shape: Any, given: dict[str, Any]) -> Iterator[str]:
    for name, value in given.items():
        known = member(shape, name.removesuffix(".$"))
        if known is None:
            yield name.removesuffix(".$")
        elif not name.endswith(".$"):
            yield from unknown_names(shape.members[known], value)


def to_api(shape: Any, given: Any) -> Any:
    """Parameters as the API takes them; JSON in place of a text is written out."""
    if shape is None:
        return {}
    if shape.type_name == "structure" and isinstance(given, dict):
        named = ((member(shape, name), value) for name, value in given.items())
        return {name: to_api(shape.members[name], value) for name, value in named if name and value is not None}
    if shape.type_name == "list" and isinstance(given, list):
        return [to_api(shape.member, item) for item in given]
    if shape.type_name == "map" and isinstance(given, dict):
        return {name: to_api(shape.value, value) for name, value in given.items()}
    if shape.type_name in _TEXTS and not isinstance(given, str):
        return text(given)
    return given


def from_api(shape: Any, value: Any, *, is_sdk: bool) -> Any:
    """An answer in the names and forms of Step Functions; times are texts for the SDK, else milliseconds."""
    if shape.type_name == "structure":
        known = ((name, part) for name, part in value.items() if name in shape.members)
        return {_capital(name): from_api(shape.members[name], part, is_sdk=is_sdk) for name, part in known}
    if shape.type_name == "list":
        return [from_api(shape.member, part, is_sdk=is_sdk) for part in value]
    if shape.type_name == "map":
        return {name: from_api(shape.value, part, is_sdk=is_sdk) for name, part in value.items()}
    return _plain(value, is_sdk=is_sdk)


def _capital(name: str) -> str:
    return name[:1].upper() + name[1:]


def _plain(value: Any, *, is_sdk: bool) -> Any:
    if isinstance(value, datetime.datetime):
        return timestamps.text(value) if is_sdk else int(value.timestamp() * 1000)
    if hasattr(value, "read"):
        value = value.read()
    return value.decode(errors="replace") if isinstance(value, bytes) else value
