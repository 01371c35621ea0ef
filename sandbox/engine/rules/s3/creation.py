"""New buckets: Amazon S3 API Reference, CreateBucket; User Guide, "General purpose bucket naming rules"."""

from ministack.core.responses import get_account_id
from ministack.services import s3

from sandbox.api.errors import ServiceError
from sandbox.api.types import Request
from sandbox.engine.rules.s3 import tags

OWNERSHIPS = ("BucketOwnerEnforced", "BucketOwnerPreferred", "ObjectWriter")
_OWNED = "Your previous request to create the named bucket succeeded and you already own it."
_RESERVED_PREFIXES = ("xn--", "sthree-", "amzn-s3-demo-")
_RESERVED_SUFFIXES = ("-s3alias", "--ol-s3", ".mrap", "--x-s3", "--table-s3")


def check(request: Request) -> None:
    bucket, ownership = request["Bucket"], request.get("ObjectOwnership")
    if bucket.startswith(_RESERVED_PREFIXES) or bucket.endswith(_RESERVED_SUFFIXES):
        members = {"BucketName": bucket}
        raise ServiceError("InvalidBucketName", "The specified bucket is not valid.", 400, members)
    if ownership is not None and ownership not in OWNERSHIPS:
        message = f"Invalid x-amz-object-ownership header: {ownership}"
        raise ServiceError("InvalidArgument", message, 400, {"ArgumentName": "x-amz-object-ownership"})
    given = (request.get("CreateBucketConfiguration") or {}).get("Tags") or []
    tags.check_new_bucket(given)
    if given and s3._bucket_owner_account(bucket) == get_account_id():
        raise ServiceError("BucketAlreadyOwnedByYou", _OWNED, 409, {"BucketName": bucket})


def bucket_arn(request: Request, headers: dict[str, str]) -> dict[str, str]:
    return headers | {"x-amz-bucket-arn": f"arn:aws:s3:::{request['Bucket']}"}
