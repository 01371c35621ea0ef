"""Records as JSON and back: times and dataclasses survive a restart."""

import dataclasses
import datetime
from typing import Any, TypeVar

_T = TypeVar("_T")
_CLASSES: dict[str, type[Any]] = {}


def stored(record: type[_T]) -> type[_T]:
    """Class decorator for a dataclass whose instances a store keeps."""
    _CLASSES[_name(record)] = record
    return record


def to_json(value: Any) -> Any:
    """A copy that JSON can hold.

    Raises:
        TypeError: a dataclass is not decorated with `stored`.

    """
    if isinstance(value, datetime.datetime):
        return {"$time": value.isoformat()}
    if dataclasses.is_dataclass(value):
        return {"$class": _registered(value)} | {
            field.name: to_json(getattr(value, field.name)) for field in dataclasses.fields(value)
        }
    if isinstance(value, dict):
        return {key: to_json(member) for key, member in list(value.items())}
    return [to_json(member) for member in value] if isinstance(value, (list, tuple)) else value


def from_json(value: Any) -> Any:
    if isinstance(value, list):
        return [from_json(member) for member in value]
    if not isinstance(value, dict):
        return value
    if set(value) == {"$time"}:
        return datetime.datetime.fromisoformat(value["$time"])
    members = {key: from_json(member) for key, member in value.items() if key != "$class"}
    return _CLASSES[value["$class"]](**members) if "$class" in value else members


def _registered(value: Any) -> str:
    name = _name(type(value))
    if name not in _CLASSES:
        raise TypeError(f"{name} is not decorated with `stored`")
    return name


def _name(record: type[Any]) -> str:
    return f"{record.__module__}.{record.__qualname__}"
