"""Objects as they are written, read and deleted: what S3 adds to a request, and the headers of its answers.

Amazon S3 API Reference, PutObject, GetObject, HeadObject and DeleteObject; what they do not say is recorded.
"""

import re
import uuid
from email.header import decode_header, make_header
from typing import Any

from ministack.services import s3

from sandbox.api.errors import not_emulated
from sandbox.api.protocols import HttpRequest
from sandbox.api.types import Answer, Request
from sandbox.engine.rules.s3 import checksums, encryption, lifecycle, object_tags, uploads
from sandbox.engine.rules.s3.buckets import exists, invalid_argument, is_versioned, malformed_xml, stored_object

CONTENT_TYPE = "binary/octet-stream"
_RANGE = re.compile(r"bytes=(?:(\d+)-(\d*)|-(\d+))")
_CONTENT_RANGE = re.compile(r"bytes (\d+)-(\d+)/(\d+)")
_METADATA = "x-amz-meta-"
_VERSION = "x-amz-version-id"


def check_offer(request: Request) -> None:
    if request.get("StorageClass") not in (None, "STANDARD"):
        raise not_emulated(f"the storage class {request['StorageClass']} of s3")


def check_write(request: Request) -> None:
    check_offer(request)
    if exists(request["Bucket"]):
        object_tags.check_header(request)
        encryption.check(request)


def check_put(request: Request) -> None:
    check_write(request)
    checksums.check(request)


def check_version(request: Request) -> None:
    """Refuse a version id that S3 cannot have given: it tells its own ids from others."""
    version = request.get("VersionId")
    if version is None or not exists(request["Bucket"]):
        return
    if not _is_issued(version):
        raise invalid_argument("versionId", version, "Invalid version id specified")


def _is_issued(version: str) -> bool:
    try:
        return version == "null" or bool(uuid.UUID(version))
    except ValueError:
        return False


def check_read(request: Request) -> None:
    check_version(request)
    if request.get("Range") and request.get("VersionId"):
        raise not_emulated("Range with VersionId of s3")


def check_get(request: Request) -> None:
    check_read(request)
    encryption.require_readable(request)


def as_stored(request: Request, http: HttpRequest) -> HttpRequest:
    """With the content type and the encryption that S3 gives an object by default."""
    given = {name: _plain(value) if name.lower().startswith(_METADATA) else value for name, value in http.headers.items()}
    return http._replace(headers={"content-type": CONTENT_TYPE} | given | encryption.stored_headers(request))


def _plain(value: str) -> str:
    """User Guide, "User-defined object metadata": RFC 2047 is for what is not ASCII, so S3 decodes the rest."""
    try:
        decoded = str(make_header(decode_header(value)))
    except (ValueError, LookupError):
        return value
    return decoded.strip() if decoded.isascii() and decoded.isprintable() else value


def amend_put(request: Request, http: HttpRequest) -> HttpRequest:
    stored = as_stored(request, http)
    if checksums.given(request):
        return stored
    algorithm = {"x-amz-sdk-checksum-algorithm": checksums.of(request)}
    return stored._replace(headers=dict(stored.headers) | algorithm)


def amend_get(request: Request, http: HttpRequest) -> HttpRequest:
    """RFC 9110, 14.2: a range that cannot be read, or several of them, is as if it were not there."""
    found = _RANGE.fullmatch(request.get("Range") or "")
    is_one = found and (not found[1] or not found[2] or int(found[1]) <= int(found[2]))
    if is_one or "Range" not in request:
        return http
    return http._replace(headers={name: value for name, value in http.headers.items() if name.lower() != "range"})


def put_headers(request: Request, headers: dict[str, str]) -> dict[str, str]:
    bucket, key = request["Bucket"], request["Key"]
    uploads.note_change(bucket, key)
    object_tags.forget_replaced(request)
    record = stored_object(bucket, key) or {}
    return headers | encrypted(record) | checksums.answer_headers(record) | _expiration(bucket, key, record)


def read_headers(request: Request, headers: dict[str, str]) -> dict[str, str]:
    """Of GetObject and HeadObject; texts that are not ASCII come back as the bytes of UTF-8."""
    bucket, key = request["Bucket"], request["Key"]
    record = stored_object(bucket, key) or {}
    version = headers.get(_VERSION)
    added = {encryption.METHOD: encryption.S3_MANAGED} if encryption.METHOD not in headers else {}
    if version is None and is_versioned(bucket):
        added[_VERSION] = "null"
    if "VersionId" not in request:
        added |= _expiration(bucket, key, record)
    if request.get("ChecksumMode", "").upper() == "ENABLED" and _is_whole(headers):
        added |= checksums.answer_headers(record)
    tags = object_tags.of(bucket, key, version)
    texts = {name: value.encode().decode("latin-1") for name, value in headers.items() if not value.isascii()}
    return headers | texts | added | ({"x-amz-tagging-count": str(len(tags))} if tags else {})


def _is_whole(headers: dict[str, str]) -> bool:
    """Whether a range covers the object, whose checksum then fits: recorded."""
    found = _CONTENT_RANGE.fullmatch(headers.get("Content-Range", ""))
    return bool(found) and int(found[1]) == 0 and int(found[2]) + 1 == int(found[3])


def encrypted(record: dict[str, Any]) -> dict[str, str]:
    return {encryption.METHOD: encryption.S3_MANAGED} | s3._stored_sse_headers(record)


def _expiration(bucket: str, key: str, record: dict[str, Any]) -> dict[str, str]:
    tags = object_tags.of(bucket, key, record.get("version_id"))
    value = lifecycle.expiration(bucket, key, record, tags) if record else None
    return {"x-amz-expiration": value} if value else {}


def delete_headers(request: Request, headers: dict[str, str]) -> dict[str, str]:
    uploads.note_change(request["Bucket"], request["Key"])
    return headers


def check_deletions(request: Request) -> None:
    """API Reference, DeleteObjects: between 1 and 1,000 keys."""
    given = request.get("Delete", {}).get("Objects") or []
    if not 1 <= len(given) <= 1000:  # noqa: PLR2004
        raise malformed_xml()
    for found in given:
        if set(found) - {"Key", "VersionId"}:
            raise not_emulated("a conditional delete of s3")
        uploads.note_change(request["Bucket"], found.get("Key", ""))


def DeleteObjects(request: Request, answer: Answer) -> Answer:  # noqa: N802 - AWS's name
    """A version id that S3 cannot have given is an error of its own entry."""
    missing = [found for found in answer.get("Deleted", []) if not _is_issued(found.get("VersionId", "null"))]
    error = {"Code": "NoSuchVersion", "Message": "The specified version does not exist."}
    lists = {
        "Deleted": [found for found in answer.get("Deleted", []) if found not in missing],
        "Errors": answer.get("Errors", []) + [{name: found[name] for name in ("Key", "VersionId")} | error for found in missing],
    }
    return {name: entries for name, entries in lists.items() if entries}
