"""Properties that a resource type has on AWS and not here: refused by name before anything is made."""

import functools
import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from sandbox.api.errors import not_emulated
from sandbox.cloudformation.template.values import Conditions, is_made
from sandbox.cloudformation.types import RESOURCE_TYPES

_SCHEMAS = Path(__file__).with_name("schema_properties.json")


@functools.cache
def schema_properties() -> dict[str, list[str]]:
    """The properties of each offered type in AWS's resource schemas, as cfn-lint has them."""
    found: dict[str, list[str]] = json.loads(_SCHEMAS.read_text())
    return found


def check(template: Mapping[str, Any], values: Conditions) -> None:
    """Refuse what AWS's type has and the sandbox's has not; what neither has fails the resource, as on AWS.

    Raises:
        ServiceError: the properties by name.

    """
    for definition in template["Resources"].values():
        resource_type = RESOURCE_TYPES.get(definition["Type"])
        if resource_type is None or not is_made(definition, values):
            continue
        further = set(definition.get("Properties", {})) - set(resource_type.properties)
        known = sorted(further & set(schema_properties().get(resource_type.type, ())))
        if known:
            raise not_emulated(f"{', '.join(known)} of {resource_type.type}")
