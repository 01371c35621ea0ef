"""Which events an update of a stack has: what is new is created, and what does not change has none.

CloudFormation User Guide, "Update behaviors of stack resources". The engine goes through every resource and calls it
updated; what it was before the update, and what it is to become, is known while the update runs.
"""

from collections.abc import Awaitable, Callable
from contextvars import ContextVar
from typing import Any, Protocol, TypeVar

from ministack.services.cloudformation import changesets, handlers, stacks

from sandbox.cloudformation.engine_api import Stack, find_stack

Resource = dict[str, Any]


class Event(Protocol):
    """The members of an event that are used here."""

    @property
    def stack_id(self) -> str: ...
    @property
    def logical_id(self) -> str: ...
    @property
    def status(self) -> str: ...
    def _replace(self, *, status: str) -> Any: ...


_Event = TypeVar("_Event", bound=Event)
_STACK, _CLEANUP = "AWS::CloudFormation::Stack", "UPDATE_COMPLETE_CLEANUP_IN_PROGRESS"
_ATTRIBUTES = ("Type", "Metadata", "DeletionPolicy", "UpdateReplacePolicy")


class _Update:
    """An update that runs: the stack before it, and the resources that did not change."""

    def __init__(self, before: dict[str, Any]) -> None:
        self.before = before
        self.unchanged: set[str] = set()
        self.is_cleaning = False
        self.properties: dict[str, Any] = {}

    def resource(self, logical_id: str) -> Resource | None:
        found: Resource | None = self.before.get("_resources", {}).get(logical_id)
        return found

    def keeps(self, logical_id: str, stack: Stack, template: dict[str, Any]) -> bool:
        """Whether a resource that was there has the properties, tags and attributes that it is to have."""
        resource, definitions = self.resource(logical_id), self.before.get("_template", {}).get("Resources", {})
        before, after = definitions.get(logical_id, {}), template.get("Resources", {}).get(logical_id, {})
        return (
            resource is not None
            and resource.get("Properties") == self.properties
            and self.before.get("Tags", []) == stack.get("Tags", [])
            and all(before.get(name) == after.get(name) for name in _ATTRIBUTES)
        )


_update: ContextVar[_Update | None] = ContextVar("sandbox_stack_update", default=None)
_template: ContextVar[dict[str, Any]] = ContextVar("sandbox_stack_template")


def shown(event: _Event) -> list[_Event]:
    """The events that AWS has for one of the engine's about a resource."""
    update, stack = _update.get(), find_stack(event.stack_id)
    if update is None or stack is None or not event.status.startswith("UPDATE_"):
        return [event]
    if update.resource(event.logical_id) is None:
        status = event.status.replace("UPDATE", "CREATE")
        _set_status(stack, event.logical_id, status)
        return [event._replace(status=status)]
    if event.status == "UPDATE_IN_PROGRESS" and update.keeps(event.logical_id, stack, _template.get()):
        update.unchanged.add(event.logical_id)
    if event.logical_id not in update.unchanged:
        return [event]
    before = update.resource(event.logical_id) or {}
    _set_status(stack, event.logical_id, before.get("ResourceStatus", event.status))
    return []


def begin_cleanup(stack_id: str) -> None:
    """The last part of an update that succeeded: what it replaced or left out is deleted now."""
    update, stack = _update.get(), find_stack(stack_id)
    if update and stack and not update.is_cleaning and "ROLLBACK" not in stack["StackStatus"]:
        update.is_cleaning = True
        ends = stack["StackStatus"]
        stack["StackStatus"] = _CLEANUP
        stacks._add_event(stack_id, stack["StackName"], stack["StackName"], _STACK, _CLEANUP, physical_id=stack_id)
        if not ends.endswith("_IN_PROGRESS"):
            stack["StackStatus"] = ends


def _with_events(delete: Callable[..., None]) -> Callable[..., None]:
    """The engine's deletion of a resource; in the cleanup of an update it has no events of its own."""

    def delete_with_events(kind: str, physical_id: str, properties: Any, stack_name: str, logical_id: str) -> None:
        stack = find_stack(stack_name)
        is_cleanup = _update.get() is not None and stack is not None and "ROLLBACK" not in stack["StackStatus"]
        if stack is None or not is_cleanup:
            delete(kind, physical_id, properties, stack_name, logical_id)
            return
        identifier = stack["StackId"]
        begin_cleanup(identifier)
        event = (identifier, stack_name, logical_id, kind)
        stacks._add_event(*event, "DELETE_IN_PROGRESS", physical_id=physical_id)
        delete(kind, physical_id, properties, stack_name, logical_id)
        stacks._add_event(*event, "DELETE_COMPLETE", physical_id=physical_id)

    return delete_with_events


def _set_status(stack: Stack, logical_id: str, status: str) -> None:
    resource = stack["_resources"].get(logical_id)
    if resource is not None:
        resource["ResourceStatus"] = status


def _noting_properties(resolve: Callable[..., tuple[Any, Any]]) -> Callable[..., tuple[Any, Any]]:
    """The engine resolves a resource's properties right before the event that the resource is updated."""

    def resolve_and_note(value: Any, *arguments: Any, **named: Any) -> tuple[Any, Any]:
        resolved, references = resolve(value, *arguments, **named)
        update = _update.get()
        if update is not None:
            update.properties = resolved
        return resolved, references

    return resolve_and_note


def _noting_update(deploy: Callable[..., Awaitable[None]]) -> Callable[..., Awaitable[None]]:
    async def deploy_and_note(*arguments: Any, **named: Any) -> None:
        if named.get("is_update") and named.get("previous_stack"):
            _update.set(_Update(named["previous_stack"]))
            _template.set(arguments[2])
        await deploy(*arguments, **named)

    return deploy_and_note


def install() -> None:
    stacks._delete_resource = _with_events(stacks._delete_resource)
    stacks._resolve_dynamic_references = _noting_properties(stacks._resolve_dynamic_references)
    deploy = _noting_update(stacks._deploy_stack_async)
    stacks._deploy_stack_async = handlers._deploy_stack_async = changesets._deploy_stack_async = deploy
