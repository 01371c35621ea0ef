"""Templates and seeds that were replaced in the hub's bucket: noticed by plan and verify, and restored by a publish."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from botocore.exceptions import ClientError

from tests.bucket_policies import without_policy

HUB = "111111111111"
PLANTED = b"what an attacker would have people start with"


@pytest.fixture(scope="module")
def storage(published: str, sandbox: Any) -> Any:
    """As the root of the hub, which no policy of a role holds back."""
    return sandbox.client("s3", "hub")


@pytest.fixture(scope="module")
def bucket(storage: Any) -> str:
    names = [bucket["Name"] for bucket in storage.list_buckets()["Buckets"]]
    return next(name for name in names if name.startswith("mlops-catalog-assets-"))


@pytest.fixture(scope="module")
def seed(storage: Any, bucket: str) -> str:
    return storage.list_objects_v2(Bucket=bucket, Prefix="seeds/weather/")["Contents"][0]["Key"]


@pytest.fixture
def replaced(storage: Any, bucket: str, seed: str, command_line: Any) -> Iterator[bytes]:
    """The right content of a seed whose object has another one; a publish puts it back in any case."""
    content = storage.get_object(Bucket=bucket, Key=seed)["Body"].read()
    with without_policy(storage, bucket):
        storage.put_object(Bucket=bucket, Key=seed, Body=PLANTED)
    yield content
    command_line("publisher", "publish")


def refused(call: Callable[..., Any], **arguments: Any) -> str:
    with pytest.raises(ClientError) as caught:
        call(**arguments)
    return caught.value.response["Error"]["Code"]


def test_nobody_overwrites_or_deletes_an_asset(storage: Any, bucket: str, seed: str, sandbox: Any) -> None:
    for client in (storage, sandbox.client("s3", "publisher")):
        assert refused(client.put_object, Bucket=bucket, Key=seed, Body=PLANTED) == "AccessDenied"
        assert (
            refused(client.put_object, Bucket=bucket, Key=seed, Body=PLANTED, IfNoneMatch="*") == "PreconditionFailed"
        )
        assert refused(client.delete_object, Bucket=bucket, Key=seed) == "AccessDenied"
        assert refused(client.create_multipart_upload, Bucket=bucket, Key=seed) == "AccessDenied"
    tag = storage.head_object(Bucket=bucket, Key=seed)["ETag"]
    assert refused(storage.put_object, Bucket=bucket, Key=seed, Body=PLANTED, IfMatch=tag) == "AccessDenied"
    disabled = {"Status": "Suspended"}
    assert refused(storage.put_bucket_versioning, Bucket=bucket, VersioningConfiguration=disabled) == "AccessDenied"


def test_a_replaced_seed_is_named_by_plan_and_verify_and_restored_by_a_publish(
    replaced: bytes, storage: Any, bucket: str, seed: str, command_line: Any
) -> None:
    assert f"was replaced: {seed} is restored" in command_line("publisher", "plan").stdout
    verified = command_line("publisher", "verify")
    assert verified.returncode == 3
    for account in ("222222222222", "333333333333", "444444444444"):
        assert f"{account} (us-east-1) reads another seed weather@" in verified.stdout + verified.stderr
    done = command_line("publisher", "publish")
    assert done.returncode == 0, done.stderr
    assert storage.get_object(Bucket=bucket, Key=seed)["Body"].read() == replaced
    assert "plan      nothing to change" in command_line("publisher", "publish").stdout
    versions = storage.list_object_versions(Bucket=bucket, Prefix=seed)["Versions"]
    assert len(versions) == 3
