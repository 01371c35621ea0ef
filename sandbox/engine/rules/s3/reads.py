"""Objects as they are read: Amazon S3 API Reference, GetObject and HeadObject; what they do not say is recorded."""

import re

from sandbox.api.errors import not_emulated
from sandbox.api.protocols import HttpRequest
from sandbox.api.types import Request
from sandbox.engine.rules.s3 import checksums, encryption, object_tags, objects
from sandbox.engine.rules.s3.buckets import is_versioned, stored_object
from sandbox.iam.bucket_encryption import METHOD, S3_MANAGED

_RANGE = re.compile(r"bytes=(?:(\d+)-(\d*)|-(\d+))")
_CONTENT_RANGE = re.compile(r"bytes (\d+)-(\d+)/(\d+)")
_VERSION = "x-amz-version-id"


def check(request: Request) -> None:
    objects.check_version(request)
    if request.get("Range") and request.get("VersionId"):
        raise not_emulated("Range with VersionId of s3")


def check_get(request: Request) -> None:
    check(request)
    encryption.require_readable(request)


def amend(request: Request, http: HttpRequest) -> HttpRequest:
    """RFC 9110, 14.2: a range that cannot be read, or several of them, is as if it were not there."""
    found = _RANGE.fullmatch(request.get("Range") or "")
    is_one = found and (not found[1] or not found[2] or int(found[1]) <= int(found[2]))
    if is_one or "Range" not in request:
        return http
    return http._replace(headers={name: value for name, value in http.headers.items() if name.lower() != "range"})


def headers(request: Request, given: dict[str, str]) -> dict[str, str]:
    """Texts that are not ASCII come back as the bytes of UTF-8."""
    bucket, key = request["Bucket"], request["Key"]
    record, version = stored_object(bucket, key) or {}, given.get(_VERSION)
    added = {METHOD: S3_MANAGED} if METHOD not in given else {}
    if version is None and is_versioned(bucket):
        added[_VERSION] = "null"
    if "VersionId" not in request:
        added |= objects.expiration(bucket, key, record)
    if request.get("ChecksumMode", "").upper() == "ENABLED" and _is_whole(given):
        added |= checksums.answer_headers(record)
    tags = object_tags.of(bucket, key, version)
    texts = {name: value.encode().decode("latin-1") for name, value in given.items() if not value.isascii()}
    return given | texts | added | ({"x-amz-tagging-count": str(len(tags))} if tags else {})


def _is_whole(given: dict[str, str]) -> bool:
    """Whether a range covers the object, whose checksum then fits: recorded."""
    found = _CONTENT_RANGE.fullmatch(given.get("Content-Range", ""))
    return bool(found) and int(found[1]) == 0 and int(found[2]) + 1 == int(found[3])
