"""Boundaries that do not end at the organisation."""

from typing import Any

from scripts.gate.rules.boundary_organization import check
from tests.scripts.gate.small import ROLE, allow, document, reported, resource, sub, template


def of(statement: dict[str, Any]) -> list[str]:
    policy = resource(
        "AWS::IAM::ManagedPolicy", ManagedPolicyName="mlops-catalog-boundary", PolicyDocument=document(statement)
    )
    return reported(check, template({"Boundary": policy}, "foundation"))


def test_what_other_accounts_share_is_allowed_inside_the_organisation_only() -> None:
    inside = {"aws:ResourceOrgID": {"Ref": "OrganizationId"}}
    assert of(allow("s3:PutObject", "*", StringEquals=inside)) == []
    assert of(allow("s3:PutObject", "*")) == ["Boundary"]
    assert of(allow("s3:PutObject", "*", StringEqualsIfExists=inside)) == ["Boundary"]
    assert of(allow("s3:PutObject", "*", StringEquals={"aws:ResourceOrgID": "*"})) == ["Boundary"]


def test_what_is_of_the_account_alone_needs_no_organisation() -> None:
    assert of(allow("iam:PassRole", sub(f"{ROLE}sagemaker-p-*"))) == []
    assert of(allow("logs:PutLogEvents", "*")) == []
