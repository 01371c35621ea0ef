"""Installs our resource types, the identity of stacks and everything else of this folder in the engine."""

from typing import Any

from ministack.services.cloudformation import provisioners, stacks

from sandbox.cloudformation import (
    change_set_creation,
    change_sets,
    custom_resource,
    events,
    exports,
    identity,
    named_operations,
    stack_events,
    stale_reads,
    stored_parameters,
    stuck_stacks,
    template_address,
    update_events,
)
from sandbox.cloudformation.resources.facts import Properties
from sandbox.cloudformation.resources.provisioner import Provisioner
from sandbox.cloudformation.resources.resource_type import ResourceType
from sandbox.cloudformation.template import installation as template
from sandbox.cloudformation.types import RESOURCE_TYPES

Tag = dict[str, Any]
_CUSTOM = "AWS::CloudFormation::CustomResource"


def _with_stack_tags(
    type_name: str, properties: Properties, stack_tags: list[Tag], _name: str, _stack_id: str, _logical_id: str
) -> Properties:
    """A resource's own tag replaces the stack's of the same key: the handlers' published source, TagHelper."""
    resource_type = RESOURCE_TYPES.get(type_name)
    if resource_type is None or not resource_type.taggable or not stack_tags:
        return properties
    own = properties.get("Tags") or []
    if isinstance(own, dict):
        return properties | {"Tags": {tag["Key"]: tag["Value"] for tag in stack_tags} | own}
    present = {tag["Key"] for tag in own}
    added = [{"Key": tag["Key"], "Value": tag["Value"]} for tag in stack_tags if tag["Key"] not in present]
    return properties | {"Tags": own + added}


def _install_type(resource_type: ResourceType) -> None:
    provisioner = Provisioner(resource_type)
    provisioners._RESOURCE_HANDLERS[resource_type.type] = {
        "create": identity.as_stack(provisioner.create),
        "update": identity.as_stack(provisioner.update),
        "update_with_logical_id": True,
        "delete": identity.as_stack(provisioner.delete),
    }
    provisioners._REPLACING_PROPERTIES[resource_type.type] = resource_type.create_only
    provisioners._CUSTOM_NAME_REPLACEMENT.pop(resource_type.type, None)
    if resource_type.name:
        provisioners._CUSTOM_NAME_REPLACEMENT[resource_type.type] = {"name": resource_type.name[0]}


def install() -> None:
    custom_resources = provisioners._RESOURCE_HANDLERS[_CUSTOM]
    provisioners._RESOURCE_HANDLERS.clear()
    provisioners._RESOURCE_HANDLERS[_CUSTOM] = custom_resources
    for resource_type in RESOURCE_TYPES.values():
        _install_type(resource_type)
    stacks._runs_on_worker_thread = lambda _type: True
    stacks._with_stack_tags = _with_stack_tags
    update_events.install()
    stack_events.install()
    events.install()
    exports.install()
    change_sets.install()
    change_set_creation.install()
    custom_resource.install()
    template_address.install()
    stored_parameters.install()
    template.install()
    named_operations.install()
    stuck_stacks.install()
    identity.install()
    stale_reads.install()
