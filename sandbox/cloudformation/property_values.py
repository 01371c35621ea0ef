"""What a change set says of the values of properties: API Reference, ResourceChange and ResourceTargetDefinition."""

import json
from collections.abc import Mapping
from typing import Any

from ministack.services.cloudformation import engine

from sandbox.cloudformation.engine_api import Stack
from sandbox.cloudformation.template.evaluation import condition_values

Values = dict[str, dict[str, Any]]

_LATER = "{{changeSet:KNOWN_AFTER_APPLY}}"
_ATTRIBUTES = ("DeletionPolicy", "UpdateReplacePolicy", "Metadata")


class _Unknown(dict[str, str]):
    """The attributes of a resource that is not there yet."""

    def __contains__(self, _name: object) -> bool:
        return True

    def __getitem__(self, _name: str) -> str:
        return _LATER


def noted(record: Mapping[str, Any], stack: Stack) -> Values:
    """Before and after of each resource that a change set changes, by its logical id."""
    changes = [change["ResourceChange"] for change in record["Changes"]]
    made = {
        each["LogicalResourceId"] for each in changes if each["Action"] == "Add" or each.get("Replacement") == "True"
    }
    template, parameters = record["_template"], record["_resolved_params"]
    known = {name: found for name, found in stack["_resources"].items() if name not in made}
    known |= {name: {"PhysicalResourceId": _LATER, "Attributes": _Unknown()} for name in made}
    conditions, mappings = condition_values(template, parameters), template.get("Mappings", {})

    def resolved(value: Any) -> Any:
        name, identifier = stack["StackName"], stack["StackId"]
        return engine._resolve_refs(value, known, parameters, conditions, mappings, name, identifier)

    values: Values = {}
    for change in changes:
        name = change["LogicalResourceId"]
        before = stack["_resources"].get(name, {}).get("Properties", {})
        definition = template["Resources"].get(name, {})
        values[name] = {
            "before": _context(before, stack["_template"].get("Resources", {}).get(name, {})),
            "after": _context(_resolved_or_raw(resolved, definition.get("Properties", {})), definition),
        }
    return values


def _resolved_or_raw(resolved: Any, properties: Any) -> Any:
    try:
        return resolved(properties)
    except ValueError:  # an export that is not there yet
        return properties


def _context(properties: Mapping[str, Any], definition: Mapping[str, Any]) -> dict[str, Any]:
    return {"Properties": dict(properties), **{name: definition[name] for name in _ATTRIBUTES if name in definition}}


def with_values(change: dict[str, Any], values: Values) -> dict[str, Any]:
    """A change of an answer with the values before and after it."""
    resource = dict(change["ResourceChange"])
    value = values.get(resource["LogicalResourceId"])
    if value is None:
        return change
    if resource["Action"] != "Add":
        resource["BeforeContext"] = _text(value["before"])
    if resource["Action"] != "Remove":
        resource["AfterContext"] = _text(value["after"])
    resource["Details"] = [_detail(detail, value) for detail in resource.get("Details", [])]
    return {**change, "ResourceChange": resource}


def _detail(detail: dict[str, Any], value: dict[str, Any]) -> dict[str, Any]:
    target = dict(detail["Target"])
    path = [target["Attribute"], target["Name"]] if "Name" in target else [target["Attribute"]]
    before, after = _at(value["before"], path), _at(value["after"], path)
    target["Path"] = "/" + "/".join(path)
    target["AttributeChangeType"] = "Add" if before is None else "Remove" if after is None else "Modify"
    if before is not None:
        target["BeforeValue"] = _text(before)
    if after is not None:
        target["AfterValue"] = _text(after)
    return {**detail, "Target": target}


def _at(context: Any, path: list[str]) -> Any:
    for name in path:
        context = context.get(name) if isinstance(context, dict) else None
    return context


def _text(value: Any) -> str:
    return value if isinstance(value, str) else json.dumps(value, separators=(",", ":"), default=str)


def without_repeats(changes: list[dict[str, Any]], before: Mapping[str, Any], after: Mapping[str, Any]) -> None:
    """Recorded: a property that only follows a parameter has one detail, which names the parameter."""
    for change in changes:
        resource = change["ResourceChange"]
        name = resource["LogicalResourceId"]
        old, new = (each.get("Resources", {}).get(name, {}).get("Properties", {}) for each in (before, after))
        details = resource.get("Details", [])
        following = {each["Target"].get("Name") for each in details if each.get("ChangeSource") == "ParameterReference"}
        resource["Details"] = [
            detail
            for detail in details
            if detail.get("ChangeSource") != "DirectModification"
            or detail["Target"].get("Name") not in following
            or old.get(detail["Target"]["Name"]) != new.get(detail["Target"]["Name"])
        ]
