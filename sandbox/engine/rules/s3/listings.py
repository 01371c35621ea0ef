"""Lists of buckets, objects and versions: what the engine's answers lack of S3's.

Amazon S3 API Reference, ListBuckets, ListObjects, ListObjectsV2 and ListObjectVersions; the rest is recorded.
"""

import base64
import binascii
from typing import Any

from sandbox.api.protocols import HttpRequest
from sandbox.api.types import Answer, Request
from sandbox.engine.rules.s3.buckets import invalid_argument

_SIZES = ("max-keys", "max-parts")
_NUMBERS = (*_SIZES, "part-number-marker")
_MOST = "1000"
_ENCODING = "Invalid Encoding Method specified in Request"


def check(request: Request) -> None:
    """Refuse an encoding or a size of pages that no list has."""
    encoding = request.get("EncodingType")
    if encoding not in (None, "url"):
        raise invalid_argument("encoding-type", encoding, _ENCODING)
    for name, parameter in (("MaxKeys", "max-keys"), ("MaxUploads", "max-uploads"), ("MaxParts", "max-parts")):
        if int(request.get(name, 0)) < 0:
            message = f"Argument {parameter} must be an integer between 0 and 2147483647"
            raise invalid_argument(parameter, request[name], message)
    if request.get("ContinuationToken") == "":
        raise invalid_argument("continuation-token", "", "The continuation token provided is incorrect")


def check_versions(request: Request) -> None:
    check(request)
    if request.get("VersionIdMarker") and not request.get("KeyMarker"):
        message = "A version-id marker cannot be specified without a key marker."
        raise invalid_argument("version-id-marker", request["VersionIdMarker"], message)


def amend(_request: Request, http: HttpRequest) -> HttpRequest:
    """With pages of up to 1,000; without numbers that have no digits, which S3 takes as absent."""
    query = {name: value for name, value in http.query.items() if name not in _NUMBERS or value not in ("", [""])}
    return http._replace(query=query | {name: [_MOST] for name in _SIZES if _first(query.get(name)) > int(_MOST)})


def _first(value: Any) -> int:
    given = value[0] if isinstance(value, list) else value
    return int(given or 0)


def check_token(request: Request) -> None:
    check(request)
    token = request.get("ContinuationToken")
    try:
        base64.b64decode(token or "", validate=True).decode()
    except (binascii.Error, UnicodeDecodeError):
        raise invalid_argument("continuation-token", token, "The continuation token provided is incorrect") from None


def ListBuckets(_request: Request, answer: Answer) -> Answer:
    return answer | {"Owner": without_name(answer["Owner"])}


def without_name(person: dict[str, str]) -> dict[str, str]:
    """Owners and initiators have ids only: recorded in 2026."""
    return {name: value for name, value in person.items() if name != "DisplayName"}
