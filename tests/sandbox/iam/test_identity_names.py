"""What IAM's names and boundaries hold to."""

import json
from typing import Any

import pytest

TRUST = {"Effect": "Allow", "Principal": {"Service": "lambda.amazonaws.com"}, "Action": "sts:AssumeRole"}


@pytest.mark.parametrize(("path", "spelled"), [("/elsewhere/", str), ("/", str.upper)], ids=["path", "case"])
def test_a_role_or_policy_is_one_of_its_name_in_the_account(cloud: Any, path: str, spelled: Any) -> None:
    iam, name = cloud.client("iam", cloud.development), cloud.unique("deploy")
    nothing = cloud.policy({"Effect": "Allow", "Action": "s3:GetObject", "Resource": "*"})
    iam.create_role(RoleName=name, Path="/mlops-catalog/", AssumeRolePolicyDocument=cloud.policy(TRUST))
    iam.create_policy(PolicyName=name, Path="/mlops-catalog/", PolicyDocument=nothing)
    again = {"RoleName": spelled(name), "Path": path, "AssumeRolePolicyDocument": cloud.policy(TRUST)}
    assert cloud.code_of(iam.create_role, **again) == "EntityAlreadyExists"
    twice = {"PolicyName": spelled(name), "Path": path, "PolicyDocument": nothing}
    assert cloud.code_of(iam.create_policy, **twice) == "EntityAlreadyExists"


def test_the_same_name_is_free_in_another_account(cloud: Any) -> None:
    name = cloud.unique("deploy")
    made = [cloud.role(account, name, "lambda.amazonaws.com") for account in (cloud.development, cloud.hub)]
    assert [arn.split(":")[4] for arn in made] == [cloud.development, cloud.hub]


def test_a_policy_that_bounds_a_role_stays(cloud: Any) -> None:
    iam, name = cloud.client("iam", cloud.development), cloud.unique("bounded")
    everything = cloud.policy({"Effect": "Allow", "Action": "*", "Resource": "*"})
    bounds = iam.create_policy(PolicyName=name, PolicyDocument=everything)["Policy"]["Arn"]
    document = json.dumps({"Version": "2012-10-17", "Statement": [TRUST]})
    iam.create_role(RoleName=name, AssumeRolePolicyDocument=document, PermissionsBoundary=bounds)
    assert cloud.code_of(iam.delete_policy, PolicyArn=bounds) == "DeleteConflict"
    iam.delete_role_permissions_boundary(RoleName=name)
    iam.delete_policy(PolicyArn=bounds)


def test_changing_a_boundary_is_asked_for_with_the_new_one(cloud: Any) -> None:
    """Service Authorization Reference, IAM: `iam:PermissionsBoundary` of a change is the boundary that it sets."""
    iam, name = cloud.client("iam", cloud.development), cloud.unique("moved")
    everything = cloud.policy({"Effect": "Allow", "Action": "*", "Resource": "*"})
    old, new = (
        iam.create_policy(PolicyName=f"{name}-{which}", PolicyDocument=everything)["Policy"]["Arn"]
        for which in ("old", "new")
    )
    iam.create_role(RoleName=name, AssumeRolePolicyDocument=cloud.policy(TRUST), PermissionsBoundary=old)
    changer = cloud.role(cloud.development, cloud.unique("changer"), f"arn:aws:iam::{cloud.development}:root")
    only = {"StringEquals": {"iam:PermissionsBoundary": new}}
    may = {"Effect": "Allow", "Action": "iam:PutRolePermissionsBoundary", "Resource": "*", "Condition": only}
    iam.put_role_policy(RoleName=changer.rpartition("/")[2], PolicyName="change", PolicyDocument=cloud.policy(may))
    as_changer = cloud.as_role("iam", changer)
    assert cloud.code_of(as_changer.put_role_permissions_boundary, RoleName=name, PermissionsBoundary=old) == (
        "AccessDenied"
    )
    as_changer.put_role_permissions_boundary(RoleName=name, PermissionsBoundary=new)
    assert iam.get_role(RoleName=name)["Role"]["PermissionsBoundary"]["PermissionsBoundaryArn"] == new
