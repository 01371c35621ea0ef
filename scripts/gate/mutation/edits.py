"""Places inside a template's body, and copies of it with one place changed."""

from collections.abc import Iterator
from typing import Any, NamedTuple

Path = tuple[str | int, ...]
REMOVED = object()


class Edit(NamedTuple):
    """A new value for a place; `REMOVED` takes it out. `what` tells edits of one operator at one place apart."""

    path: Path
    value: Any
    what: str = ""


def at(body: Any, path: Path) -> Any:
    for step in path:
        body = body[step]
    return body


def edited(body: Any, edit: Edit) -> Any:
    """A copy that shares what was not changed."""
    step, rest = edit.path[0], edit.path[1:]
    copy: Any = list(body) if isinstance(body, list) else dict(body)
    if rest:
        copy[step] = edited(copy[step], edit._replace(path=rest))
    elif edit.value is REMOVED:
        del copy[step]
    else:
        copy[step] = edit.value
    return copy


def places(value: Any, path: Path = ()) -> Iterator[tuple[Path, Any]]:
    """Every place inside a value, with what is there."""
    yield path, value
    if isinstance(value, dict | list):
        for step, part in value.items() if isinstance(value, dict) else enumerate(value):
            yield from places(part, (*path, step))


def statement_places(body: Any) -> Iterator[tuple[Path, dict[str, Any]]]:
    """Every statement of a policy, with its path."""
    for path, value in places(body.get("Resources", {}), ("Resources",)):
        if isinstance(value, dict) and "Effect" in value and ("Action" in value or "NotAction" in value):
            yield path, value


def of_type(body: Any, *types: str) -> Iterator[tuple[Path, dict[str, Any]]]:
    """The resources of some types, with their paths."""
    for name, resource in body.get("Resources", {}).items():
        if resource.get("Type") in types:
            yield ("Resources", name), resource


def is_trust(path: Path) -> bool:
    return "AssumeRolePolicyDocument" in path


def is_identity(path: Path) -> bool:
    """Whether it is a grant of a role: of its own policies or a managed one of the template."""
    return "Policies" in path or (path[2:4] == ("Properties", "PolicyDocument") and not is_trust(path))
