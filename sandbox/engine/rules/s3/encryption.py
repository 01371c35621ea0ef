"""Server-side encryption: what a request may ask for, and the headers that an object is stored with.

Amazon S3 User Guide, "Specifying server-side encryption with AWS KMS (SSE-KMS)" and "Using server-side encryption with
Amazon S3 managed keys (SSE-S3)", the default of every bucket since January 2023. The codes for keys are those of KMS
with a prefix, and a key shows as its ARN in every answer: recorded.
"""

from collections.abc import Mapping
from typing import Any

from ministack.core.responses import get_region
from ministack.services import kms, s3

from sandbox.api.errors import ServiceError, not_emulated
from sandbox.api.types import Request
from sandbox.engine.rules.s3.buckets import in_account_of, invalid_argument, malformed_xml, versions
from sandbox.iam.bucket_encryption import BUCKET_KEY, KEY, KMS, METHOD, S3_MANAGED, headers_of

_WITHOUT_OWN_KEY = "aws:kms with the AWS managed key aws/s3"
_NEEDS_METHOD = (
    "Server Side Encryption with AWS KMS managed key requires HTTP header x-amz-server-side-encryption : aws:kms"
)


def check(request: Request) -> None:
    """Refuse a method or a key that an object cannot be stored with."""
    method, key = request.get("ServerSideEncryption"), request.get("SSEKMSKeyId")
    if method in ("aws:kms:dsse", "aws:fsx", "aws:backup"):
        raise not_emulated(f"the encryption {method} of s3")
    if method not in (None, S3_MANAGED, KMS):
        raise invalid_argument(METHOD, method, "The encryption method specified is not supported")
    if key and method != KMS:
        raise invalid_argument(METHOD, method or "null", _NEEDS_METHOD)
    if method == KMS and not key:
        raise not_emulated(_WITHOUT_OWN_KEY)
    stored_headers(request)


def stored_headers(request: Request) -> dict[str, str]:
    """The headers that say how an object is encrypted, with the key's ARN."""
    headers = _headers_of(request)
    return headers | ({KEY: usable_key(headers[KEY])["Arn"]} if KEY in headers else {})


def as_stored(request: Request, headers: Mapping[str, str]) -> dict[str, str]:
    """A request's headers, with how the object is encrypted instead of what the client says of it."""
    others = {name: value for name, value in headers.items() if name.lower() not in {METHOD, KEY, BUCKET_KEY}}
    return others | stored_headers(request)


def _headers_of(request: Request) -> dict[str, str]:
    named = {METHOD: request.get("ServerSideEncryption"), KEY: request.get("SSEKMSKeyId")}
    given = {name: value for name, value in named.items() if value}
    bucket_key = request.get("BucketKeyEnabled")
    return headers_of(request["Bucket"], given | ({BUCKET_KEY: str(bucket_key)} if bucket_key is not None else {}))


def check_default(request: Request) -> None:
    """PutBucketEncryption: one rule, and a key only with SSE-KMS."""
    rules = request.get("ServerSideEncryptionConfiguration", {}).get("Rules") or []
    if len(rules) != 1:
        raise malformed_xml()
    for rule in rules:
        default = rule.get("ApplyServerSideEncryptionByDefault", {})
        method, key = default.get("SSEAlgorithm"), default.get("KMSMasterKeyID")
        if key and method == S3_MANAGED:
            message = "a KMSMasterKeyID is not applicable if the default sse algorithm is not aws:kms or aws:kms:dsse"
            raise ServiceError("InvalidArgument", message)
        if method == KMS and not key:
            raise not_emulated(_WITHOUT_OWN_KEY)
        if method == "aws:kms:dsse":
            raise not_emulated(f"the encryption {method} of s3")


def require_readable(request: Request) -> None:
    """S3 decrypts what it answers: a key that cannot be used makes its objects unreadable."""
    bucket, key, version = request["Bucket"], request["Key"], request.get("VersionId")
    with in_account_of(bucket):
        found = s3._buckets[bucket]["objects"].get(key) if bucket in s3._buckets else None
    if version:
        found = next((each for each in versions(bucket, key) if each["version_id"] == version), found)
    used = s3._stored_sse_headers(found).get(KEY) if found else None
    if used:
        usable_key(used)


def usable_key(name: str) -> dict[str, Any]:
    """The record of an enabled key."""
    region = name.split(":")[3] if name.startswith("arn:") else get_region()
    if region != get_region():
        raise ServiceError("KMS.NotFoundException", f"Invalid arn {region}")
    key = kms._resolve_key(name)
    if key is None:
        missing = f"Key '{name}' does not exist" if name.startswith("arn:") else f"Invalid keyId '{name}'"
        raise ServiceError("KMS.NotFoundException", missing)
    if key["KeyState"] == "PendingDeletion":
        raise ServiceError("KMS.KMSInvalidStateException", f"{key['Arn']} is pending deletion.")
    if not key["Enabled"]:
        raise ServiceError("KMS.DisabledException", f"{key['Arn']} is disabled.")
    return key
