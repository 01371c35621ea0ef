"""Where a bucket is: its owner's account, in which the engine keeps it, and what it is configured with."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from ministack.core.responses import get_account_id, get_region, request_scope
from ministack.services import s3

from sandbox.api.errors import ServiceError

MALFORMED_XML = "The XML you provided was not well-formed or did not validate against our published schema"


@contextmanager
def in_account_of(bucket: str) -> Iterator[None]:
    """The scope of a bucket's owner; names of buckets are unique across accounts."""
    with request_scope(s3._bucket_owner_account(bucket) or get_account_id(), get_region()):
        yield


def exists(bucket: str) -> bool:
    return s3._bucket_owner_account(bucket) is not None


def require(bucket: str) -> None:
    """Refuse a bucket that does not exist, or that the engine would not let the caller's account into."""
    owner = s3._bucket_owner_account(bucket)
    if owner is None:
        raise ServiceError("NoSuchBucket", "The specified bucket does not exist", 404, {"BucketName": bucket})
    if owner != get_account_id() and not s3._foreign_bucket_allows(owner, bucket, "", "PUT", {}, get_account_id()):
        raise ServiceError("AccessDenied", "Access Denied", 403)


def malformed_xml() -> ServiceError:
    return ServiceError("MalformedXML", MALFORMED_XML)


def invalid_argument(name: str, value: Any, message: str) -> ServiceError:
    return ServiceError("InvalidArgument", message, 400, {"ArgumentName": name, "ArgumentValue": value})


def stored_object(bucket: str, key: str) -> dict[str, Any] | None:
    """The engine's record of the current object."""
    with in_account_of(bucket):
        found = s3._buckets.get(bucket)
        return found["objects"].get(key) if found else None


def change_stored(bucket: str, key: str, changes: dict[str, Any]) -> None:
    """Change the current object and its version, which the engine keeps apart, and what is on disk."""
    with in_account_of(bucket):
        record = s3._buckets[bucket]["objects"][key]
        newest = s3._object_versions.get((bucket, key), [])[-1:]
        for each in (record, *newest):
            each.update(changes)
        if s3.S3_PERSIST:
            s3._persist_object(bucket, key, record)


def versions(bucket: str, key: str) -> list[dict[str, Any]]:
    """The engine's records of a key's versions and delete markers, the newest last."""
    with in_account_of(bucket):
        return s3._object_versions.get((bucket, key)) or []


def is_versioned(bucket: str) -> bool:
    """Whether versioning was ever enabled."""
    with in_account_of(bucket):
        return s3._bucket_versioning.get(bucket) in ("Enabled", "Suspended")
