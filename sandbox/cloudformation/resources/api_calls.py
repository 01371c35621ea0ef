"""Makes the API calls of a resource type, with parameters from the resource's properties and facts."""

import re
from collections.abc import Iterable
from typing import Any

from botocore import xform_name
from botocore.exceptions import BotoCoreError, ClientError

from sandbox.api import loopback
from sandbox.cloudformation.resources.api_values import UnknownPropertyError, member_of, to_api
from sandbox.cloudformation.resources.facts import Facts, look_up
from sandbox.cloudformation.resources.resource_type import ApiCall, ResourceType

_GONE = re.compile(r"NotFound|NoSuch|DoesNotExist|NonExistent|Could not find|does not exist", re.IGNORECASE)


class ProvisioningError(Exception):
    """Why a resource failed, as a stack event shows it."""


def call(
    resource_type: ResourceType, api_call: ApiCall, facts: Facts, properties: Iterable[str] = ()
) -> dict[str, Any]:
    """Make one call; of `properties` it gets those that it takes and the template has."""
    service = api_call.service or resource_type.service
    shape = loopback.model(service).operation_model(api_call.operation).input_shape
    taken = set(properties) if api_call.takes is None else set(properties) & set(api_call.takes)
    return invoke(service, api_call.operation, _parameters(resource_type, api_call, shape, facts, taken))


def call_unless_gone(resource_type: ResourceType, api_call: ApiCall, facts: Facts) -> None:
    """Make one call about something that may not exist any more."""
    try:
        call(resource_type, api_call, facts)
    except ProvisioningError as error:
        if not _GONE.search(str(error)):
            raise


def invoke(service: str, operation: str, parameters: dict[str, Any]) -> dict[str, Any]:
    """One API call under the current credentials; AWS's refusal becomes the reason of the failure."""
    try:
        return getattr(loopback.client(service), xform_name(operation))(**parameters)
    except ClientError as error:
        refusal, status = error.response["Error"], error.response["ResponseMetadata"].get("HTTPStatusCode")
        reason = f"{refusal.get('Message')} (Service: {service}, Status Code: {status}, {refusal.get('Code')})"
        raise ProvisioningError(reason) from error
    except BotoCoreError as error:
        raise ProvisioningError(f"{service}:{operation}: {error}") from error


def _parameters(
    resource_type: ResourceType, api_call: ApiCall, shape: Any, facts: Facts, properties: set[str]
) -> dict[str, Any]:
    path = f"{resource_type.type} {facts['logical_id']}"
    parameters: dict[str, Any] = {}
    try:
        # Recorded: no tags in a template's list are no tags, which some operations refuse as an empty map.
        empty = {"Tags"} if not facts["properties"].get("Tags") else set[str]()
        for name in sorted((properties & facts["properties"].keys()) - empty):
            value = resource_type.converted(name, facts["properties"][name])
            _place(parameters, shape, resource_type.names.get(name, name), value, f"{path}: {name}")
        for member, expression in api_call.members.items():
            value = look_up(expression, facts)
            if value is not None:
                _place(parameters, shape, member, value, f"{path}: {member}")
    except UnknownPropertyError as error:
        raise ProvisioningError(f"{error} is a property that the sandbox does not act on") from error
    return parameters


def _place(parameters: dict[str, Any], shape: Any, target: str, value: Any, path: str) -> None:
    """Put a value at a dotted member path, converted to that member's shape."""
    name, _, rest = target.partition(".")
    if shape.type_name == "map":
        parameters[target] = to_api(shape.value, value, path)
        return
    member = member_of(shape, name)
    if member is None:
        raise UnknownPropertyError(path)
    if rest:
        _place(parameters.setdefault(member, {}), shape.members[member], rest, value, path)
    elif isinstance(parameters.get(member), dict) and isinstance(value, dict):
        parameters[member] |= to_api(shape.members[member], value, path)
    else:
        parameters[member] = to_api(shape.members[member], value, path)
