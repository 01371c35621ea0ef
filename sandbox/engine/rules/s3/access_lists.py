"""Access control lists, which are disabled: User Guide, "Controlling ownership of objects and disabling ACLs"."""

from ministack.services import s3

from sandbox.api.errors import ServiceError, not_emulated
from sandbox.api.types import Request
from sandbox.engine.rules.s3.buckets import exists, in_account_of

_FULL_CONTROL = "bucket-owner-full-control"


def check(request: Request) -> None:
    """A bucket without access control lists takes the one that changes nothing, and no other."""
    given, bucket = request.get("ACL"), request["Bucket"]
    if not given or not exists(bucket):
        return
    with in_account_of(bucket):
        disabled = s3._bucket_owner_enforced(s3._buckets[bucket])
    if not disabled:
        raise not_emulated("ACL of s3:PutObject in a bucket with access control lists")
    if given != _FULL_CONTROL:
        raise ServiceError("AccessControlListNotSupported", "The bucket does not allow ACLs")
