"""Uploads in parts: Amazon S3 User Guide, "Uploading and copying objects using multipart upload"; words recorded.

The engine keeps an upload's parts in memory; what S3 knows besides is kept in the same record.
"""

from typing import Any

from ministack.services import s3

from sandbox.api.errors import ServiceError
from sandbox.api.types import Answer, Request
from sandbox.engine.rules.s3 import checksums
from sandbox.engine.rules.s3.buckets import in_account_of
from sandbox.engine.rules.s3.checksums import COMPOSITE, FULL_OBJECT
from sandbox.engine.rules.s3.listings import encoded, without_name
from sandbox.iam.bucket_encryption import BUCKET_KEY, KEY, METHOD, S3_MANAGED

_ALGORITHM, _TYPE, _IS_CHANGED = "checksum_algorithm", "checksum_type", "is_changed"
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
    record |= {_TYPE: kind, "requested_sse": request.get("ServerSideEncryption")}
    return (
        answer
        | encryption_members(record)
        | ({"ChecksumAlgorithm": algorithm, "ChecksumType": kind} if algorithm else {})
    )


def encryption_members(record: dict[str, Any]) -> Answer:
    """How an object or an upload is encrypted, as members of an answer."""
    stored = s3._stored_sse_headers(record)
    method = stored.get(METHOD, S3_MANAGED)
    found = {"ServerSideEncryption": method, "SSEKMSKeyId": stored.get(KEY)}
    bucket_key = {"BucketKeyEnabled": True} if BUCKET_KEY in stored else {}
    return {name: value for name, value in found.items() if value} | bucket_key


def check_part(request: Request) -> None:
    """A part's checksum is of the upload's algorithm; an upload without one takes any."""
    checksums.check(request)
    upload = find(request)
    expected = upload.get(_ALGORITHM)
    found = next(iter(checksums.given(request)), None)
    if expected and found != expected:
        mismatch = (
            f"expected checksum Type: {expected.lower()}, actual checksum Type: {found.lower() if found else 'null'}"
        )
        raise ServiceError("InvalidRequest", f"Checksum Type mismatch occurred, {mismatch}")


def part_headers(_request: Request, headers: dict[str, str]) -> dict[str, str]:
    return {METHOD: S3_MANAGED} | headers


def ListParts(request: Request, answer: Answer) -> Answer:
    """Parts show the upload's checksum only; the marker of the next page is that of the last part, 0 without parts."""
    upload = find(request)
    parts = [_listed(part, upload.get(_ALGORITHM)) for part in answer.get("Parts", [])]
    shown = {"NextPartNumberMarker": parts[-1]["PartNumber"] if parts else 0} | ({"Parts": parts} if parts else {})
    if upload.get(_ALGORITHM):
        shown |= {"ChecksumAlgorithm": upload[_ALGORITHM], "ChecksumType": upload[_TYPE]}
    people = {name: without_name(answer[name]) for name in ("Initiator", "Owner")}
    return {name: value for name, value in answer.items() if name != "Parts"} | people | shown


def _listed(part: dict[str, Any], algorithm: str | None) -> dict[str, Any]:
    return {
        name: value for name, value in part.items() if not name.startswith("Checksum") or name == f"Checksum{algorithm}"
    }


def ListMultipartUploads(request: Request, answer: Answer) -> Answer:
    found = [_with_checksum(upload) for upload in answer.get("Uploads", [])]
    last = found[-1] if found else {"Key": "", "UploadId": ""}
    markers = {"NextKeyMarker": last["Key"], "NextUploadIdMarker": last["UploadId"]}
    return encoded(request, answer | markers | ({"Uploads": found} if found else {}))


def _with_checksum(upload: dict[str, Any]) -> dict[str, Any]:
    record = s3._multipart_uploads[upload["UploadId"]]
    algorithm = record.get(_ALGORITHM)
    checksum = {"ChecksumAlgorithm": algorithm, "ChecksumType": record[_TYPE]} if algorithm else {}
    return upload | {name: without_name(upload[name]) for name in ("Initiator", "Owner")} | checksum
