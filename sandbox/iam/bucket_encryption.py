"""How S3 encrypts what a request writes: the request's headers, else the default of the bucket."""

from collections.abc import Mapping

from ministack.core.responses import get_account_id, get_region, request_scope
from ministack.services import s3

METHOD = "x-amz-server-side-encryption"
KEY = "x-amz-server-side-encryption-aws-kms-key-id"
CUSTOMER_METHOD = "x-amz-server-side-encryption-customer-algorithm"
BUCKET_KEY = "x-amz-server-side-encryption-bucket-key-enabled"
S3_MANAGED, KMS = "AES256", "aws:kms"


def headers_of(bucket: str, given: Mapping[str, str]) -> dict[str, str]:
    """The headers that an object is stored with; a key as it was named.

    Amazon S3 User Guide, "Setting default server-side encryption behavior for Amazon S3 buckets" and "Configuring an S3
    Bucket Key at the object level": a request's own headers win, and without a word of it about a bucket key the
    bucket's setting counts.
    """
    with request_scope(s3._bucket_owner_account(bucket) or get_account_id(), get_region()):
        default = s3._bucket_default_sse_headers(bucket)
        uses_bucket_key = "<BucketKeyEnabled>true</" in (s3._bucket_encryption.get(bucket) or "")
    chosen = given if given.get(METHOD) else default
    method, key = chosen.get(METHOD, S3_MANAGED), chosen.get(KEY)
    if method != KMS or not key:
        return {METHOD: method}
    flag = given.get(BUCKET_KEY, str(uses_bucket_key)).lower()
    return {METHOD: method, KEY: key} | ({BUCKET_KEY: "true"} if flag == "true" else {})


def of_upload(identifier: str | list[str] | None) -> dict[str, str]:
    """What the start of a multipart upload named: its parts say nothing of it, and are judged as it was.

    The policy that the Amazon S3 User Guide has for requiring a key, "Using server-side encryption with AWS KMS keys",
    would let nobody upload in parts otherwise.
    """
    upload = s3._multipart_uploads.get(identifier[0] if isinstance(identifier, list) else identifier)
    if not upload or not upload.get("requested_sse"):
        return {}
    return {name: value for name, value in upload["preserved_headers"].items() if name in (METHOD, KEY)}
