"""Applies the properties of a resource that have API calls of their own, as a whole or element by element."""

import uuid
from collections.abc import Iterator
from typing import Any

from sandbox.cloudformation.resources.api_calls import call, call_unless_gone
from sandbox.cloudformation.resources.facts import Facts, Properties, look_up
from sandbox.cloudformation.resources.resource_type import ResourceType, Setting


def apply(resource_type: ResourceType, setting: Setting, before: Properties, facts: Facts) -> None:
    """Bring a setting from what the properties were `before` to what they are in the facts."""
    if setting.per_element:
        _apply_elements(resource_type, setting, before, facts)
        return
    values = [facts["properties"][name] for name in setting.properties if name in facts["properties"]]
    if setting.put.each:
        for item in look_up(setting.put.each, facts) or []:
            call(resource_type, setting.put, {**facts, "item": item})
        return
    # A switch that is off is removed like one that is gone.
    if values and not (setting.remove and all(str(value).lower() == "false" for value in values)):
        call(resource_type, setting.put, facts, setting.properties)
    elif setting.remove and (values or before.keys() & set(setting.properties)):
        call(resource_type, setting.remove, facts)


def remove_elements(resource_type: ResourceType, setting: Setting, facts: Facts) -> None:
    """Remove every element before the resource is deleted, unless it is gone already."""
    if setting.per_element and setting.remove and setting.at_create and not setting.first_at_create:
        for _, item in _elements(setting, facts["properties"]):
            call_unless_gone(resource_type, setting.remove, {**facts, "item": item})


def _apply_elements(resource_type: ResourceType, setting: Setting, before: Properties, facts: Facts) -> None:
    old, new = dict(_elements(setting, before)), dict(_elements(setting, facts["properties"]))
    if setting.first_at_create and not before:
        new.pop(next(iter(new)))
    if setting.recreate:
        _remove(resource_type, setting, [old.pop(key) for key in list(old) if new.get(key) != old[key]], facts)
    # What is new comes first: a product must never be left without a version.
    for key, item in new.items():
        if old.get(key) != item:
            api_call = setting.change if setting.change and key in old else setting.put
            call(resource_type, api_call, {**facts, "item": item, "token": uuid.uuid4().hex})
    _remove(resource_type, setting, [item for key, item in old.items() if key not in new], facts)


def _remove(resource_type: ResourceType, setting: Setting, items: list[Any], facts: Facts) -> None:
    for item in items:
        if setting.remove:
            call(resource_type, setting.remove, {**facts, "item": item})


def _elements(setting: Setting, properties: Properties) -> Iterator[tuple[str, Any]]:
    value = properties.get(setting.properties[0]) or []
    if isinstance(value, dict):
        value = [{"Key": key, "Value": member} for key, member in value.items()]
    for item in value:
        yield str(look_up(setting.key, item)), item
