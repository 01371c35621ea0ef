"""Lists of buckets, objects and versions: what the engine's answers lack of S3's.

Amazon S3 API Reference, ListBuckets, ListObjects, ListObjectsV2 and ListObjectVersions; the rest is recorded.
"""

import base64
import binascii
from typing import Any
from urllib.parse import quote, unquote

from sandbox.api.protocols import HttpRequest
from sandbox.api.types import Answer, Request
from sandbox.engine.rules.s3.buckets import invalid_argument, stored_object, versions
from sandbox.engine.rules.s3.checksums import FULL_OBJECT

_TEXTS = ("Prefix", "Delimiter", "KeyMarker", "NextKeyMarker")
_ENTRIES = {"Versions": "Key", "DeleteMarkers": "Key", "CommonPrefixes": "Prefix", "Uploads": "Key"}
_NUMBERS = ("max-buckets", "max-keys", "max-parts", "max-uploads", "part-number-marker")
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
    """Without numbers that have no digits: S3 takes them as absent, the engine cannot read them."""
    query = {name: value for name, value in http.query.items() if name not in _NUMBERS or value not in ("", [""])}
    return http._replace(query=query)


def check_token(request: Request) -> None:
    check(request)
    token = request.get("ContinuationToken")
    try:
        base64.b64decode(token or "", validate=True).decode()
    except (binascii.Error, UnicodeDecodeError):
        raise invalid_argument("continuation-token", token, "The continuation token provided is incorrect") from None


def ListBuckets(_request: Request, answer: Answer) -> Answer:
    return answer | {"Owner": without_name(answer["Owner"])}


def ListObjects(request: Request, answer: Answer) -> Answer:
    return _with_contents(request, answer)


def ListObjectsV2(request: Request, answer: Answer) -> Answer:
    return _with_contents(request, answer)


def _with_contents(request: Request, answer: Answer) -> Answer:
    bucket = request["Bucket"]
    contents = [
        _entry(entry, stored_object(bucket, _decoded(request, entry["Key"]))) for entry in _all(answer, "Contents")
    ]
    return answer | ({"Contents": contents} if contents else {})


def ListObjectVersions(request: Request, answer: Answer) -> Answer:
    bucket = request["Bucket"]
    found = [_entry(entry, _version(bucket, entry)) for entry in _all(answer, "Versions")]
    markers = [_entry(entry, None) for entry in _all(answer, "DeleteMarkers")]
    listed = {"Versions": found, "DeleteMarkers": markers}
    return encoded(request, answer | {name: entries for name, entries in listed.items() if entries})


def _version(bucket: str, entry: dict[str, Any]) -> dict[str, Any] | None:
    history = versions(bucket, entry["Key"])
    found = next((each for each in history if each["version_id"] == entry["VersionId"]), None)
    return found or stored_object(bucket, entry["Key"])


def _entry(entry: dict[str, Any], record: dict[str, Any] | None) -> dict[str, Any]:
    """With the algorithm of the checksum, and without the name of the owner, which S3 answers no longer."""
    owner = {"Owner": without_name(entry["Owner"])} if "Owner" in entry else {}
    algorithms = list((record or {}).get("checksums", {}))
    if not record or not algorithms:
        return entry | owner
    kind = record.get("checksum_type") or FULL_OBJECT
    return entry | owner | {"ChecksumAlgorithm": algorithms, "ChecksumType": kind}


def _all(answer: Answer, name: str) -> list[dict[str, Any]]:
    return answer.get(name, [])


def _decoded(request: Request, key: str) -> str:
    return unquote(key) if request.get("EncodingType") == "url" else key


def encoded(request: Request, answer: Answer) -> Answer:
    """The engine encodes neither versions nor uploads."""
    if request.get("EncodingType") != "url":
        return answer
    texts = {name: quote(answer[name], safe="/") for name in _TEXTS if name in answer}
    lists = {
        name: [entry | {part: quote(entry[part], safe="/")} for entry in answer[name]]
        for name, part in _ENTRIES.items()
        if answer.get(name)
    }
    return answer | texts | lists | {"EncodingType": "url"}


def without_name(person: dict[str, str]) -> dict[str, str]:
    """Owners and initiators have ids only: recorded in 2026."""
    return {name: value for name, value in person.items() if name != "DisplayName"}
