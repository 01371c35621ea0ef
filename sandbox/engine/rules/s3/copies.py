"""Copies of objects: Amazon S3 API Reference, CopyObject; what it does not say is recorded."""

import re
from typing import Any
from urllib.parse import unquote

from ministack.services import s3

from sandbox.api.errors import ServiceError, not_emulated
from sandbox.api.protocols import HttpRequest
from sandbox.api.types import Answer, Request
from sandbox.engine.rules.s3 import checksums, conditions, encryption, objects, refusals, uploads, writes
from sandbox.engine.rules.s3.buckets import change_stored, exists, in_account_of, stored_object, versions

_SOURCE = re.compile(r"/?([^/?]+)/([^?]+)(?:\?versionId=(.*))?", re.DOTALL)
_HEADER = "x-amz-copy-source"
_NO_SOURCE = "Copy Source must mention the source bucket and key: sourcebucket/sourcekey"
_NO_CHANGE = (
    "This copy request is illegal because it is trying to copy an object to itself without changing the object's "
    "metadata, storage class, website redirect location or encryption attributes."
)
_SOURCE_CONDITIONS = {
    "CopySourceIfMatch": "x-amz-copy-source-If-Match",
    "CopySourceIfUnmodifiedSince": "x-amz-copy-source-If-Unmodified-Since",
    "CopySourceIfNoneMatch": "x-amz-copy-source-If-None-Match",
    "CopySourceIfModifiedSince": "x-amz-copy-source-If-Modified-Since",
}


def _source(request: Request) -> Request:
    """Bucket, key and version of what is copied, as those of a request."""
    found = _SOURCE.fullmatch(request["CopySource"])
    if not found:
        raise ServiceError("InvalidArgument", _NO_SOURCE, 400, {"ArgumentName": _HEADER, "ArgumentValue": _HEADER})
    place = {"Bucket": found[1], "Key": unquote(found[2])}
    return place | ({"VersionId": found[3]} if found[3] else {})


def _stored(source: Request) -> dict[str, Any] | None:
    history = versions(source["Bucket"], source["Key"])
    if "VersionId" in source:
        return next((each for each in history if each["version_id"] == source["VersionId"]), None)
    return stored_object(source["Bucket"], source["Key"])


def check(request: Request) -> None:
    source = _source(request)
    writes.check(request)
    if not exists(source["Bucket"]) or not exists(request["Bucket"]):
        return
    if s3._bucket_owner_account(source["Bucket"]) != s3._bucket_owner_account(request["Bucket"]):
        raise not_emulated("s3:CopyObject between buckets of different accounts")
    objects.check_version(source)
    encryption.require_readable(source)
    conditions.check(request)
    current = stored_object(request["Bucket"], request["Key"])
    if current and current is _stored(source) and not _changes(request, current):
        raise ServiceError("InvalidRequest", _NO_CHANGE)


def _changes(request: Request, current: dict[str, Any]) -> bool:
    if request.get("MetadataDirective") == "REPLACE" or {"StorageClass", "ServerSideEncryption"} & set(request):
        return True
    return objects.encrypted(current) != encryption.stored_headers(request)


def amend(request: Request, http: HttpRequest) -> HttpRequest:
    """Metadata that are replaced are those of a new object; the algorithm of the checksum has two names."""
    headers = encryption.as_stored(request, http.headers)
    if request.get("MetadataDirective") == "REPLACE":
        headers.setdefault("content-type", objects.CONTENT_TYPE)
    return http._replace(headers=headers)


def CopyObject(request: Request, answer: Answer) -> Answer:
    """A copy is one object, whatever parts its source had: with the MD5 of the content, and a checksum of the whole."""
    bucket, key = request["Bucket"], request["Key"]
    uploads.note_change(bucket, key)
    record = stored_object(bucket, key) or {}
    with in_account_of(bucket):
        content = s3._read_body(bucket, key, record)
        state = s3._bucket_versioning.get(bucket)
    change_stored(bucket, key, _as_whole(request, record, content))
    record = stored_object(bucket, key) or {}
    shown = {f"Checksum{name}": value for name, value in record["checksums"].items()} | {"ChecksumType": "FULL_OBJECT"}
    suspended = {"VersionId": "null"} if state == "Suspended" else {}
    expiration = objects.expiration(bucket, key, record)
    result = answer["CopyObjectResult"] | {"ETag": record["etag"]} | shown
    return answer | suspended | expiration | uploads.encryption_members(record) | {"CopyObjectResult": result}


def _as_whole(request: Request, record: dict[str, Any], content: bytes) -> dict[str, Any]:
    algorithm = request.get("ChecksumAlgorithm") or next(iter(record["checksums"]), checksums.DEFAULT)
    known = record["checksums"].get(algorithm)
    value = known if known and "-" not in known else s3._compute_s3_checksum(algorithm, content)
    is_of_parts = "-" in record["etag"]
    return {
        "checksums": {algorithm: value},
        "checksum_type": checksums.FULL_OBJECT,
        "etag": f'"{checksums.md5_digits(content)}"' if is_of_parts else record["etag"],
        "preserved_headers": record["preserved_headers"] | encryption.stored_headers(request),
    }


def correct(request: Request, error: ServiceError) -> ServiceError:
    """Most refusals are about the source."""
    source = _source(request)
    if error.code == "PreconditionFailed":
        condition = next((header for name, header in _SOURCE_CONDITIONS.items() if request.get(name)), "")
        return ServiceError(error.code, error.message, error.status, {"Condition": condition})
    return refusals.correct(source if exists(request["Bucket"]) else request, error)
