"""What a resource of a template may hold: User Guide, "Resources" and "Resource attribute reference"."""

from collections.abc import Mapping
from typing import Any

from sandbox.api.errors import not_emulated
from sandbox.cloudformation.template.format_errors import TemplateFormatError, check_name
from sandbox.cloudformation.template.values import function_of

_RESOURCE = frozenset({
    *("Type", "Properties", "DependsOn", "Condition", "Metadata", "CreationPolicy", "UpdatePolicy", "DeletionPolicy"),
    *("UpdateReplacePolicy", "Version"),
})  # fmt: skip
_POLICIES = {
    "DeletionPolicy": ("Delete", "Retain", "RetainExceptOnCreate", "Snapshot"),
    "UpdateReplacePolicy": ("Delete", "Retain", "Snapshot"),
}


def check_resource(name: str, definition: Any) -> None:
    check_name("Resource", name)
    if not isinstance(definition, dict):
        raise TemplateFormatError(f"[/Resources/{name}] resource definition is malformed")
    if not isinstance(definition.get("Type"), str):
        raise TemplateFormatError(f"[/Resources/{name}] Every Resources object must contain a Type member.")
    for unknown in sorted(set(definition) - _RESOURCE):
        raise ValueError(f"Invalid template resource property '{unknown}'")
    if not isinstance(definition.get("Properties", {}), dict):
        raise TemplateFormatError(f"[/Resources/{name}/Properties] Every Properties member must be an object.")
    _check_attributes(name, definition)
    for part in ("Properties", "DependsOn", "Condition", *_POLICIES):
        _check_nulls(f"/Resources/{name}/{part}", definition.get(part, ""))


def _check_attributes(name: str, definition: Mapping[str, Any]) -> None:
    depends_on = definition.get("DependsOn", [])
    names = depends_on if isinstance(depends_on, list) else [depends_on]
    if not all(isinstance(each, str) for each in names):
        raise TemplateFormatError("DependsOn must be a string or list of strings.")
    if not isinstance(definition.get("Condition", ""), str):
        raise TemplateFormatError("Every Condition member must be a string.")
    _check_policies(name, definition)


def _check_policies(name: str, definition: Mapping[str, Any]) -> None:
    for attribute, values in _POLICIES.items():
        value = definition.get(attribute, "Delete")
        if value not in values and not function_of(value):
            raise ValueError(f"Template error: Unrecognized {attribute} {value} for resource {name}")
    for attribute in ("CreationPolicy", "UpdatePolicy"):
        if definition.get(attribute):
            raise not_emulated(f"{attribute} of a resource")


def _check_nulls(path: str, value: Any) -> None:
    if value is None:
        raise TemplateFormatError(f"[{path}] 'null' values are not allowed in templates")
    parts = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for name, part in parts:
        _check_nulls(f"{path}/{name}", part)
