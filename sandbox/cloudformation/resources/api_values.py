"""Converts template values to API parameters by the service's own model."""

import json
from typing import Any

_INTEGERS = ("integer", "long")
_FRACTIONS = ("float", "double")


class UnknownPropertyError(Exception):
    """A property that no member of the API takes."""


def to_api(shape: Any, value: Any, path: str) -> Any:
    """`value` in the form of `shape`; names match without regard to case.

    Raises:
        UnknownPropertyError: naming the path of a value that no member of the API takes.

    """
    convert = _CONVERSIONS.get(shape.type_name, _scalar)
    return convert(shape, value, path)


def member_of(shape: Any, name: str) -> str | None:
    """The member that a property means: the same word in another case, or the tag spelling of KMS."""
    by_lower = {member.lower(): member for member in shape.members}
    return by_lower.get(name.lower()) or by_lower.get(f"tag{name.lower()}")


def _structure(shape: Any, value: Any, path: str) -> dict[str, Any]:
    if not isinstance(value, dict):
        raise UnknownPropertyError(f"{path} must be an object")
    converted: dict[str, Any] = {}
    for name, content in value.items():
        member = member_of(shape, name)
        if member is None:
            raise UnknownPropertyError(f"{path}/{name}")
        converted[member] = to_api(shape.members[member], content, f"{path}/{name}")
    return converted


def _list(shape: Any, value: Any, path: str) -> list[Any]:
    if isinstance(value, dict) and shape.member.type_name == "structure" and member_of(shape.member, "Key"):
        value = [{"Key": key, "Value": member} for key, member in value.items()]
    items = value if isinstance(value, list) else [value]
    return [to_api(shape.member, item, f"{path}/{index}") for index, item in enumerate(items)]


def _map(shape: Any, value: Any, path: str) -> dict[str, Any]:
    if isinstance(value, list):
        value = {tag["Key"]: tag["Value"] for tag in value}
    return {str(key): to_api(shape.value, member, f"{path}/{key}") for key, member in value.items()}


def _scalar(shape: Any, value: Any, path: str) -> Any:
    if shape.type_name in _INTEGERS:
        return int(value)
    if shape.type_name in _FRACTIONS:
        return float(value)
    if shape.type_name == "boolean":
        return value if isinstance(value, bool) else str(value).lower() == "true"
    if shape.type_name != "string":
        return value
    text = value if isinstance(value, str) else json.dumps(value, separators=(",", ":"))
    if shape.enum and text not in shape.enum:
        raise UnknownPropertyError(f"{path} with the value {text}")
    return text


_CONVERSIONS = {"structure": _structure, "list": _list, "map": _map}
