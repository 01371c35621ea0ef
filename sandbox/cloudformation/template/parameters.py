"""The values that an operation gives for the parameters of a template: User Guide, "Parameters"."""

import re
from collections.abc import Mapping, Sequence
from typing import Any

from sandbox.cloudformation.template.format_errors import TemplateFormatError

Given = Sequence[Mapping[str, Any]]
"""The engine's form: `Key`, `Value`, and whether the value of the stack is used."""

_NUMBER = re.compile(r"[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?")
_LENGTH = 4096


def check(definitions: Mapping[str, Any], given: Given, previous: Mapping[str, Any]) -> None:
    """Refuse names that the template lacks, missing values, and values of another type.

    Raises:
        ValueError: AWS's sentence, as recorded or reported.

    """
    unknown = [each["Key"] for each in given if each["Key"] not in definitions]
    if unknown:
        raise ValueError(f"Parameters: [{', '.join(unknown)}] do not exist in the template")
    values = {each["Key"]: _value(each, previous) for each in given}
    values = {name: definition.get("Default") for name, definition in definitions.items()} | _present(values)
    missing = [name for name in definitions if values[name] is None]
    if missing:
        raise ValueError(f"Parameters: [{', '.join(missing)}] must have values")
    for name, definition in definitions.items():
        _check_value(name, definition, _text(values[name]))


def _value(given: Mapping[str, Any], previous: Mapping[str, Any]) -> Any:
    if not given.get("UsePreviousValue"):
        return given.get("Value", "")
    before = previous.get(given["Key"], {})
    return before.get("SsmName", before.get("Value"))


def _present(values: Mapping[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in values.items() if value is not None}


def _text(value: Any) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)


def _check_value(name: str, definition: Mapping[str, Any], value: str) -> None:
    if len(value.encode()) > _LENGTH:
        raise TemplateFormatError(f"Parameter '{name}' default value '{value}' length is greater than {_LENGTH}.")
    kind = definition["Type"]
    if kind == "Number" and not _NUMBER.fullmatch(value):
        raise ValueError(f"Parameter '{name}' must be a number.")
    if kind == "List<Number>" and not all(_NUMBER.fullmatch(part.strip()) for part in value.split(",")):
        raise ValueError(f"Parameter '{name}' must be a list of numbers.")
    allowed = [_text(each) for each in definition.get("AllowedValues", [])]
    members = [part.strip() for part in value.split(",")] if _is_list(kind) else [value]
    if allowed and not set(members) <= set(allowed):
        raise ValueError(f"Parameter '{name}' must be one of AllowedValues")


def _is_list(kind: str) -> bool:
    return kind == "CommaDelimitedList" or kind.startswith("List<")
