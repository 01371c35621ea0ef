"""New buckets: Amazon S3 API Reference, CreateBucket; User Guide, "General purpose bucket naming rules"."""

import functools
from typing import Any

import botocore.session
from ministack.core.responses import get_account_id, get_region
from ministack.services import s3

from sandbox.api.errors import ServiceError
from sandbox.api.types import Request
from sandbox.engine.rules.s3 import tags

_DEFAULT_REGION = "us-east-1"
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
    configuration = request.get("CreateBucketConfiguration") or {}
    _check_location(configuration)
    given = configuration.get("Tags") or []
    tags.check_new_bucket(given)
    if given and s3._bucket_owner_account(bucket) == get_account_id():
        raise ServiceError("BucketAlreadyOwnedByYou", _OWNED, 409, {"BucketName": bucket})


def _check_location(configuration: dict[str, Any]) -> None:
    """us-east-1 creates buckets in every region; the engine compares what other regions get with themselves."""
    location = configuration.get("LocationConstraint")
    if location and location not in ("EU", *_regions()) and get_region() == _DEFAULT_REGION:
        message = "The specified location-constraint is not valid"
        raise ServiceError("InvalidLocationConstraint", message, 400, {"LocationConstraint": location})


@functools.cache
def _regions() -> frozenset[str]:
    return frozenset(botocore.session.get_session().get_available_regions("s3"))


def headers(request: Request, given: dict[str, str]) -> dict[str, str]:
    """Outside us-east-1 the location is an address."""
    bucket = request["Bucket"]
    location = (request.get("CreateBucketConfiguration") or {}).get("LocationConstraint")
    address = {"Location": f"http://{bucket}.s3.amazonaws.com/"} if location else {}
    return given | address | _arn(bucket)


def head_headers(request: Request, given: dict[str, str]) -> dict[str, str]:
    return given | _arn(request["Bucket"]) | {"x-amz-access-point-alias": "false"}


def _arn(bucket: str) -> dict[str, str]:
    return {"x-amz-bucket-arn": f"arn:aws:s3:::{bucket}"}
