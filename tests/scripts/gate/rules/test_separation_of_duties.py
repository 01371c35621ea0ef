"""Approvals: the approver's alone, and the approver nothing else."""

from scripts.gate.rules.separation_of_duties import check
from tests.scripts.gate.small import ACCOUNT, allow, principal, reported, role, service, sub, template

PEOPLE = principal(sub(f"{ACCOUNT}root"))
APPROVE = allow("sagemaker:UpdateModelPackage sagemaker:DescribeModelPackage", "x")


def test_only_the_approver_approves() -> None:
    assert reported(check, template({"Role": role("mlops-catalog-approver", APPROVE, trust=PEOPLE)})) == []
    assert reported(check, template({"Role": role("sagemaker-x-build", APPROVE)})) == ["Role"]
    gate = allow("codepipeline:PutApprovalResult", "x")
    assert reported(check, template({"Role": role("mlops-catalog-launch", gate)})) == ["Role"]


def test_the_approver_deploys_nothing_and_is_no_service() -> None:
    deploys = role("mlops-catalog-approver", APPROVE, allow("sagemaker:CreateEndpoint", "x"), trust=PEOPLE)
    assert reported(check, template({"Role": deploys})) == ["Role"]
    assumed = role("mlops-catalog-approver", APPROVE, trust=service("lambda"))
    assert reported(check, template({"Role": assumed})) == ["Role"]
