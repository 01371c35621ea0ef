"""Checksums of objects and parts: Amazon S3 User Guide, "Checking object integrity for data uploads"."""

import base64
import binascii
import hashlib
from typing import Any

from sandbox.api.errors import ServiceError, not_emulated
from sandbox.api.types import Request

LENGTHS = {"CRC32": 4, "CRC32C": 4, "CRC64NVME": 8, "SHA1": 20, "SHA256": 32}
DEFAULT = "CRC64NVME"
"""S3 computes it where the client sends nothing."""
FULL_OBJECT, COMPOSITE = "FULL_OBJECT", "COMPOSITE"
TYPE_HEADER = "x-amz-checksum-type"
_NEWER = {"SHA512", "MD5", "XXHASH64", "XXHASH3", "XXHASH128"}


def header(algorithm: str) -> str:
    return f"x-amz-checksum-{algorithm.lower()}"


def given(request: Request) -> dict[str, str]:
    """The checksums in a request, by algorithm."""
    return {name: request[f"Checksum{name}"] for name in LENGTHS if request.get(f"Checksum{name}")}


def check(request: Request) -> None:
    """Refuse checksums that no content can have; the engine compares the others with the content."""
    _check_md5(request.get("ContentMD5"))
    checksums = given(request)
    if len(checksums) > 1:
        expected = "Expecting a single x-amz-checksum- header. Multiple checksum Types are not allowed."
        raise ServiceError("InvalidRequest", expected)
    for name, value in checksums.items():
        if _decoded_length(value) != LENGTHS[name]:
            raise ServiceError("InvalidRequest", f"Value for {header(name)} header is invalid.")
    algorithm = request.get("ChecksumAlgorithm")
    if algorithm in _NEWER:
        raise not_emulated(f"the checksum {algorithm} of s3")
    if algorithm and (algorithm not in LENGTHS or (checksums and algorithm not in checksums)):
        raise ServiceError("InvalidRequest", "Value for x-amz-sdk-checksum-algorithm header is invalid.")


def _check_md5(value: str | None) -> None:
    if value and _decoded_length(value) != hashlib.md5(usedforsecurity=False).digest_size:
        message = "The Content-MD5 you specified was invalid."
        raise ServiceError("InvalidDigest", message, 400, {"Content-MD5": value})


def _decoded_length(value: str) -> int:
    try:
        return len(base64.b64decode(value, validate=True))
    except binascii.Error:
        return -1


def of(request: Request) -> str:
    """The algorithm that a request's content is checked with."""
    return next(iter(given(request)), None) or request.get("ChecksumAlgorithm") or DEFAULT


def answer_headers(record: dict[str, Any]) -> dict[str, str]:
    """What a stored object answers about its checksum."""
    found = {header(name): value for name, value in record.get("checksums", {}).items()}
    return found | {TYPE_HEADER: record.get("checksum_type") or FULL_OBJECT} if found else {}


def md5_digits(content: bytes) -> str:
    return hashlib.md5(content, usedforsecurity=False).hexdigest()


def md5(content: bytes) -> str:
    return base64.b64encode(hashlib.md5(content, usedforsecurity=False).digest()).decode()
