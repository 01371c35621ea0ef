"""A stack changes the boundary of its roles with a permission of its own, for the boundary that they get."""

import json
from typing import Any

import pytest

ACCOUNT = "arn:aws:iam::222222222222"
OLD, NEW = f"{ACCOUNT}:policy/bounds-old", f"{ACCOUNT}:policy/bounds-new"
TRUST = {"Effect": "Allow", "Principal": {"Service": "lambda.amazonaws.com"}, "Action": "sts:AssumeRole"}


def _document(*statements: dict[str, Any]) -> dict[str, Any]:
    return {"Version": "2012-10-17", "Statement": list(statements)}


def _template(boundary: str) -> dict[str, Any]:
    role = {"RoleName": "bounds-role", "AssumeRolePolicyDocument": _document(TRUST), "PermissionsBoundary": boundary}
    return {"Resources": {"Role": {"Type": "AWS::IAM::Role", "Properties": role}}}


def _grant(sandbox: Any, name: str, *actions: str, boundary: str) -> None:
    only = {"StringEquals": {"iam:PermissionsBoundary": boundary}}
    may = {"Effect": "Allow", "Action": list(actions), "Resource": "*", "Condition": only}
    sandbox.client("iam").put_role_policy(
        RoleName="bounds-launch", PolicyName=name, PolicyDocument=json.dumps(_document(may))
    )


@pytest.fixture(scope="module")
def launch_role(sandbox: Any) -> str:
    """May make roles inside the old boundary."""
    iam = sandbox.client("iam")
    anything = json.dumps(_document({"Effect": "Allow", "Action": "*", "Resource": "*"}))
    for arn in (OLD, NEW):
        iam.create_policy(PolicyName=arn.rpartition("/")[2], PolicyDocument=anything)
    trust = _document(TRUST | {"Principal": {"Service": "cloudformation.amazonaws.com"}})
    role = iam.create_role(RoleName="bounds-launch", AssumeRolePolicyDocument=json.dumps(trust))["Role"]["Arn"]
    _grant(sandbox, "make", "iam:CreateRole", boundary=OLD)
    return role


def test_a_changed_boundary_is_put_with_the_permission_for_the_new_one(sandbox: Any, launch_role: str) -> None:
    assert sandbox.deploy("bounds", _template(OLD), RoleARN=launch_role)["StackStatus"] == "CREATE_COMPLETE"
    assert sandbox.update("bounds", _template(NEW), RoleARN=launch_role)["StackStatus"] == "UPDATE_ROLLBACK_COMPLETE"
    assert "is not authorized to perform: iam:PutRolePermissionsBoundary" in sandbox.failures("bounds")[0]
    _grant(sandbox, "change", "iam:PutRolePermissionsBoundary", boundary=NEW)
    assert sandbox.update("bounds", _template(NEW), RoleARN=launch_role)["StackStatus"] == "UPDATE_COMPLETE"
    role = sandbox.client("iam").get_role(RoleName="bounds-role")["Role"]
    assert role["PermissionsBoundary"]["PermissionsBoundaryArn"] == NEW
