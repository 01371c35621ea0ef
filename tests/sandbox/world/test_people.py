"""The people of the sandbox hold what AWS gives them, and nothing more."""

import json
from typing import Any

import pytest
from botocore.exceptions import ClientError

POLICY = "arn:aws:iam::aws:policy/AmazonSageMakerFullAccess"
ROLE = "AmazonSageMaker-ExecutionRole-sandbox"


@pytest.fixture
def key(sandbox: Any) -> str:
    return sandbox.client("kms").create_key()["KeyMetadata"]["Arn"]


@pytest.fixture
def storage(sandbox: Any) -> Any:
    """The data scientist's."""
    return sandbox.client("s3", "data-scientist")


def _bucket(sandbox: Any, name: str, key: str = "") -> str:
    sandbox.client("s3").create_bucket(Bucket=name)
    if key:
        rule = {"ApplyServerSideEncryptionByDefault": {"SSEAlgorithm": "aws:kms", "KMSMasterKeyID": key}}
        sandbox.client("s3").put_bucket_encryption(
            Bucket=name, ServerSideEncryptionConfiguration={"Rules": [rule | {"BucketKeyEnabled": True}]}
        )
    return name


def _open_to(sandbox: Any, key: str, condition: dict[str, Any]) -> None:
    """The key's default policy, and a statement for every principal that meets the condition."""
    root = {"Effect": "Allow", "Principal": {"AWS": f"arn:aws:iam::{sandbox.development}:root"}, "Action": "kms:*"}
    others = {"Effect": "Allow", "Principal": "*", "Action": ["kms:Decrypt", "kms:GenerateDataKey"]}
    statements = [each | {"Resource": "*"} for each in (root, others | {"Condition": condition})]
    policy = json.dumps({"Version": "2012-10-17", "Statement": statements})
    sandbox.client("kms").put_key_policy(KeyId=key, PolicyName="default", Policy=policy)


def test_the_data_scientist_has_the_policy_of_a_default_domain_alone(sandbox: Any) -> None:
    identity = sandbox.client("iam")
    attached = identity.list_attached_role_policies(RoleName=ROLE)["AttachedPolicies"]
    assert [each["PolicyArn"] for each in attached] == [POLICY]
    assert identity.list_role_policies(RoleName=ROLE)["PolicyNames"] == []


@pytest.mark.parametrize("name", ["my-sagemaker-data", "our-aws-glue-data"])
def test_it_reaches_objects_of_buckets_with_sagemaker_or_glue_in_their_name(
    sandbox: Any, storage: Any, name: str
) -> None:
    storage.put_object(Bucket=_bucket(sandbox, name), Key="a.csv", Body=b"1")
    assert storage.get_object(Bucket=name, Key="a.csv")["Body"].read() == b"1"


def test_it_reaches_no_objects_of_other_buckets(sandbox: Any, storage: Any) -> None:
    with pytest.raises(ClientError, match="s3:PutObject"):
        storage.put_object(Bucket=_bucket(sandbox, "payroll"), Key="a.csv", Body=b"1")


def test_it_uses_no_key_unless_the_key_lets_it(sandbox: Any, storage: Any, key: str) -> None:
    bucket = _bucket(sandbox, "encrypted-sagemaker-data", key)
    with pytest.raises(ClientError, match=f"kms:GenerateDataKey on resource: {key}"):
        storage.put_object(Bucket=bucket, Key="a.csv", Body=b"1")


@pytest.mark.parametrize(
    ("keys", "allowed"),
    [
        ({"kms:CallerAccount": "222222222222", "kms:ViaService": "s3.us-east-1.amazonaws.com"}, True),
        ({"kms:CallerAccount": "222222222222", "kms:ViaService": "sns.us-east-1.amazonaws.com"}, False),
        ({"kms:CallerAccount": "333333333333", "kms:ViaService": "s3.us-east-1.amazonaws.com"}, False),
        ({"kms:EncryptionContext:aws:s3:arn": "arn:aws:s3:::ready-sagemaker-data"}, True),
        ({"kms:EncryptionContext:aws:s3:arn": "arn:aws:s3:::ready-sagemaker-data/a.csv"}, False),
    ],
)
def test_a_key_knows_the_service_and_the_account_that_ask(
    sandbox: Any, storage: Any, key: str, keys: dict[str, str], *, allowed: bool
) -> None:
    _bucket(sandbox, "ready-sagemaker-data", key)
    _open_to(sandbox, key, {"StringEquals": keys})
    if not allowed:
        with pytest.raises(ClientError, match="kms:GenerateDataKey"):
            storage.put_object(Bucket="ready-sagemaker-data", Key="a.csv", Body=b"1")
        return
    storage.put_object(Bucket="ready-sagemaker-data", Key="a.csv", Body=b"1")
    assert storage.get_object(Bucket="ready-sagemaker-data", Key="a.csv")["Body"].read() == b"1"


def test_without_a_bucket_key_the_context_is_the_object(sandbox: Any, storage: Any, key: str) -> None:
    bucket = _bucket(sandbox, "single-sagemaker-data", key)
    _open_to(sandbox, key, {"StringEquals": {"kms:EncryptionContext:aws:s3:arn": f"arn:aws:s3:::{bucket}/a.csv"}})
    named = {"ServerSideEncryption": "aws:kms", "SSEKMSKeyId": key, "BucketKeyEnabled": False}
    storage.put_object(Bucket=bucket, Key="a.csv", Body=b"1", **named)
    assert storage.get_object(Bucket=bucket, Key="a.csv")["Body"].read() == b"1"
    with pytest.raises(ClientError, match="kms:GenerateDataKey"):
        storage.put_object(Bucket=bucket, Key="b.csv", Body=b"1", **named)


def test_a_key_that_is_for_s3_alone_encrypts_nothing_directly(sandbox: Any, key: str) -> None:
    _open_to(sandbox, key, {"StringEquals": {"kms:ViaService": "s3.us-east-1.amazonaws.com"}})
    with pytest.raises(ClientError, match="kms:GenerateDataKey"):
        sandbox.client("kms", "data-scientist").generate_data_key(KeyId=key, KeySpec="AES_256")
