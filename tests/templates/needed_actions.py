"""What CloudFormation needs to create, read, update and delete the resources of a template."""

from functools import cache

from scripts.proofs.handlers import HANDLERS, declared_at, needed_at
from tests.templates.rendered import template_of


def needed_by(template: str) -> dict[str, set[str]]:
    """The actions that each resource type in the template takes."""
    types = {body["Type"] for body in template_of(template)["Resources"].values()}
    return {kind: {action for handler in HANDLERS for action in needed_at(handler, kind)} for kind in types}


@cache
def declared(kind: str) -> tuple[str, ...]:
    """All that AWS publishes of a type, what no template uses among it."""
    return tuple(action for handler in HANDLERS for action in declared_at(handler, kind))
