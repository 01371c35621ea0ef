"""Grants of projects beyond their boundary."""

from scripts.gate.rules.boundary_covers import check
from tests.scripts.gate.small import ID, allow, document, reported, resource, role, template

BOUNDARY = resource(
    "AWS::IAM::ManagedPolicy",
    ManagedPolicyName="mlops-catalog-boundary",
    PolicyDocument=document(allow("s3:GetObject", "*")),
)
BESIDE = {"spoke-roles": template({"Boundary": BOUNDARY}, "foundation")}


def test_a_grant_that_the_boundary_does_not_allow_is_reported() -> None:
    for actions, expected in (("s3:GetObject", []), ("s3:GetObject s3:PutObject", ["Role"])):
        granted = {"Role": role(f"sagemaker-{ID}-build", allow(actions, "x"))}
        assert reported(check, template(granted, beside=BESIDE)) == expected
