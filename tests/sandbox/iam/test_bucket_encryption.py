"""What a request says of encryption, as the policy of a bucket sees it: headers, and nothing where there are none."""

import json
from typing import Any

import pytest
from botocore.exceptions import ClientError

METHOD = "s3:x-amz-server-side-encryption"
KEY = f"{METHOD}-aws-kms-key-id"
OWN_SECRET = {"SSECustomerAlgorithm": "AES256", "SSECustomerKey": "k" * 32}


@pytest.fixture
def bucket(sandbox: Any) -> Any:
    """A bucket whose default is the own key, and whose policy refuses every other; with the key's ARN."""
    storage, name = sandbox.client("s3"), "keys-of-requests"
    key = sandbox.client("kms").create_key()["KeyMetadata"]["Arn"]
    storage.create_bucket(Bucket=name)
    default = {"SSEAlgorithm": "aws:kms", "KMSMasterKeyID": key}
    rules = {"Rules": [{"ApplyServerSideEncryptionByDefault": default}]}
    storage.put_bucket_encryption(Bucket=name, ServerSideEncryptionConfiguration=rules)
    conditions = [
        {"Null": {METHOD: "false"}, "StringNotEquals": {METHOD: "aws:kms"}},
        {"Null": {KEY: "true"}, "StringEquals": {METHOD: "aws:kms"}},
        {"Null": {KEY: "false"}, "ArnNotEquals": {KEY: key}},
        {"Null": {f"{METHOD}-customer-algorithm": "false"}},
    ]
    denied = {"Effect": "Deny", "Principal": "*", "Action": "s3:PutObject", "Resource": f"arn:aws:s3:::{name}/*"}
    statements = [denied | {"Condition": condition} for condition in conditions]
    storage.put_bucket_policy(Bucket=name, Policy=json.dumps({"Version": "2012-10-17", "Statement": statements}))
    yield name, key
    storage.delete_bucket_policy(Bucket=name)
    for found in storage.list_objects_v2(Bucket=name).get("Contents", []):
        storage.delete_object(Bucket=name, Key=found["Key"])
    storage.delete_bucket(Bucket=name)


def test_another_key_than_the_buckets_is_refused(sandbox: Any, bucket: tuple[str, str]) -> None:
    storage, (name, _) = sandbox.client("s3"), bucket
    other = sandbox.client("kms").create_key()["KeyMetadata"]["Arn"]
    for headers in (
        {"ServerSideEncryption": "AES256"},
        {"ServerSideEncryption": "aws:kms"},
        {"ServerSideEncryption": "aws:kms", "SSEKMSKeyId": other},
        OWN_SECRET,
    ):
        with pytest.raises(ClientError, match="AccessDenied"):
            storage.put_object(Bucket=name, Key="x", Body=b"x", **headers)
    with pytest.raises(ClientError, match="AccessDenied"):
        storage.create_multipart_upload(Bucket=name, Key="x", ServerSideEncryption="AES256")


def test_the_buckets_key_is_taken_named_or_not(sandbox: Any, bucket: tuple[str, str]) -> None:
    storage, (name, key) = sandbox.client("s3"), bucket
    storage.put_object(Bucket=name, Key="default", Body=b"x")
    storage.put_object(Bucket=name, Key="named", Body=b"x", ServerSideEncryption="aws:kms", SSEKMSKeyId=key)
    for stored in ("default", "named"):
        assert storage.head_object(Bucket=name, Key=stored)["SSEKMSKeyId"] == key


def test_parts_of_an_upload_are_judged_as_its_start(sandbox: Any, bucket: tuple[str, str]) -> None:
    storage, (name, key) = sandbox.client("s3"), bucket
    for stored, headers in (("bare", {}), ("keyed", {"ServerSideEncryption": "aws:kms", "SSEKMSKeyId": key})):
        upload = {"Bucket": name, "Key": stored}
        upload["UploadId"] = storage.create_multipart_upload(**upload, **headers)["UploadId"]
        part = storage.upload_part(**upload, PartNumber=1, Body=b"x")
        storage.complete_multipart_upload(
            **upload, MultipartUpload={"Parts": [{"PartNumber": 1, "ETag": part["ETag"]}]}
        )
        assert storage.head_object(Bucket=name, Key=stored)["SSEKMSKeyId"] == key
