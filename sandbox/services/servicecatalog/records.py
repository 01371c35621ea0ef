"""What Service Catalog remembers, and how its records are found: portfolios, products, constraints, launches."""

from typing import Any

from ministack.core.responses import get_account_id

from sandbox.api.errors import ServiceError
from sandbox.api.store import Record, Store

STORE = Store()


def own(kind: str, identifier: str) -> Record:
    """A record that belongs to the current account."""
    record = STORE.here(kind).get(identifier)
    return record or not_found(kind, identifier)


def anywhere(kind: str, identifier: str) -> Record:
    """A record of whichever account owns it; who may see it is decided by `visibility`."""
    found = (record for _, record in STORE.everywhere(kind) if record["id"] == identifier)
    return next(found, None) or not_found(kind, identifier)


def not_found(kind: str, identifier: str) -> Any:
    noun = kind.replace("_", " ").removesuffix("s").capitalize()
    raise ServiceError("ResourceNotFoundException", f"{noun} {identifier} not found.")


def invalid(message: str) -> ServiceError:
    return ServiceError("InvalidParametersException", message)


def in_use(message: str) -> ServiceError:
    return ServiceError("ResourceInUseException", message)


def changed_tags(tags: list[Record], request: dict[str, Any]) -> list[Record]:
    """`tags` after the AddTags and RemoveTags of an update."""
    gone = {*request.get("RemoveTags", []), *(tag["Key"] for tag in request.get("AddTags", []))}
    return [tag for tag in tags if tag["Key"] not in gone] + request.get("AddTags", [])


def is_own(record: Record) -> bool:
    return record["owner"] == get_account_id()
