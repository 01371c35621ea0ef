"""Pages of keys, aliases and tags: KMS API reference, ListKeys, ListAliases and ListResourceTags, "Limit"."""

from ministack.services import kms

from sandbox.api.errors import ServiceError
from sandbox.api.types import Answer, Record, Request

_KEYS, _ALIASES, _TAGS = 100, 50, 50


def ListKeys(request: Request) -> Answer:
    found = [{"KeyId": key["KeyId"], "KeyArn": key["Arn"]} for key in kms._keys.values()]
    return _page(request, "Keys", found, _KEYS)


def ListAliases(request: Request, answer: Answer) -> Answer:
    return _page(request, "Aliases", answer["Aliases"], _ALIASES)


def ListResourceTags(request: Request, answer: Answer) -> Answer:
    return _page(request, "Tags", answer["Tags"], _TAGS)


def _page(request: Request, name: str, rows: list[Record], size: int) -> Answer:
    marker = request.get("Marker", "0")
    if not marker.isdecimal() or int(marker) > len(rows):
        raise ServiceError("InvalidMarkerException", "The marker is not valid.")
    start = int(marker)
    end = start + request.get("Limit", size)
    more = {"NextMarker": str(end)} if end < len(rows) else {}
    return {name: rows[start:end], "Truncated": bool(more), **more}
