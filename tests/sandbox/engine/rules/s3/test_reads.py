"""What reading an object answers, and how S3 refuses it."""

from collections.abc import Callable
from typing import Any

import pytest

from tests.sandbox.cloud import Cloud
from tests.sandbox.conftest import Sandbox

ErrorOf = Callable[..., dict[str, Any]]


@pytest.mark.parametrize(
    ("given", "content", "status"),
    [
        ("bytes=2-4", b"234", 206),
        ("bytes=-3", b"789", 206),
        ("bytes=4-2", b"0123456789", 200),
        ("5", b"0123456789", 200),
    ],
)
def test_a_range_that_cannot_be_read_is_as_if_it_were_not_there(
    storage: Any, bucket: str, given: str, content: bytes, status: int
) -> None:
    storage.put_object(Bucket=bucket, Key="a", Body=b"0123456789")
    answer = storage.get_object(Bucket=bucket, Key="a", Range=given)
    assert (answer["Body"].read(), answer["ResponseMetadata"]["HTTPStatusCode"]) == (content, status)
    assert ("ChecksumCRC32" in answer) == (content == b"0123456789")


def test_a_range_over_the_whole_object_has_its_checksum(storage: Any, bucket: str) -> None:
    storage.put_object(Bucket=bucket, Key="a", Body=b"0123456789")
    answer = storage.get_object(Bucket=bucket, Key="a", Range="bytes=0-99")
    assert (answer["ContentRange"], answer["ChecksumType"]) == ("bytes 0-9/10", "FULL_OBJECT")


def test_a_range_behind_the_end_is_refused_with_the_size(storage: Any, bucket: str, error_of: ErrorOf) -> None:
    storage.put_object(Bucket=bucket, Key="a", Body=b"0123456789")
    error = error_of(storage.get_object, Bucket=bucket, Key="a", Range="bytes=10-")
    assert (error["Code"], error["ActualObjectSize"], error["RangeRequested"]) == ("InvalidRange", "10", "bytes=10-")


def test_a_version_id_that_s3_never_gave_is_refused(storage: Any, versioned: str, error_of: ErrorOf) -> None:
    version = storage.put_object(Bucket=versioned, Key="a")["VersionId"]
    storage.delete_object(Bucket=versioned, Key="a", VersionId=version)
    error = error_of(storage.get_object, Bucket=versioned, Key="a", VersionId=version)
    assert (error["Code"], error["VersionId"]) == ("NoSuchVersion", version)
    error = error_of(storage.get_object, Bucket=versioned, Key="a", VersionId="made-up")
    assert (error["Code"], error["ArgumentName"]) == ("InvalidArgument", "versionId")


def test_an_object_of_before_versioning_is_the_null_version(storage: Any, bucket: str) -> None:
    storage.put_object(Bucket=bucket, Key="a")
    assert "VersionId" not in storage.head_object(Bucket=bucket, Key="a")
    storage.put_bucket_versioning(Bucket=bucket, VersioningConfiguration={"Status": "Enabled"})
    assert storage.head_object(Bucket=bucket, Key="a")["VersionId"] == "null"


def test_who_may_not_list_is_not_told_what_exists(
    sandbox: Sandbox, storage: Any, bucket: str, error_of: ErrorOf
) -> None:
    storage.put_object(Bucket=bucket, Key="here")
    reader = _reader(sandbox, f"{bucket}-reader", {"Action": "s3:GetObject", "Resource": f"arn:aws:s3:::{bucket}/*"})
    assert reader.get_object(Bucket=bucket, Key="here")["ContentLength"] == 0
    error = error_of(reader.get_object, Bucket=bucket, Key="gone")
    assert (error["Code"], error["status"]) == ("AccessDenied", 403)
    assert "s3:ListBucket" in error["Message"]
    assert error_of(reader.head_object, Bucket=bucket, Key="gone")["status"] == 403
    listing = {
        "Action": ["s3:GetObject", "s3:ListBucket"],
        "Resource": [f"arn:aws:s3:::{bucket}", f"arn:aws:s3:::{bucket}/*"],
    }
    lister = _reader(sandbox, f"{bucket}-lister", listing)
    assert error_of(lister.get_object, Bucket=bucket, Key="gone")["Code"] == "NoSuchKey"
    assert error_of(lister.head_object, Bucket=bucket, Key="gone")["status"] == 404


def _reader(sandbox: Sandbox, name: str, allowed: dict[str, Any]) -> Any:
    identity = sandbox.client("iam")
    trust = {"Effect": "Allow", "Principal": {"AWS": sandbox.development}, "Action": "sts:AssumeRole"}
    role = identity.create_role(RoleName=name, AssumeRolePolicyDocument=Cloud.policy(trust))["Role"]["Arn"]
    identity.put_role_policy(RoleName=name, PolicyName="x", PolicyDocument=Cloud.policy({"Effect": "Allow"} | allowed))
    return sandbox.client_with("s3", sandbox.assume(role, sandbox.development))


@pytest.mark.parametrize(
    ("owner", "refusal"),
    [("111111111111", ("AccessDenied", 403)), ("22", ("InvalidBucketOwnerAWSAccountID", 400))],
)
def test_another_expected_owner_is_refused(
    storage: Any, bucket: str, error_of: ErrorOf, owner: str, refusal: tuple[str, int]
) -> None:
    storage.put_object(Bucket=bucket, Key="a", ExpectedBucketOwner="222222222222")
    for call in (storage.get_object, storage.put_object, storage.delete_object):
        error = error_of(call, Bucket=bucket, Key="a", ExpectedBucketOwner=owner)
        assert (error["Code"], error["status"]) == refusal
    assert error_of(storage.head_bucket, Bucket=bucket, ExpectedBucketOwner=owner)["status"] == refusal[1]
    assert error_of(storage.list_objects_v2, Bucket=bucket, ExpectedBucketOwner=owner)["Code"] == refusal[0]


def test_attributes_of_an_object_are_those_asked_for(storage: Any, bucket: str, error_of: ErrorOf) -> None:
    storage.put_object(Bucket=bucket, Key="a", Body=b"123456789")
    wanted = ["Checksum", "ObjectParts", "ObjectSize", "StorageClass"]
    answer = storage.get_object_attributes(Bucket=bucket, Key="a", ObjectAttributes=wanted)
    assert answer["Checksum"] == {"ChecksumCRC32": "y/Q5Jg==", "ChecksumType": "FULL_OBJECT"}
    assert (answer["ObjectSize"], answer["StorageClass"]) == (9, "STANDARD")
    assert not {"ObjectParts", "ETag"} & set(answer)
    assert error_of(storage.get_object_attributes, Bucket=bucket, Key="a", ObjectAttributes=["Colour"])["status"] == 400


def test_a_key_with_percent_signs_is_taken_as_it_is(storage: Any, bucket: str) -> None:
    storage.put_object(Bucket=bucket, Key="a%20b", Body=b"1")
    assert storage.get_object(Bucket=bucket, Key="a%20b")["ChecksumType"] == "FULL_OBJECT"
    assert [found["Key"] for found in storage.list_objects_v2(Bucket=bucket)["Contents"]] == ["a%20b"]
