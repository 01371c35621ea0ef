"""Managed policies, users and keys."""

import pytest

from scripts.gate.rules.managed_policy import check
from tests.scripts.gate.small import reported, resource, role, template

OWN = resource("AWS::IAM::ManagedPolicy", ManagedPolicyName="x")


def test_a_policy_of_the_template_may_be_attached_and_none_of_aws() -> None:
    attached = {"Policy": OWN, "Role": role("x", ManagedPolicyArns=[{"Ref": "Policy"}])}
    assert reported(check, template(attached)) == []
    admin = role("x", ManagedPolicyArns=["arn:aws:iam::aws:policy/AdministratorAccess"])
    assert reported(check, template({"Role": admin})) == ["Role"]


@pytest.mark.parametrize("kind", ["User", "Group", "AccessKey", "Policy"])
def test_identities_are_roles(kind: str) -> None:
    assert reported(check, template({"Other": resource(f"AWS::IAM::{kind}")})) == ["Other"]
