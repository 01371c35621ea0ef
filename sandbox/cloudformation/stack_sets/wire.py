"""The query protocol of CloudFormation, read and written by botocore's model."""

from typing import Any
from xml.sax.saxutils import escape

Parameters = dict[str, Any]


def read(shape: Any, given: Parameters, prefix: str = "") -> Any:
    """The structure that flattened request parameters mean; None where nothing was sent."""
    if shape.type_name == "structure":
        return _read_structure(shape, given, prefix)
    if shape.type_name == "list":
        return _read_list(shape, given, prefix)
    value = given.get(prefix)
    value = value[0] if isinstance(value, list) else value
    if value is None:
        return None
    if shape.type_name == "boolean":
        return value == "true"
    return int(value) if shape.type_name == "integer" else value


def _read_structure(shape: Any, given: Parameters, prefix: str) -> Parameters | None:
    found = {}
    for name, member in shape.members.items():
        value = read(member, given, f"{prefix}.{name}" if prefix else name)
        if value is not None:
            found[name] = value
    return found or (None if prefix else {})


def _read_list(shape: Any, given: Parameters, prefix: str) -> list | None:
    found: list[Any] = []
    while (value := read(shape.member, given, f"{prefix}.member.{len(found) + 1}")) is not None:
        found.append(value)
    return found or None


def write(value: Any) -> str:
    """XML of an answer, members in no particular order, as clients do not care."""
    if isinstance(value, dict):
        return "".join(f"<{name}>{write(each)}</{name}>" for name, each in value.items() if each is not None)
    if isinstance(value, list):
        return "".join(f"<member>{write(each)}</member>" for each in value)
    return escape(str(value).lower() if isinstance(value, bool) else str(value))
