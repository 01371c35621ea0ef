"""Objects as they are written: what S3 refuses, what it adds, and the headers of its answers.

Amazon S3 API Reference, PutObject; what it does not say is recorded.
"""

from email.header import decode_header, make_header

from sandbox.api.errors import ServiceError, not_emulated
from sandbox.api.protocols import HttpRequest
from sandbox.api.types import Request
from sandbox.engine.rules.s3 import checksums, encryption, object_tags, objects, uploads
from sandbox.engine.rules.s3.buckets import exists, stored_object

_METADATA = "x-amz-meta-"
_LONGEST_KEY, _MOST_METADATA = 1024, 2048
"""Bytes: User Guide, "Naming Amazon S3 objects" and "User-defined object metadata"."""


def check(request: Request) -> None:
    """What PutObject, CopyObject and CreateMultipartUpload share."""
    if request.get("StorageClass") not in (None, "STANDARD"):
        raise not_emulated(f"the storage class {request['StorageClass']} of s3")
    if exists(request["Bucket"]):
        _check_size("KeyTooLongError", "Your key is too long", len(request["Key"].encode()), _LONGEST_KEY)
        given = request.get("Metadata") or {}
        size = sum(len(f"{name}{value}".encode()) for name, value in given.items())
        message = "Your metadata headers exceed the maximum allowed metadata size"
        _check_size("MetadataTooLarge", message, size, _MOST_METADATA)
        object_tags.check_header(request)
        encryption.check(request)


def _check_size(code: str, message: str, size: int, most: int) -> None:
    if size > most:
        raise ServiceError(code, message, 400, {"Size": str(size), "MaxSizeAllowed": str(most)})


def check_put(request: Request) -> None:
    check(request)
    checksums.check(request)


def as_stored(request: Request, http: HttpRequest) -> HttpRequest:
    """With the content type and the encryption that S3 gives an object by default."""
    given = {
        name: _plain(value) if name.lower().startswith(_METADATA) else value for name, value in http.headers.items()
    }
    return http._replace(headers={"content-type": objects.CONTENT_TYPE} | encryption.as_stored(request, given))


def _plain(value: str) -> str:
    """User Guide, "User-defined object metadata": RFC 2047 is for what is not ASCII, so S3 decodes the rest."""
    try:
        decoded = str(make_header(decode_header(value)))
    except (ValueError, LookupError):
        return value
    return decoded.strip() if decoded.isascii() and decoded.isprintable() else value


def amend_put(request: Request, http: HttpRequest) -> HttpRequest:
    """With the name of the checksum that S3 computes where the client sends none."""
    stored = as_stored(request, http)
    if checksums.given(request):
        return stored
    algorithm = {"x-amz-sdk-checksum-algorithm": checksums.of(request)}
    return stored._replace(headers=dict(stored.headers) | algorithm)


def put_headers(request: Request, headers: dict[str, str]) -> dict[str, str]:
    bucket, key = request["Bucket"], request["Key"]
    uploads.note_change(bucket, key)
    object_tags.forget_replaced(request)
    record = stored_object(bucket, key) or {}
    found = objects.encrypted(record) | checksums.answer_headers(record) | objects.expiration(bucket, key, record)
    return headers | found
