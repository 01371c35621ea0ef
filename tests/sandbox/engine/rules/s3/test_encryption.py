"""Server-side encryption with keys: what may be asked for, and what a key's state means for its objects."""

from collections.abc import Callable
from typing import Any

import pytest

from tests.sandbox.cloud import Cloud
from tests.sandbox.conftest import Sandbox

ErrorOf = Callable[..., dict[str, Any]]
KMS = {"ServerSideEncryption": "aws:kms"}


def test_a_key_shows_as_its_arn_however_it_is_named(storage: Any, bucket: str, key: str) -> None:
    written = storage.put_object(
        Bucket=bucket, Key="a", SSEKMSKeyId=key.rpartition("/")[2], BucketKeyEnabled=True, **KMS
    )
    read = storage.get_object(Bucket=bucket, Key="a")
    for answer in (written, read):
        assert (answer["ServerSideEncryption"], answer["SSEKMSKeyId"]) == ("aws:kms", key)
        assert answer["BucketKeyEnabled"] is True


def test_the_default_encryption_of_the_bucket_is_in_the_answers(storage: Any, bucket: str, key: str) -> None:
    rule = {"ApplyServerSideEncryptionByDefault": {"SSEAlgorithm": "aws:kms", "KMSMasterKeyID": key}}
    _encrypt(storage, bucket, rule | {"BucketKeyEnabled": True})
    assert storage.put_object(Bucket=bucket, Key="a")["SSEKMSKeyId"] == key
    assert storage.head_object(Bucket=bucket, Key="a")["BucketKeyEnabled"] is True
    assert "SSEKMSKeyId" not in storage.put_object(Bucket=bucket, Key="b", ServerSideEncryption="AES256")


@pytest.mark.parametrize(
    ("parameters", "code"),
    [
        ({"ServerSideEncryption": "rot13"}, "InvalidArgument"),
        ({"ServerSideEncryption": "AES256", "SSEKMSKeyId": "x"}, "InvalidArgument"),
        ({"SSEKMSKeyId": "x"}, "InvalidArgument"),
        ({**KMS, "SSEKMSKeyId": "x"}, "KMS.NotFoundException"),
        ({**KMS, "SSEKMSKeyId": "arn:aws:kms:eu-west-1:222222222222:key/x"}, "KMS.NotFoundException"),
        (KMS, "SandboxNotImplemented"),
        ({"ServerSideEncryption": "aws:kms:dsse"}, "SandboxNotImplemented"),
    ],
)
def test_encryption_that_s3_cannot_do_is_refused(
    storage: Any, bucket: str, error_of: ErrorOf, parameters: dict[str, str], code: str
) -> None:
    assert error_of(storage.put_object, Bucket=bucket, Key="a", **parameters)["Code"] == code
    assert error_of(storage.create_multipart_upload, Bucket=bucket, Key="a", **parameters)["Code"] == code


def test_objects_of_a_disabled_key_cannot_be_read(
    sandbox: Sandbox, storage: Any, bucket: str, key: str, error_of: ErrorOf
) -> None:
    storage.put_object(Bucket=bucket, Key="a", SSEKMSKeyId=key, **KMS)
    keys = sandbox.client("kms")
    keys.disable_key(KeyId=key)
    error = error_of(storage.get_object, Bucket=bucket, Key="a")
    assert (error["Code"], error["Message"], error["status"]) == ("KMS.DisabledException", f"{key} is disabled.", 400)
    assert (
        error_of(storage.put_object, Bucket=bucket, Key="b", SSEKMSKeyId=key, **KMS)["Code"] == "KMS.DisabledException"
    )
    keys.enable_key(KeyId=key)
    assert storage.get_object(Bucket=bucket, Key="a")["SSEKMSKeyId"] == key
    keys.schedule_key_deletion(KeyId=key)
    assert error_of(storage.get_object, Bucket=bucket, Key="a")["Code"] == "KMS.KMSInvalidStateException"


def test_a_default_has_one_rule_and_a_key_with_kms_only(storage: Any, bucket: str, key: str, error_of: ErrorOf) -> None:
    managed = {"SSEAlgorithm": "AES256"}
    for rules, code in (
        ([], "MalformedXML"),
        ([managed, managed], "MalformedXML"),
        ([managed | {"KMSMasterKeyID": key}], "InvalidArgument"),
    ):
        applied = {"Rules": [{"ApplyServerSideEncryptionByDefault": rule} for rule in rules]}
        error = error_of(storage.put_bucket_encryption, Bucket=bucket, ServerSideEncryptionConfiguration=applied)
        assert error["Code"] == code


def test_a_policy_sees_the_key_that_a_request_names(
    sandbox: Sandbox, storage: Any, bucket: str, key: str, error_of: ErrorOf
) -> None:
    other = sandbox.client("kms").create_key()["KeyMetadata"]["Arn"]
    named = {"StringNotEquals": {"s3:x-amz-server-side-encryption-aws-kms-key-id": key}}
    statement = {"Effect": "Deny", "Principal": "*", "Action": "s3:PutObject", "Resource": f"arn:aws:s3:::{bucket}/*"}
    policy = Cloud.policy(statement | {"Condition": named})
    storage.put_bucket_policy(Bucket=bucket, Policy=policy)
    assert error_of(storage.put_object, Bucket=bucket, Key="a", SSEKMSKeyId=other, **KMS)["Code"] == "AccessDenied"
    assert storage.put_object(Bucket=bucket, Key="a", SSEKMSKeyId=key, **KMS)["SSEKMSKeyId"] == key


def _encrypt(storage: Any, bucket: str, rule: dict[str, Any]) -> None:
    storage.put_bucket_encryption(Bucket=bucket, ServerSideEncryptionConfiguration={"Rules": [rule]})
