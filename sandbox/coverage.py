"""What the sandbox really does, for tests that compare it with what templates ask for."""

from typing import Any

from sandbox.api.rules import Rules
from sandbox.cloudformation.types import RESOURCE_TYPES
from sandbox.engine.rules.table import RULES
from sandbox.services import PIPELINE_ACTIONS, SERVICES


def report() -> dict[str, Any]:
    return {
        "types": {name: sorted(resource_type.properties) for name, resource_type in RESOURCE_TYPES.items()},
        "operations": {service.name: sorted(service.operations) for service in SERVICES},
        "pipeline_actions": [list(action) for action in PIPELINE_ACTIONS],
        "engine": {rules.model: _offered(rules) for rules in RULES.values() if rules.offered is not None},
    }


def _offered(rules: Rules) -> dict[str, list[str] | None]:
    """Operations of a service of the engine, each with the members of its input that are offered, None for all."""
    table = (rules.offered or {}).items()
    return {operation: None if members is None else sorted(members) for operation, members in table}
