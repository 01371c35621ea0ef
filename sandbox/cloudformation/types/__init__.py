"""The resource types that stacks can have here; a type in none of these tables is refused by name."""

from sandbox.cloudformation.resources.resource_type import ResourceType
from sandbox.cloudformation.types import (
    access,
    catalog,
    code,
    compute,
    encryption,
    events,
    machine_learning,
    messaging,
    observation,
    scaling,
    storage,
    workflows,
)

_TABLES = (
    access, catalog, code, compute, encryption, events, machine_learning, messaging, observation, scaling, storage,
    workflows,
)  # fmt: skip
RESOURCE_TYPES: dict[str, ResourceType] = {
    resource_type.type: resource_type for table in _TABLES for resource_type in table.RESOURCE_TYPES
}
