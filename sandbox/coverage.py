"""What the sandbox really does, for tests that compare it with what templates ask for."""

from typing import Any

from sandbox.cloudformation.types import RESOURCE_TYPES
from sandbox.services import PIPELINE_ACTIONS, SERVICES


def report() -> dict[str, Any]:
    return {
        "types": {name: sorted(resource_type.properties) for name, resource_type in RESOURCE_TYPES.items()},
        "operations": {service.name: sorted(service.operations) for service in SERVICES},
        "pipeline_actions": [list(action) for action in PIPELINE_ACTIONS],
    }
