"""Puts our type tables, identities and template addresses into the engine's CloudFormation."""

from ministack.services.cloudformation import provisioners, stacks

from sandbox.cloudformation import (
    change_sets,
    custom_resource,
    events,
    identity,
    stale_reads,
    stored_parameters,
    stuck_stacks,
    template_address,
)
from sandbox.cloudformation.provisioner import Provisioner
from sandbox.cloudformation.types import KINDS

_CUSTOM = "AWS::CloudFormation::CustomResource"


def _with_stack_tags(
    resource_type: str, properties: dict, stack_tags: list, _name: str, _stack_id: str, _logical_id: str
) -> dict:
    """The template's own tags win over the stack's, as on AWS."""
    kind = KINDS.get(resource_type)
    if kind is None or not kind.taggable or not stack_tags:
        return properties
    own = properties.get("Tags") or []
    if isinstance(own, dict):
        return properties | {"Tags": {tag["Key"]: tag["Value"] for tag in stack_tags} | own}
    present = {tag["Key"] for tag in own}
    added = [{"Key": tag["Key"], "Value": tag["Value"]} for tag in stack_tags if tag["Key"] not in present]
    return properties | {"Tags": own + added}


def install() -> None:
    kept = provisioners._RESOURCE_HANDLERS[_CUSTOM]
    provisioners._RESOURCE_HANDLERS.clear()
    provisioners._RESOURCE_HANDLERS[_CUSTOM] = kept
    for kind in KINDS.values():
        handler = Provisioner(kind)
        provisioners._RESOURCE_HANDLERS[kind.type] = {
            "create": identity.as_stack(handler.create),
            "update": identity.as_stack(handler.update),
            "update_with_logical_id": True,
            "delete": identity.as_stack(handler.delete),
        }
        provisioners._REPLACING_PROPERTIES[kind.type] = kind.create_only
        provisioners._CUSTOM_NAME_REPLACEMENT.pop(kind.type, None)
        if kind.name:
            provisioners._CUSTOM_NAME_REPLACEMENT[kind.type] = {"name": kind.name[0]}
    stacks._runs_on_worker_thread = lambda _type: True
    stacks._with_stack_tags = _with_stack_tags
    events.install()
    change_sets.install()
    custom_resource.install()
    template_address.install()
    stored_parameters.install()
    stuck_stacks.install()
    identity.install()
    stale_reads.install()
