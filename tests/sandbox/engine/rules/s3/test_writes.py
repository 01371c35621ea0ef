"""What S3 refuses of a new object, and what it answers."""

from collections.abc import Callable
from typing import Any

import boto3
import pytest
from botocore.config import Config

from tests.sandbox.conftest import Sandbox

ErrorOf = Callable[..., dict[str, Any]]


def test_an_object_has_the_default_type_encryption_and_checksum(storage: Any, bucket: str) -> None:
    written = storage.put_object(Bucket=bucket, Key="a", Body=b"123456789")
    assert written["ServerSideEncryption"] == "AES256"
    assert (written["ChecksumCRC32"], written["ChecksumType"]) == ("y/Q5Jg==", "FULL_OBJECT")
    read = storage.get_object(Bucket=bucket, Key="a")
    assert (read["ContentType"], read["ServerSideEncryption"]) == ("binary/octet-stream", "AES256")
    assert read["ChecksumCRC32"] == written["ChecksumCRC32"]


def test_a_client_without_a_checksum_gets_crc64nvme(sandbox: Sandbox, storage: Any, bucket: str) -> None:
    keys = sandbox.root(sandbox.development)
    client = boto3.client(
        "s3",
        region_name="us-east-1",
        endpoint_url=sandbox.endpoint,
        config=storage.meta.config.merge(Config(request_checksum_calculation="when_required")),
        aws_access_key_id=keys["AccessKeyId"],
        aws_secret_access_key=keys["SecretAccessKey"],
    )
    assert client.put_object(Bucket=bucket, Key="a", Body=b"123456789")["ChecksumCRC64NVME"] == "rosUhgp5mIg="
    head = storage.head_object(Bucket=bucket, Key="a", ChecksumMode="ENABLED")
    assert head["ChecksumCRC64NVME"] == "rosUhgp5mIg="  # the check value of the algorithm: AE8B14860A799888


@pytest.mark.parametrize(
    ("checksums", "message"),
    [
        ({"ChecksumSHA256": "short"}, "Value for x-amz-checksum-sha256 header is invalid."),
        ({"ChecksumSHA1": "AAAA", "ChecksumCRC32": "AAAAAA=="}, "Expecting a single x-amz-checksum- header."),
    ],
)
def test_a_checksum_that_no_content_can_have_is_refused(
    storage: Any, bucket: str, error_of: ErrorOf, checksums: dict[str, str], message: str
) -> None:
    error = error_of(storage.put_object, Bucket=bucket, Key="a", Body=b"x", **checksums)
    assert error["Code"] == "InvalidRequest"
    assert error["Message"].startswith(message)


def test_a_checksum_of_other_content_is_refused(storage: Any, bucket: str, error_of: ErrorOf) -> None:
    error = error_of(storage.put_object, Bucket=bucket, Key="a", Body=b"x", ChecksumCRC32="AAAAAA==")
    assert error["Code"] == "BadDigest"


def test_the_digests_are_in_the_refusal_of_a_wrong_md5(storage: Any, bucket: str, error_of: ErrorOf) -> None:
    error = error_of(storage.put_object, Bucket=bucket, Key="a", Body=b"", ContentMD5="AAAAAAAAAAAAAAAAAAAAAA==")
    assert (error["Code"], error["CalculatedDigest"]) == ("BadDigest", "1B2M2Y8AsgTpgAmY7PhCfg==")
    assert error["ExpectedDigest"] == "0" * 32
    error = error_of(storage.put_object, Bucket=bucket, Key="a", Body=b"", ContentMD5="no digest")
    assert (error["Code"], error["Content-MD5"]) == ("InvalidDigest", "no digest")


def test_a_write_on_a_condition_that_does_not_hold_is_refused(storage: Any, bucket: str, error_of: ErrorOf) -> None:
    error = error_of(storage.put_object, Bucket=bucket, Key="a", IfMatch="*")
    assert (error["Code"], error["Key"], error["status"]) == ("NoSuchKey", "a", 404)
    storage.put_object(Bucket=bucket, Key="a", IfNoneMatch="*")
    error = error_of(storage.put_object, Bucket=bucket, Key="a", IfNoneMatch="*")
    assert (error["Code"], error["Condition"], error["status"]) == ("PreconditionFailed", "If-None-Match", 412)


def test_keys_and_metadata_have_limits(storage: Any, bucket: str, error_of: ErrorOf) -> None:
    storage.put_object(Bucket=bucket, Key="k" * 1024, Metadata={"a": "v" * 2047})
    error = error_of(storage.put_object, Bucket=bucket, Key="é" * 513)
    assert (error["Code"], error["Size"], error["MaxSizeAllowed"]) == ("KeyTooLongError", "1026", "1024")
    error = error_of(storage.put_object, Bucket=bucket, Key="a", Metadata={"a": "v" * 2048})
    assert (error["Code"], error["Size"], error["MaxSizeAllowed"]) == ("MetadataTooLarge", "2049", "2048")


@pytest.mark.parametrize(
    "parameters", [{"StorageClass": "GLACIER"}, {"GrantRead": "id=x"}, {"ObjectLockMode": "GOVERNANCE"}]
)
def test_what_nothing_here_uses_is_refused_by_name(
    storage: Any, bucket: str, error_of: ErrorOf, parameters: dict[str, str]
) -> None:
    error = error_of(storage.put_object, Bucket=bucket, Key="a", **parameters)
    assert (error["status"], error["Code"]) == (501, "SandboxNotImplemented")


def test_metadata_come_back_in_plain_text_where_ascii_can_say_it(storage: Any, bucket: str) -> None:
    given = {"word": "=?UTF-8?Q?plain?=", "accent": "=?UTF-8?Q?caf=C3=A9?="}
    storage.put_object(Bucket=bucket, Key="a", Metadata=given)
    assert storage.head_object(Bucket=bucket, Key="a")["Metadata"] == given | {"word": "plain"}


def test_an_object_that_replaces_another_has_none_of_its_tags(storage: Any, bucket: str) -> None:
    storage.put_object(Bucket=bucket, Key="a", Tagging="team=weather")
    assert storage.head_object(Bucket=bucket, Key="a")["TagCount"] == 1
    storage.put_object(Bucket=bucket, Key="a")
    assert storage.get_object_tagging(Bucket=bucket, Key="a")["TagSet"] == []


def test_a_bucket_without_access_control_lists_takes_only_its_owner_s_full_control(
    storage: Any, bucket: str, error_of: ErrorOf
) -> None:
    assert storage.put_object(Bucket=bucket, Key="a", Body=b"x", ACL="bucket-owner-full-control")["ETag"]
    error = error_of(storage.put_object, Bucket=bucket, Key="b", Body=b"x", ACL="private")
    assert (error["Code"], error["status"]) == ("AccessControlListNotSupported", 400)


def test_a_bucket_with_access_control_lists_is_not_emulated(storage: Any, bucket: str, error_of: ErrorOf) -> None:
    rules = {"Rules": [{"ObjectOwnership": "ObjectWriter"}]}
    storage.put_bucket_ownership_controls(Bucket=bucket, OwnershipControls=rules)
    error = error_of(storage.put_object, Bucket=bucket, Key="a", Body=b"x", ACL="bucket-owner-full-control")
    assert error["status"] == 501
