"""What a resource type has on AWS and not here: properties and attributes refused by name before anything is made."""

import functools
import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, TypedDict

from sandbox.api.errors import not_emulated
from sandbox.cloudformation.resources.resource_type import ResourceType
from sandbox.cloudformation.template.values import Conditions, is_made, references
from sandbox.cloudformation.types import RESOURCE_TYPES

Section = Mapping[str, Any]


class Schema(TypedDict):
    """AWS's resource schema as cfn-lint has it: writable properties, return values, and what identifies one."""

    properties: list[str]
    attributes: list[str]
    identifiers: list[str]


@functools.cache
def schemas() -> dict[str, Schema]:
    """The schema of each offered type."""
    found: dict[str, Schema] = json.loads(Path(__file__).with_name("resource_schemas.json").read_text())
    return found


def check(template: Section, values: Conditions) -> None:
    """Refuse what AWS's type has and the sandbox's has not; what neither has fails the stack, as on AWS.

    Raises:
        ServiceError: the properties and attributes by name.

    """
    resources = template["Resources"]
    made = [each for each in resources.values() if is_made(each, values)]
    outputs = [each for each in template.get("Outputs", {}).values() if is_made(each, values)]
    lacking = [name for definition in made for name in _properties(definition)]
    used = [definition.get("Properties", {}) for definition in made] + [output["Value"] for output in outputs]
    lacking += [name for value in used for name in _attributes(value, resources, values)]
    if lacking:
        raise not_emulated(", ".join(sorted(set(lacking))))


def _known(definition: Section) -> tuple[ResourceType, Schema] | None:
    resource_type, schema = RESOURCE_TYPES.get(definition["Type"]), schemas().get(definition["Type"])
    return (resource_type, schema) if resource_type and schema else None


def _properties(definition: Section) -> Iterator[str]:
    known = _known(definition)
    if known:
        further = set(definition.get("Properties", {})) & set(known[1]["properties"]) - set(known[0].properties)
        yield from (f"{name} of {known[0].type}" for name in further)


def _attributes(value: Any, resources: Section, values: Conditions) -> Iterator[str]:
    for name, attribute, _ in references(value, values):
        known = _known(resources[name]) if attribute and name in resources else None
        if known and attribute in known[1]["attributes"] and attribute not in known[0].attributes:
            yield f"attribute {attribute} of {known[0].type}"
