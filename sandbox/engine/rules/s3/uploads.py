"""Uploads in parts: Amazon S3 User Guide, "Uploading and copying objects using multipart upload"; words recorded.

The engine keeps an upload's parts in memory; what S3 knows besides is kept in the same record.
"""

from typing import Any

from ministack.core import iam_evaluator
from ministack.services import s3

from sandbox.api.errors import ServiceError
from sandbox.api.types import Answer, Request
from sandbox.engine.rules.s3 import checksums
from sandbox.engine.rules.s3.buckets import in_account_of, invalid_argument
from sandbox.engine.rules.s3.checksums import COMPOSITE, FULL_OBJECT
from sandbox.iam.bucket_encryption import BUCKET_KEY, KEY, METHOD, S3_MANAGED

ALGORITHM, TYPE, _IS_CHANGED = "checksum_algorithm", "checksum_type", "is_changed"
_MOST_PARTS = 10_000
_UNSUPPORTED = (
    "Checksum algorithm provided is unsupported. Please try again with any of the valid types: "
    "[CRC32, CRC32C, CRC64NVME, SHA1, SHA256]"
)
_NO_SUCH_UPLOAD = (
    "The specified upload does not exist. The upload ID may be invalid, "
    "or the upload may have been aborted or completed."
)


def find(request: Request) -> dict[str, Any]:
    """The record of a request's upload."""
    with in_account_of(request["Bucket"]):
        found = s3._multipart_uploads.get(request["UploadId"])
    if found is None or (found["bucket"], found["key"]) != (request["Bucket"], request["Key"]):
        raise ServiceError("NoSuchUpload", _NO_SUCH_UPLOAD, 404, {"UploadId": request["UploadId"]})
    return found


def check_exists(request: Request) -> None:
    find(request)


def note_change(bucket: str, key: str) -> None:
    """A conditional completion fails when its key was written or deleted since the upload began."""
    with in_account_of(bucket):
        for upload in list(s3._multipart_uploads.values()):
            if (upload["bucket"], upload["key"]) == (bucket, key):
                upload[_IS_CHANGED] = True


def is_changed(upload: dict[str, Any]) -> bool:
    return bool(upload.get(_IS_CHANGED))


def check_checksum_of_new(request: Request) -> None:
    """CreateMultipartUpload: which types of checksum an algorithm can have."""
    algorithm, kind = request.get("ChecksumAlgorithm"), request.get("ChecksumType")
    if algorithm and algorithm not in checksums.LENGTHS:
        raise ServiceError("InvalidRequest", _UNSUPPORTED)
    if kind is None:
        return
    if kind not in (COMPOSITE, FULL_OBJECT):
        raise ServiceError("InvalidRequest", "Value for x-amz-checksum-type header is invalid.")
    if not algorithm:
        needed = "The x-amz-checksum-type header can only be used with the x-amz-checksum-algorithm header."
        raise ServiceError("InvalidRequest", needed)
    if kind not in _types(algorithm):
        message = f"The {kind} checksum type cannot be used with the {algorithm.lower()} checksum algorithm."
        raise ServiceError("InvalidRequest", message)


def _types(algorithm: str) -> tuple[str, ...]:
    """User Guide, "Full object and composite checksum types": the first is the default."""
    if algorithm == checksums.DEFAULT:
        return (FULL_OBJECT,)
    return (COMPOSITE, FULL_OBJECT) if algorithm.startswith("CRC") else (COMPOSITE,)


def CreateMultipartUpload(request: Request, answer: Answer) -> Answer:
    algorithm = request.get("ChecksumAlgorithm")
    kind = request.get("ChecksumType") or (_types(algorithm)[0] if algorithm else FULL_OBJECT)
    with in_account_of(request["Bucket"]):
        record = s3._multipart_uploads[answer["UploadId"]]
    # The condition keys of the parts are those of this request, without what S3 adds by default.
    record |= {TYPE: kind, "requested_sse": request.get("ServerSideEncryption"), "initiator": _initiator()}
    return (
        answer
        | encryption_members(record)
        | ({"ChecksumAlgorithm": algorithm, "ChecksumType": kind} if algorithm else {})
    )


def _initiator() -> dict[str, str]:
    """API Reference, Initiator: a canonical id of an account, the ARN of anybody else."""
    arn = iam_evaluator.caller_arn()
    is_root = not arn or arn.endswith(":root")
    return {"ID": s3._canonical_owner_id()} if is_root else {"ID": arn, "DisplayName": arn.rpartition("/")[2]}


def encryption_members(record: dict[str, Any]) -> Answer:
    """How an object or an upload is encrypted, as members of an answer."""
    stored = s3._stored_sse_headers(record)
    method = stored.get(METHOD, S3_MANAGED)
    found = {"ServerSideEncryption": method, "SSEKMSKeyId": stored.get(KEY)}
    bucket_key = {"BucketKeyEnabled": True} if BUCKET_KEY in stored else {}
    return {name: value for name, value in found.items() if value} | bucket_key


def check_part(request: Request) -> None:
    """A part's checksum is of the upload's algorithm; an upload without one takes any."""
    number = request["PartNumber"]
    if not 1 <= number <= _MOST_PARTS:
        message = "Part number must be an integer between 1 and 10000, inclusive"
        raise invalid_argument("partNumber", number, message)
    checksums.check(request)
    upload = find(request)
    expected = upload.get(ALGORITHM)
    found = next(iter(checksums.given(request)), None)
    if expected and found != expected:
        mismatch = (
            f"expected checksum Type: {expected.lower()}, actual checksum Type: {found.lower() if found else 'null'}"
        )
        raise ServiceError("InvalidRequest", f"Checksum Type mismatch occurred, {mismatch}")


def part_headers(_request: Request, headers: dict[str, str]) -> dict[str, str]:
    return {METHOD: S3_MANAGED} | headers
