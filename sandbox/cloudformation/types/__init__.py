"""The resource types that stacks can have here; a type in none of these tables is refused by name."""

from sandbox.cloudformation.resource import Kind
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
    storage,
)

_TABLES = (access, catalog, code, compute, encryption, events, machine_learning, messaging, observation, storage)
KINDS: dict[str, Kind] = {kind.type: kind for table in _TABLES for kind in table.KINDS}
