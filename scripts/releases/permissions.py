"""The permissions that a template gives or denies, one by one, so that two templates can be compared."""

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any


@dataclass(frozen=True, order=True)
class Permission:
    """One action on one resource. `holder` is the logical id of the resource whose policy has it."""

    holder: str
    effect: str
    action: str
    resource: str
    principal: str = ""
    condition: str = ""
    when: str = ""


def permissions(template: Mapping[str, Any]) -> frozenset[Permission]:
    """Those of every policy document in a template, whatever property it is in."""
    return frozenset(
        permission
        for holder, resource in template["Resources"].items()
        for document in _documents(resource.get("Properties", {}))
        for statement, when in _statements(document["Statement"], "")
        for permission in _permissions(holder, statement, when)
    )


def without_policies(value: Any) -> Any:
    """The same without the statements of policy documents."""
    if _is_document(value):
        return {key: item for key, item in value.items() if key != "Statement"}
    if isinstance(value, dict):
        return {key: without_policies(item) for key, item in value.items()}
    return [without_policies(item) for item in value] if isinstance(value, list) else value


def permission_lines(found: Iterable[Permission]) -> list[str]:
    """One line for all actions on the same resources under the same conditions."""
    actions: dict[Permission, list[str]] = {}
    for permission in sorted(found):
        actions.setdefault(replace(permission, action=""), []).append(permission.action)
    resources: dict[Permission, list[str]] = {}
    for permission, names in actions.items():
        same = replace(permission, resource="", action=", ".join(f"`{name}`" for name in names))
        resources.setdefault(same, []).append(permission.resource)
    return [_line(permission, names) for permission, names in resources.items()]


def text_of(value: Any) -> str:
    """A value of a template as a person would write it: `${Bucket.Arn}` for a reference."""
    match value:
        case str():
            return value
        case {"Ref": name}:
            return f"${{{name}}}"
        case {"Fn::GetAtt": [name, attribute]}:
            return f"${{{name}.{attribute}}}"
        case {"Fn::Sub": str() as text} | {"Fn::Sub": [text, *_]}:
            return str(text)
        case list():
            return ", ".join(text_of(item) for item in value)
        case _:
            return json.dumps(value, sort_keys=True)


def _line(permission: Permission, resources: list[str]) -> str:
    parts = [
        f"`{permission.holder}`: {permission.action}",
        *([f"for {permission.principal}"] if permission.principal else []),
        *([f"on {', '.join(f'`{name}`' for name in resources)}"] if any(resources) else []),
        *([f"if {permission.condition}"] if permission.condition else []),
        *([f"when {permission.when}"] if permission.when else []),
    ]
    return " ".join(parts)


def _documents(value: Any) -> Iterator[Mapping[str, Any]]:
    if _is_document(value):
        yield value
    elif isinstance(value, dict | list):
        for item in value.values() if isinstance(value, dict) else value:
            yield from _documents(item)


def _is_document(value: Any) -> bool:
    return isinstance(value, dict) and "Statement" in value


def _statements(value: Any, when: str) -> Iterator[tuple[Mapping[str, Any], str]]:
    """Statements with the template's conditions under which they are there."""
    match value:
        case list():
            for item in value:
                yield from _statements(item, when)
        case {"Fn::If": [condition, then, otherwise]}:
            also = f"{when} and " if when else ""
            yield from _statements(then, f"{also}{condition}")
            yield from _statements(otherwise, f"{also}not {condition}")
        case {"Effect": _}:
            yield value, when


def _permissions(holder: str, statement: Mapping[str, Any], when: str) -> Iterator[Permission]:
    condition = " and ".join(
        f"{operator} {key} `{text_of(value)}`"
        for operator, compared in statement.get("Condition", {}).items()
        for key, value in compared.items()
    )
    principal = _principal(statement)
    for action in _values(statement, "Action"):
        for resource in _values(statement, "Resource"):
            yield Permission(holder, statement["Effect"], action, resource, principal, condition, when)


def _principal(statement: Mapping[str, Any]) -> str:
    """The principals of a resource's policy; a role's own policy has none."""
    name = next((key for key in ("Principal", "NotPrincipal") if key in statement), None)
    if name is None:
        return ""
    value = statement[name]
    kinds = value.values() if isinstance(value, dict) else [value]
    return f"{'all but ' if name == 'NotPrincipal' else ''}`{', '.join(text_of(kind) for kind in kinds)}`"


def _values(statement: Mapping[str, Any], key: str) -> list[str]:
    """The texts under `Action` or `NotAction`; trust policies have no resource."""
    prefix = "" if key in statement else "all but "
    value = statement.get(key, statement.get(f"Not{key}", ""))
    items = value if isinstance(value, list) else [value]
    return [f"{prefix}{text_of(item)}" if item else "" for item in items]
