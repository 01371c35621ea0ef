"""AWS CodeConnections: connections that count as made by hand, since the console's handshake has no place here."""

import uuid
from typing import Any

from ministack.core.responses import get_account_id

from sandbox.api.errors import ServiceError
from sandbox.api.identifiers import arn
from sandbox.api.service import Service
from sandbox.api.store import Record, Store

Request = dict[str, Any]

STORE = Store()


def _create(request: Request) -> Request:
    """On AWS the status is PENDING until a person completes the connection in the console."""
    if ("ProviderType" in request) == ("HostArn" in request):
        raise ServiceError("ValidationException", "Exactly one of ProviderType and HostArn must be specified.")
    identifier = arn("codeconnections", f"connection/{uuid.uuid4()}")
    named = {name: request.get(name) for name in ("ConnectionName", "ProviderType", "HostArn")}
    connection = {**named, "ConnectionArn": identifier, "OwnerAccountId": get_account_id()}
    tags = {tag["Key"]: tag["Value"] for tag in request.get("Tags", [])}
    STORE.here("connections")[identifier] = {"detail": {**connection, "ConnectionStatus": "AVAILABLE"}, "tags": tags}
    return {"ConnectionArn": identifier, "Tags": request.get("Tags", [])}


def _get(request: Request) -> Request:
    return {"Connection": _connection(request["ConnectionArn"])["detail"]}


def _list(request: Request) -> Request:
    details = [each["detail"] for each in STORE.here("connections").values()]
    wanted = request.get("ProviderTypeFilter")
    return {"Connections": [each for each in details if wanted in (None, each["ProviderType"])]}


def _delete(request: Request) -> None:
    STORE.here("connections").pop(_connection(request["ConnectionArn"])["detail"]["ConnectionArn"])


def _tags(request: Request) -> Request:
    tags = _connection(request["ResourceArn"])["tags"]
    return {"Tags": [{"Key": key, "Value": value} for key, value in tags.items()]}


def _connection(identifier: str) -> Record:
    """Found under the older prefix of the ARN too, as on AWS."""
    identifier = identifier.replace(":codestar-connections:", ":codeconnections:")
    if identifier not in STORE.here("connections"):
        raise ServiceError("ResourceNotFoundException", f"Connection {identifier} not found")
    return STORE.here("connections")[identifier]


def _resource_arn(_operation: str, request: Request) -> str:
    return request.get("ConnectionArn") or request.get("ResourceArn") or "*"


CODE_CONNECTIONS = Service(
    "codeconnections",
    {
        "CreateConnection": _create,
        "GetConnection": _get,
        "ListConnections": _list,
        "DeleteConnection": _delete,
        "ListTagsForResource": _tags,
    },
    STORE,
    resource_arn=_resource_arn,
)
