"""Tags of objects, by version: Amazon S3 API Reference, GetObjectTagging, PutObjectTagging, DeleteObjectTagging."""

from collections import Counter
from typing import Any
from urllib.parse import parse_qsl

from ministack.services import s3

from sandbox.api.errors import ServiceError
from sandbox.api.types import Answer, Request
from sandbox.engine.rules.s3 import tags
from sandbox.engine.rules.s3.buckets import (
    in_account_of,
    invalid_argument,
    is_versioned,
    malformed_xml,
    require,
    stored_object,
)
from sandbox.engine.rules.s3.buckets import versions as versions_of

_MOST = 10
_NO_SUCH_KEY = ("NoSuchKey", "The specified key does not exist.", 404)
_NOT_ENCODED = (
    "The header 'x-amz-tagging' shall be encoded as UTF-8 then URLEncoded URL query parameters "
    "without tag name duplicates."
)


def of(bucket: str, key: str, version: str | None) -> dict[str, str]:
    with in_account_of(bucket):
        return s3._object_tags.get((bucket, key, None if version == "null" else version)) or {}


def check_header(request: Request) -> None:
    """The tags that come with an object, in the form of a query."""
    given = parse_qsl(request.get("Tagging") or "", keep_blank_values=True)
    if any(count > 1 for count in Counter(key for key, _ in given).values()):
        raise invalid_argument("x-amz-tagging", request["Tagging"], _NOT_ENCODED)
    tags.check([{"Key": key, "Value": value} for key, value in given])
    _check_count(len(given))


def _check_count(count: int) -> None:
    if count > _MOST:
        raise ServiceError("BadRequest", "Object tags cannot be greater than 10")


def forget_replaced(request: Request) -> None:
    """An object's tags go with the object that replaces it."""
    bucket, key = request["Bucket"], request["Key"]
    if request.get("Tagging"):
        return
    with in_account_of(bucket):
        if s3._bucket_versioning.get(bucket) != "Enabled" and s3._object_tags.pop((bucket, key, None), None):
            s3._persist_version_state(bucket, key, s3._buckets[bucket])


def GetObjectTagging(request: Request) -> Answer:
    version = _version(request, "GET")
    found = of(request["Bucket"], request["Key"], version)
    return {"TagSet": [{"Key": key, "Value": value} for key, value in found.items()]} | _answer(request, version)


def PutObjectTagging(request: Request) -> Answer:
    given = request.get("Tagging", {}).get("TagSet")
    if "Tagging" not in request:
        raise malformed_xml()
    tags.check(given or [])
    _check_count(len(given or []))
    version = _version(request, "PUT")
    return _keep(request, version, {tag["Key"]: tag["Value"] for tag in given or []})


def DeleteObjectTagging(request: Request) -> Answer:
    return _keep(request, _version(request, "DELETE"), {})


def _keep(request: Request, version: str | None, given: dict[str, str]) -> Answer:
    bucket, key = request["Bucket"], request["Key"]
    with in_account_of(bucket):
        s3._object_tags[bucket, key, None if version == "null" else version] = given
        s3._persist_version_state(bucket, key, s3._buckets[bucket])
    return _answer(request, version)


def _answer(request: Request, version: str | None) -> Answer:
    return {"VersionId": version or "null"} if version or is_versioned(request["Bucket"]) else {}


def _version(request: Request, method: str) -> str | None:
    """The version that a request is about, None for an object without one; a delete marker has no tags."""
    bucket, key, wanted = request["Bucket"], request["Key"], request.get("VersionId")
    require(bucket)
    history = versions_of(bucket, key)
    found = history[-1] if history and not wanted else _found(history, wanted)
    if found and found.get("is_delete_marker"):
        members = {"Method": method, "ResourceType": "DeleteMarker"}
        not_allowed = "The specified method is not allowed against this resource."
        raise ServiceError("MethodNotAllowed", not_allowed, 405, members)
    record = stored_object(bucket, key)
    if found:
        return found["version_id"]
    if wanted not in (None, "null"):
        members = {"Key": key, "VersionId": str(wanted)}
        raise ServiceError("NoSuchVersion", "The specified version does not exist.", 404, members)
    if record is None:
        raise ServiceError(*_NO_SUCH_KEY, {"Key": key})
    return record.get("version_id")


def _found(history: list[dict[str, Any]], version: str | None) -> dict[str, Any] | None:
    return next((each for each in history if each["version_id"] == version), None)
