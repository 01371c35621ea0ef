"""AWS CodeConnections, under its name and its former one: connections that are available at once."""

import functools
import uuid
from dataclasses import dataclass, field
from typing import TypedDict

from ministack.core.responses import get_account_id

from sandbox.api.errors import ServiceError
from sandbox.api.identifiers import arn
from sandbox.api.persistence import stored
from sandbox.api.service import Service
from sandbox.api.store import Store, Table
from sandbox.api.types import Answer, Request


class ConnectionDetail(TypedDict):
    """CodeConnections' Connection."""

    ConnectionName: str
    ConnectionArn: str
    ProviderType: str | None
    HostArn: str | None
    OwnerAccountId: str
    ConnectionStatus: str


@stored
@dataclass(eq=False)
class Connection:
    detail: ConnectionDetail
    tags: dict[str, str] = field(default_factory=dict)


STORE = Store()
CONNECTIONS: Table[Connection] = Table(STORE, "connections")


def _create(prefix: str, request: Request) -> Answer:
    """On AWS the status is PENDING until a person completes the connection in the console."""
    if ("ProviderType" in request) == ("HostArn" in request):
        raise ServiceError("ValidationException", "Exactly one of ProviderType and HostArn must be specified.")
    identifier, tags = arn(prefix, f"connection/{uuid.uuid4()}"), request.get("Tags", [])
    detail: ConnectionDetail = {
        "ConnectionName": request["ConnectionName"],
        "ConnectionArn": identifier,
        "ProviderType": request.get("ProviderType"),
        "HostArn": request.get("HostArn"),
        "OwnerAccountId": get_account_id(),
        "ConnectionStatus": "AVAILABLE",
    }
    CONNECTIONS.here()[identifier] = Connection(detail, {tag["Key"]: tag["Value"] for tag in tags})
    return {"ConnectionArn": identifier, "Tags": tags}


def _get(request: Request) -> Answer:
    return {"Connection": _find_connection(request["ConnectionArn"]).detail}


def _list(request: Request) -> Answer:
    details = [connection.detail for connection in CONNECTIONS.here().values()]
    provider = request.get("ProviderTypeFilter")
    return {"Connections": [detail for detail in details if provider in (None, detail["ProviderType"])]}


def _delete(request: Request) -> None:
    del CONNECTIONS.here()[_find_connection(request["ConnectionArn"]).detail["ConnectionArn"]]


def _list_tags(request: Request) -> Answer:
    tags = _find_connection(request["ResourceArn"]).tags
    return {"Tags": [{"Key": key, "Value": value} for key, value in tags.items()]}


def _find_connection(identifier: str) -> Connection:
    if identifier not in CONNECTIONS.here():
        raise ServiceError("ResourceNotFoundException", f"Connection {identifier} not found")
    return CONNECTIONS.here()[identifier]


def _resource_arn(_operation: str, request: Request) -> str:
    return request.get("ConnectionArn") or request.get("ResourceArn") or "*"


def tags_for_conditions(identifier: str) -> dict[str, str]:
    """Service Authorization Reference, "Resource types defined by AWS CodeConnections"."""
    found = CONNECTIONS.here().get(identifier)
    return {f"aws:resourcetag/{key.lower()}": value for key, value in found.tags.items()} if found else {}


def _condition_context(operation: str, request: Request) -> dict[str, str]:
    return tags_for_conditions(_resource_arn(operation, request))


def _service(prefix: str, store: Store) -> Service:
    """Console User Guide, "Connections rename": what is created by a prefix has it in its ARN, and both remain."""
    operations = {
        "CreateConnection": functools.partial(_create, prefix),
        "GetConnection": _get,
        "ListConnections": _list,
        "DeleteConnection": _delete,
        "ListTagsForResource": _list_tags,
    }
    return Service(prefix, operations, store, resource_arn=_resource_arn, condition_context=_condition_context)


CODE_CONNECTIONS = _service("codeconnections", STORE)
CODESTAR_CONNECTIONS = _service("codestar-connections", Store())  # what it keeps is in the same store
