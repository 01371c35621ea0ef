"""The permissions of a stack: those of its role, which must trust CloudFormation."""

import json
from typing import Any

import pytest
from botocore.exceptions import ClientError

TOPIC = {"Resources": {"Topic": {"Type": "AWS::SNS::Topic"}}}
BOUNDARY = "arn:aws:iam::222222222222:policy/limit"


def _document(*statements: dict[str, Any]) -> str:
    return json.dumps({"Version": "2012-10-17", "Statement": list(statements)})


def _trust(service: str) -> dict[str, Any]:
    return {"Effect": "Allow", "Principal": {"Service": service}, "Action": "sts:AssumeRole"}


def _role(name: str, **properties: Any) -> dict[str, Any]:
    trust = json.loads(_document(_trust("lambda.amazonaws.com")))
    settings = {"RoleName": name, "Path": "/mlops-catalog/", "AssumeRolePolicyDocument": trust, **properties}
    return {"Resources": {"Role": {"Type": "AWS::IAM::Role", "Properties": settings}}}


@pytest.fixture(scope="module")
def launch_role(sandbox: Any) -> str:
    """A role that may make roles with the boundary, and pass none."""
    identity = sandbox.client("iam")
    anything = {"Effect": "Allow", "Action": "*", "Resource": "*"}
    identity.create_policy(PolicyName="limit", PolicyDocument=_document(anything))
    trust = _document(_trust("cloudformation.amazonaws.com"))
    role = identity.create_role(RoleName="stack-launch", AssumeRolePolicyDocument=trust)["Role"]["Arn"]
    bounded = {
        "Effect": "Allow",
        "Action": "iam:CreateRole",
        "Resource": "arn:aws:iam::222222222222:role/mlops-catalog/*",
        "Condition": {"StringEquals": {"iam:PermissionsBoundary": BOUNDARY}},
    }
    others = {"Effect": "Allow", "Action": ["iam:DeleteRole", "lambda:*", "s3:GetObject"], "Resource": "*"}
    identity.put_role_policy(RoleName="stack-launch", PolicyName="p", PolicyDocument=_document(bounded, others))
    return role


def test_a_stack_fails_with_the_action_that_its_role_lacks(sandbox: Any, launch_role: str) -> None:
    stack = sandbox.deploy("denied", TOPIC, RoleARN=launch_role)
    assert stack["StackStatus"] == "ROLLBACK_COMPLETE"
    reason = sandbox.failures("denied")[0]
    assert "assumed-role/stack-launch/AWSCloudFormation is not authorized to perform: sns:CreateTopic" in reason


def test_a_role_without_the_boundary_is_denied(sandbox: Any, launch_role: str) -> None:
    stack = sandbox.deploy("unbounded", _role("unbounded"), RoleARN=launch_role)
    assert stack["StackStatus"] == "ROLLBACK_COMPLETE"
    expected = "iam:CreateRole on resource: arn:aws:iam::222222222222:role/mlops-catalog/unbounded"
    assert expected in sandbox.failures("unbounded")[0]


def test_a_role_with_the_boundary_is_made(sandbox: Any, launch_role: str) -> None:
    stack = sandbox.deploy("bounded", _role("bounded", PermissionsBoundary=BOUNDARY), RoleARN=launch_role)
    assert stack["StackStatus"] == "CREATE_COMPLETE"


def test_passing_a_role_needs_a_permission(sandbox: Any, launch_role: str) -> None:
    function = {"Runtime": "python3.13", "Handler": "index.handler", "Code": {"ZipFile": "x = 1"}, "Role": launch_role}
    role = sandbox.client("iam").get_role(RoleName="stack-launch")["Role"]["Arn"].replace("stack-launch", "other")
    function["Role"] = role
    template = {"Resources": {"Function": {"Type": "AWS::Lambda::Function", "Properties": function}}}
    sandbox.deploy("passing", template, RoleARN=launch_role)
    assert f"is not authorized to perform: iam:PassRole on resource: {role}" in sandbox.failures("passing")[0]


def test_a_role_that_does_not_trust_cloudformation_cannot_run_a_stack(sandbox: Any) -> None:
    scientist = "arn:aws:iam::222222222222:role/service-role/AmazonSageMaker-ExecutionRole-sandbox"
    with pytest.raises(ClientError, match="cannot be assumed"):
        sandbox.deploy("untrusting", TOPIC, RoleARN=scientist)
