"""A bucket and a folder answer alike: one creates, one replaces, the other learns that it was too late."""

import io
from typing import Any

import pytest
from botocore.exceptions import ClientError

from support.errors import RefusedError
from support.store import Bucket, Folder


class Objects:
    """S3 with conditional writes; every request has to name the bucket's owner."""

    def __init__(self) -> None:
        self.kept: dict[str, bytes] = {}
        self.denied = False

    def put_object(self, **request: Any) -> None:
        key, body = request["Key"], request["Body"]
        assert request["ExpectedBucketOwner"] == "1"
        if self.denied:
            raise ClientError({"Error": {"Code": "AccessDenied"}}, "PutObject")
        exists = key in self.kept
        if (request.get("IfNoneMatch") == "*" and exists) or request.get("IfMatch", self.tag(key)) != self.tag(key):
            raise ClientError({"Error": {"Code": "PreconditionFailed"}}, "PutObject")
        self.kept[key] = body

    def get_object(self, **request: Any) -> dict[str, Any]:
        if request["Key"] not in self.kept:
            raise ClientError({"Error": {"Code": "NoSuchKey"}}, "GetObject")
        return {"Body": io.BytesIO(self.kept[request["Key"]]), "ETag": self.tag(request["Key"])}

    def tag(self, key: str) -> str:
        return f"tag of {self.kept.get(key)!r}"


@pytest.mark.parametrize("kind", ["bucket", "folder"])
def test_only_the_first_creates_and_only_who_read_the_newest_replaces(tmp_path, kind):
    store = Bucket(Objects(), "b", "1") if kind == "bucket" else Folder(tmp_path)
    assert store.read("ledger/a") is None
    assert store.create("ledger/a", b"1")
    assert not store.create("ledger/a", b"2")
    found = store.read("ledger/a")
    assert found is not None
    assert store.replace("ledger/a", b"3", found.tag)
    assert not store.replace("ledger/a", b"4", found.tag)
    last = store.read("ledger/a")
    assert last is not None
    assert last.body == b"3"


def test_what_is_not_allowed_is_a_sentence():
    objects = Objects()
    objects.denied = True
    with pytest.raises(RefusedError, match="the job may not use ledger/a"):
        Bucket(objects, "b", "1").create("ledger/a", b"")
