"""The query protocol of CloudFormation, read and written by botocore's model."""

from typing import Any
from xml.sax.saxutils import escape

from sandbox.cloudformation.engine_api import Parameters


def read(shape: Any, parameters: Parameters, prefix: str = "") -> Any:
    """The value of a shape from flattened request parameters; None where nothing was sent."""
    if shape.type_name == "structure":
        return _read_structure(shape, parameters, prefix)
    if shape.type_name == "list":
        return _read_list(shape, parameters, prefix)
    value = parameters.get(prefix)
    value = value[0] if isinstance(value, list) else value
    if value is None:
        return None
    if shape.type_name == "boolean":
        return value == "true"
    return int(value) if shape.type_name == "integer" else value


def _read_structure(shape: Any, parameters: Parameters, prefix: str) -> dict[str, Any] | None:
    structure: dict[str, Any] = {}
    for name, member in shape.members.items():
        value = read(member, parameters, f"{prefix}.{name}" if prefix else name)
        if value is not None:
            structure[name] = value
    return structure or (None if prefix else {})


def _read_list(shape: Any, parameters: Parameters, prefix: str) -> list[Any] | None:
    elements: list[Any] = []
    while (value := read(shape.member, parameters, f"{prefix}.member.{len(elements) + 1}")) is not None:
        elements.append(value)
    return elements or None


def write(value: Any) -> str:
    """XML of an answer; members in any order, which clients do not depend on."""
    if isinstance(value, dict):
        return "".join(f"<{name}>{write(member)}</{name}>" for name, member in value.items() if member is not None)
    if isinstance(value, list):
        return "".join(f"<member>{write(element)}</member>" for element in value)
    return escape(str(value).lower() if isinstance(value, bool) else str(value))
