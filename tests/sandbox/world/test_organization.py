"""One organisation for its members, and nothing of it for the account outside."""

import json
from typing import Any

import pytest
from botocore.exceptions import ClientError


def test_a_member_describes_the_organization(sandbox: Any) -> None:
    found = sandbox.client("organizations").describe_organization()["Organization"]
    assert found["Id"] == "o-sandbox0001"
    assert found["MasterAccountId"] == sandbox.management


def test_the_outsider_has_no_organization(sandbox: Any) -> None:
    with pytest.raises(ClientError, match="AWSOrganizationsNotInUseException"):
        sandbox.client("organizations", sandbox.outsider).describe_organization()


def test_only_the_management_account_and_delegates_list_units(sandbox: Any) -> None:
    units = sandbox.client("organizations", sandbox.hub).list_organizational_units_for_parent(
        ParentId="ou-sand-mlops001"
    )
    assert {unit["Id"] for unit in units["OrganizationalUnits"]} == {
        "ou-sand-mlopsdev",
        "ou-sand-mlopsstg",
        "ou-sand-mlopsprd",
    }
    with pytest.raises(ClientError, match="AccessDenied"):
        sandbox.client("organizations").list_roots()


def test_a_delegate_does_not_move_accounts(sandbox: Any) -> None:
    with pytest.raises(ClientError, match="AccessDenied"):
        sandbox.client("organizations", sandbox.hub).move_account(
            AccountId=sandbox.staging, SourceParentId="ou-sand-mlopsstg", DestinationParentId="r-sand"
        )


@pytest.mark.parametrize(
    ("condition", "value"),
    [("aws:PrincipalOrgID", "o-sandbox0001"), ("aws:PrincipalOrgPaths", "o-sandbox0001/r-sand/ou-sand-mlops001/*")],
)
def test_a_bucket_opens_to_the_organization_only(sandbox: Any, condition: str, value: str) -> None:
    bucket = f"shared-{condition.lower().removeprefix('aws:')}"
    storage = sandbox.client("s3", sandbox.hub)
    storage.create_bucket(Bucket=bucket)
    storage.put_object(Bucket=bucket, Key="a", Body=b"x")
    operator = "StringEquals" if "*" not in value else "ForAnyValue:StringLike"
    statement = {
        "Effect": "Allow",
        "Principal": "*",
        "Action": "s3:GetObject",
        "Resource": f"arn:aws:s3:::{bucket}/*",
        "Condition": {operator: {condition: value}},
    }
    storage.delete_public_access_block(Bucket=bucket)
    if operator == "StringEquals":
        blocked = ("BlockPublicAcls", "BlockPublicPolicy", "IgnorePublicAcls", "RestrictPublicBuckets")
        storage.put_public_access_block(Bucket=bucket, PublicAccessBlockConfiguration=dict.fromkeys(blocked, True))
    storage.put_bucket_policy(Bucket=bucket, Policy=json.dumps({"Version": "2012-10-17", "Statement": [statement]}))
    assert sandbox.client("s3").get_object(Bucket=bucket, Key="a")["Body"].read() == b"x"
    with pytest.raises(ClientError, match="AccessDenied"):
        sandbox.client("s3", sandbox.outsider).get_object(Bucket=bucket, Key="a")
