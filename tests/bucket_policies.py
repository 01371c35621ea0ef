"""Writing past a Deny of a bucket's policy, which binds the account's root too: it may take the policy away first."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any


@contextmanager
def without_policy(storage: Any, bucket: str) -> Iterator[None]:
    """The time without the bucket's policy; `storage` is a client of the owner's root."""
    policy = storage.get_bucket_policy(Bucket=bucket)["Policy"]
    storage.delete_bucket_policy(Bucket=bucket)
    try:
        yield
    finally:
        storage.put_bucket_policy(Bucket=bucket, Policy=policy)
