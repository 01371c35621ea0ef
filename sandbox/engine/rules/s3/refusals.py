"""What S3's refusals say besides code and message: the engine says less, and names a resource where S3 does not.

Amazon S3 API Reference, "Error responses": such members depend on the error. Which ones they are is recorded.
"""

import base64
from collections.abc import Callable
from http import HTTPStatus

from sandbox.api.errors import ServiceError
from sandbox.api.types import Request
from sandbox.engine.rules.s3 import checksums
from sandbox.engine.rules.s3.buckets import exists, is_versioned, stored_object
from sandbox.iam import listing_permission

Members = Callable[[Request, ServiceError], dict[str, str]]

_OF_A_BUCKET = frozenset({
    "BucketAlreadyExists", "BucketAlreadyOwnedByYou", "BucketNotEmpty", "InvalidBucketName", "NoSuchBucket",
    "NoSuchBucketPolicy", "NoSuchCORSConfiguration", "NoSuchLifecycleConfiguration",
    "NoSuchPublicAccessBlockConfiguration", "NoSuchTagSet", "OwnershipControlsNotFoundError",
})  # fmt: skip
_MESSAGES = {
    "NoSuchUpload": (
        "The specified upload does not exist. The upload ID may be invalid, "
        "or the upload may have been aborted or completed."
    ),
}
_KEPT = ("LocationConstraint", "Region", "Endpoint", "Bucket", "ArgumentName", "ArgumentValue")


def correct(request: Request, error: ServiceError) -> ServiceError:
    members = {name: value for name, value in error.members.items() if name in _KEPT}
    added = _MEMBERS.get(error.code)
    if error.code in _OF_A_BUCKET:
        members["BucketName"] = request.get("Bucket", "")
    elif added:
        members |= added(request, error)
    message = _MESSAGES.get(error.code, error.message)
    if error.code == "BucketNotEmpty" and is_versioned(request["Bucket"]):
        message = f"{message}. You must delete all versions in the bucket."
    return ServiceError(error.code, message, error.status, members)


def correct_read(request: Request, error: ServiceError) -> ServiceError:
    """User Guide, "Troubleshoot access denied (403 Forbidden) errors": who may not list must not learn what exists."""
    is_missing = error.code in ("NoSuchKey", str(HTTPStatus.NOT_FOUND.value)) and exists(request["Bucket"])
    if is_missing and not listing_permission.caller_may_list(request["Bucket"]):
        return ServiceError("AccessDenied", listing_permission.denial(request["Bucket"]), 403)
    return correct(request, error)


def _key(request: Request, _error: ServiceError) -> dict[str, str]:
    return {"Key": request["Key"]}


def _version(request: Request, _error: ServiceError) -> dict[str, str]:
    return {"Key": request["Key"], "VersionId": request.get("VersionId", "")}


def _condition(request: Request, _error: ServiceError) -> dict[str, str]:
    conditions = {
        "IfMatch": "If-Match",
        "IfUnmodifiedSince": "If-Unmodified-Since",
        "IfNoneMatch": "If-None-Match",
    }
    return {"Condition": next((header for name, header in conditions.items() if request.get(name)), "")}


def _range(request: Request, _error: ServiceError) -> dict[str, str]:
    record = stored_object(request["Bucket"], request["Key"]) or {"size": 0}
    return {"ActualObjectSize": str(record["size"]), "RangeRequested": request["Range"]}


def _digests(request: Request, _error: ServiceError) -> dict[str, str]:
    """S3 gives the expected digest of an object in hexadecimal digits, that of a part as it came."""
    if not request.get("ContentMD5"):
        return {}
    expected = request["ContentMD5"]
    shown = expected if "PartNumber" in request else base64.b64decode(expected).hex()
    return {"CalculatedDigest": checksums.md5(request.get("Body") or b""), "ExpectedDigest": shown}


def _method(_request: Request, _error: ServiceError) -> dict[str, str]:
    """The engine refuses so only what is a delete marker."""
    return {"Method": "GET", "ResourceType": "DeleteMarker"}


def _upload(request: Request, _error: ServiceError) -> dict[str, str]:
    return {"UploadId": request["UploadId"]}


_MEMBERS: dict[str, Members] = {
    "NoSuchKey": _key,
    "NoSuchVersion": _version,
    "NoSuchUpload": _upload,
    "PreconditionFailed": _condition,
    "InvalidRange": _range,
    "BadDigest": _digests,
    "MethodNotAllowed": _method,
}
