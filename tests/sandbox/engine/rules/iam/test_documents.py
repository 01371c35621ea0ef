"""Documents that IAM stores, as a client sees it: grammar, quotas, services that roles can trust."""

import json
from typing import Any

import pytest

from tests.sandbox.engine.rules.iam.documents import READ, TRUST, refusal


def policy(*statements: dict[str, Any], **elements: Any) -> str:
    return json.dumps({"Version": "2012-10-17", "Statement": list(statements)} | elements)


def long(size: int) -> str:
    """A policy of that many characters without white space, and many with it."""
    short = len(policy(READ | {"Resource": [""]}).replace(" ", ""))
    return json.dumps(json.loads(policy(READ | {"Resource": ["arn:aws:s3:::" + "a" * (size - short - 13)]})), indent=9)


def test_every_operation_that_stores_a_policy_of_a_role_checks_it(cloud: Any, iam: Any, role: str) -> None:
    wrong, syntax = policy(READ | {"Action": 1}), (400, "MalformedPolicyDocument", "Syntax errors in policy.")
    stored = iam.create_policy(PolicyName=cloud.unique("read"), PolicyDocument=policy(READ))["Policy"]["Arn"]
    assert refusal(iam.put_role_policy, RoleName=role, PolicyName="a", PolicyDocument=wrong) == syntax
    assert refusal(iam.create_policy, PolicyName=cloud.unique("read"), PolicyDocument=wrong) == syntax
    assert refusal(iam.create_policy_version, PolicyArn=stored, PolicyDocument=wrong) == syntax


def test_a_policy_has_printable_characters(iam: Any, role: str) -> None:
    wrong = json.dumps({"Id": "\u2028"}, ensure_ascii=False)
    problem = "The specified value for policyDocument is invalid. It must contain only printable ASCII characters."
    expected = (400, "ValidationError", problem)
    assert refusal(iam.put_role_policy, RoleName=role, PolicyName="a", PolicyDocument=wrong) == expected


def test_only_managed_policies_need_the_newer_version(cloud: Any, iam: Any, role: str) -> None:
    old = policy(READ, Version="2008-10-17")
    iam.put_role_policy(RoleName=role, PolicyName="old", PolicyDocument=old)
    code = refusal(iam.create_policy, PolicyName=cloud.unique("old"), PolicyDocument=old)[1]
    assert code == "MalformedPolicyDocument"


def test_a_document_for_no_role_is_not_looked_at(cloud: Any, iam: Any) -> None:
    name = cloud.unique("nobody")
    expected = (404, "NoSuchEntity", f"The role with name {name} cannot be found.")
    assert refusal(iam.put_role_policy, RoleName=name, PolicyName="a", PolicyDocument="?") == expected
    assert refusal(iam.update_assume_role_policy, RoleName=name, PolicyDocument="?") == expected


def test_trust_policies_are_checked_when_they_are_made_and_changed(cloud: Any, iam: Any, role: str) -> None:
    wrong = policy(TRUST | {"Resource": "*"})
    expected = (400, "MalformedPolicyDocument", "Has prohibited field Resource")
    assert refusal(iam.create_role, RoleName=cloud.unique("role"), AssumeRolePolicyDocument=wrong) == expected
    assert refusal(iam.update_assume_role_policy, RoleName=role, PolicyDocument=wrong) == expected


@pytest.mark.parametrize(
    "service",
    ["ec2", "states.eu-west-1", "sagemaker.application-autoscaling", "vpc-flow-logs", "stacksets.cloudformation"],
)
def test_a_role_trusts_services_that_there_are(cloud: Any, iam: Any, service: str) -> None:
    trusted = policy(TRUST | {"Principal": {"Service": [f"{service}.amazonaws.com", "lambda.amazonaws.com"]}})
    made = iam.create_role(RoleName=cloud.unique("role"), AssumeRolePolicyDocument=trusted)["Role"]
    assert made["AssumeRolePolicyDocument"] == json.loads(trusted)


@pytest.mark.parametrize(
    "service", ["lambda", "amazonaws.com", "lambda.example.com", "sagemeker.amazonaws.com", "nobody.s4.amazonaws.com"]
)
def test_a_role_does_not_trust_a_service_that_there_is_not(cloud: Any, iam: Any, service: str) -> None:
    trusted = policy(TRUST | {"Principal": {"Service": service}})
    refused = refusal(iam.create_role, RoleName=cloud.unique("role"), AssumeRolePolicyDocument=trusted)
    assert refused == (400, "MalformedPolicyDocument", f'Invalid principal in policy: "SERVICE":"{service}"')


def test_a_service_that_may_be_a_principal_is_refused_by_name(cloud: Any, iam: Any) -> None:
    trusted = policy(TRUST | {"Principal": {"Service": "tagging.amazonaws.com"}})
    refused = refusal(iam.create_role, RoleName=cloud.unique("role"), AssumeRolePolicyDocument=trusted)
    assert refused[:2] == (501, "SandboxNotImplemented")
    assert "tagging.amazonaws.com" in refused[2]


def test_a_managed_policy_has_6144_characters(cloud: Any, iam: Any) -> None:
    iam.create_policy(PolicyName=cloud.unique("long"), PolicyDocument=long(6144))
    refused = refusal(iam.create_policy, PolicyName=cloud.unique("long"), PolicyDocument=long(6145))
    assert refused == (409, "LimitExceeded", "Cannot exceed quota for PolicySize: 6144")


def test_the_inline_policies_of_a_role_have_10240_characters_together(iam: Any, role: str) -> None:
    iam.put_role_policy(RoleName=role, PolicyName="one", PolicyDocument=long(10000))
    iam.put_role_policy(RoleName=role, PolicyName="two", PolicyDocument=long(240))
    refused = refusal(iam.put_role_policy, RoleName=role, PolicyName="two", PolicyDocument=long(241))
    assert refused == (409, "LimitExceeded", f"Maximum policy size of 10240 bytes exceeded for role {role}")
    iam.put_role_policy(RoleName=role, PolicyName="one", PolicyDocument=long(9000))
    iam.put_role_policy(RoleName=role, PolicyName="two", PolicyDocument=long(1240))


def test_a_trust_policy_has_2048_characters(cloud: Any, iam: Any) -> None:
    trusted = policy(TRUST | {"Sid": "a" * 2048})
    refused = refusal(iam.create_role, RoleName=cloud.unique("role"), AssumeRolePolicyDocument=trusted)
    assert refused == (409, "LimitExceeded", "Cannot exceed quota for ACLSizePerRole: 2048")


def test_a_value_that_cannot_be_compared_is_refused_by_name(iam: Any, role: str) -> None:
    never = policy(READ | {"Condition": {"Bool": {"aws:SecureTransport": "perhaps"}}})
    refused = refusal(iam.put_role_policy, RoleName=role, PolicyName="a", PolicyDocument=never)
    assert refused[:2] == (501, "SandboxNotImplemented")
