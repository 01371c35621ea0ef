"""A key's tags open it to a policy that asks for them only after a while, even if they are read before."""

import json
import time
from collections.abc import Callable
from typing import Any

import pytest
from botocore.exceptions import ClientError

TAG = {"TagKey": "sagemaker:project-id", "TagValue": "p-0123456789ab"}
ACCOUNT = "222222222222"
SECONDS = 3


@pytest.fixture(scope="module")
def sandbox(make_sandbox: Callable[..., Any]) -> Any:
    return make_sandbox(SANDBOX_KEY_TAG_SECONDS=str(SECONDS))


@pytest.fixture(scope="module")
def kms(sandbox: Any) -> Any:
    """As a role that may do with a key what its tag opens, and make any key."""
    iam, name = sandbox.client("iam", ACCOUNT), "maker"
    trust = {"Effect": "Allow", "Principal": {"AWS": f"arn:aws:iam::{ACCOUNT}:root"}, "Action": "sts:AssumeRole"}
    role = iam.create_role(RoleName=name, AssumeRolePolicyDocument=document(trust))["Role"]["Arn"]
    makes = {"Effect": "Allow", "Action": ["kms:CreateKey", "kms:TagResource", "kms:UntagResource"], "Resource": "*"}
    opened = {"Effect": "Allow", "Action": "kms:EnableKeyRotation", "Resource": "*"}
    tagged = {"Condition": {"Null": {"aws:ResourceTag/sagemaker:project-id": "false"}}}
    iam.put_role_policy(RoleName=name, PolicyName="p", PolicyDocument=document(makes, opened | tagged))
    session = sandbox.client("sts", ACCOUNT).assume_role(RoleArn=role, RoleSessionName="test")
    return sandbox.client_with("kms", session["Credentials"])


def document(*statements: dict[str, Any]) -> str:
    return json.dumps({"Version": "2012-10-17", "Statement": list(statements)})


def rotates(kms: Any, key: str) -> bool:
    try:
        kms.enable_key_rotation(KeyId=key)
    except ClientError as error:
        return error.response["Error"]["Code"] != "AccessDeniedException"
    return True


def test_the_tags_of_a_new_key_authorise_late(kms: Any, sandbox: Any) -> None:
    key = kms.create_key(Tags=[TAG])["KeyMetadata"]["KeyId"]
    assert sandbox.client("kms", ACCOUNT).list_resource_tags(KeyId=key)["Tags"] == [TAG]
    assert not rotates(kms, key)
    time.sleep(SECONDS)
    assert rotates(kms, key)


def test_a_tag_that_is_put_or_taken_away_authorises_late(kms: Any) -> None:
    key = kms.create_key()["KeyMetadata"]["KeyId"]
    time.sleep(SECONDS)
    kms.tag_resource(KeyId=key, Tags=[TAG])
    assert not rotates(kms, key)
    time.sleep(SECONDS)
    assert rotates(kms, key)
    kms.untag_resource(KeyId=key, TagKeys=[TAG["TagKey"]])
    assert rotates(kms, key)
    time.sleep(SECONDS)
    assert not rotates(kms, key)
