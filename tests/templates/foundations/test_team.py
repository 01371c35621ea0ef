"""A team's two roles: in Studio its people reach its projects and no others; its approver approves for it alone."""

from collections.abc import Iterable

import pytest

from tests.templates.rendered import filled_in, template_of
from tests.templates.statements import Found, identity_of, otherwise, trust_of
from tests.templates.verdicts import decision

ACCOUNT = "222222222222"
PLACE = f"ap-southeast-1:{ACCOUNT}"
TEAM, PROJECT = "aws:ResourceTag/mlops-catalog:team", "demo-p-0123456789ab"
REPOSITORY = f"arn:aws:codecommit:{PLACE}:sagemaker-{PROJECT}-build"
PIPELINE = f"arn:aws:codepipeline:{PLACE}:sagemaker-{PROJECT}-deploy"
APPROVAL = f"{PIPELINE}/Approve/Approve"
TEAMS_APPROVAL = f"{APPROVAL}-vision"
TRAINING = f"arn:aws:sagemaker:{PLACE}:pipeline/sagemaker-{PROJECT}-training"
JOB = f"arn:aws:sagemaker:{PLACE}:training-job/pipelines-abcdefghijkl-train-1"
VERSION = f"arn:aws:sagemaker:{PLACE}:model-package/{PROJECT}/1"
ROLES = f"arn:aws:iam::{ACCOUNT}:role"
OWN = [
    ("codecommit:GitPush", REPOSITORY),
    ("codecommit:GitPull", REPOSITORY),
    ("codepipeline:GetPipelineState", PIPELINE),
    ("codepipeline:StartPipelineExecution", PIPELINE),
    ("sagemaker:StartPipelineExecution", TRAINING),
    ("sagemaker:DescribePipelineExecution", f"{TRAINING}/execution/abcdefghijkl"),
    ("sagemaker:DescribeTrainingJob", JOB),
    ("sagemaker:StopTrainingJob", JOB),
]
NEVER = [
    ("codepipeline:PutApprovalResult", APPROVAL),
    ("codepipeline:UpdatePipeline", PIPELINE),
    ("codecommit:DeleteRepository", REPOSITORY),
    ("iam:PassRole", f"{ROLES}/mlops-catalog/sagemaker-p-0123456789ab-execution"),
    ("iam:PassRole", f"{ROLES}/service-role/AmazonSageMaker-ExecutionRole-team-vision"),
    ("sagemaker:AddTags", TRAINING),
    ("sagemaker:CreateProcessingJob", f"arn:aws:sagemaker:{PLACE}:processing-job/mine"),
    ("sagemaker:CreateModelPackage", VERSION),
    ("sagemaker:DeleteModelPackage", VERSION),
    ("sagemaker:PutModelPackageGroupPolicy", f"arn:aws:sagemaker:{PLACE}:model-package-group/{PROJECT}"),
    ("sagemaker:UpdateModelPackage", VERSION),
    ("sagemaker:UpdatePipeline", TRAINING),
    ("sts:AssumeRole", f"{ROLES}/mlops-catalog/sagemaker-p-0123456789ab-execution"),
    ("sts:AssumeRole", f"{ROLES}/mlops-catalog/mlops-catalog-approver-vision"),
]
EXPLICITLY = {"codepipeline:PutApprovalResult", "sagemaker:DeleteModelPackage", "sagemaker:UpdateModelPackage"}


def of_role(title: str, template: str = "team") -> list[Found]:
    return [found for found in identity_of(template) if found.place == title]


@pytest.mark.parametrize(("action", "resource"), OWN)
def test_people_work_on_projects_with_their_teams_tag_alone(action: str, resource: str) -> None:
    assert decision(of_role("StudioRole"), action, resource, {TEAM: "vision"}) == "allow"
    for other in ("speech", "visions", "none"):
        assert decision(of_role("StudioRole"), action, resource, {TEAM: other}) == "nothing"
    assert decision(of_role("StudioRole"), action, resource, {}) == "nothing"


@pytest.mark.parametrize(("action", "resource"), NEVER)
def test_people_do_none_of_this_even_to_their_own_projects(action: str, resource: str) -> None:
    found = decision(of_role("StudioRole"), action, resource, {TEAM: "vision"})
    assert found == "deny" if action in EXPLICITLY or "mlops-catalog/" in resource else "nothing"


def test_what_is_launched_is_changed_by_the_role_that_launched_it() -> None:
    for action in ("TerminateProvisionedProduct", "UpdateProvisionedProduct"):
        for level, expected in (("self", "allow"), ("other", "nothing")):
            context = {"servicecatalog:roleLevel": level}
            assert decision(of_role("StudioRole"), f"servicecatalog:{action}", "*", context) == expected


def test_data_is_that_of_projects_in_the_own_account_and_of_the_own_folder() -> None:
    own, project = {"aws:ResourceAccount": ACCOUNT}, "arn:aws:s3:::sagemaker-p-0123456789ab-0123abcd/data/x"
    shared = f"arn:aws:s3:::sagemaker-ap-southeast-1-{ACCOUNT}/teams"
    for resource in (project, f"{shared}/vision/x"):
        assert decision(of_role("StudioRole"), "s3:PutObject", resource, own) == "allow"
        assert decision(of_role("StudioRole"), "s3:PutObject", resource, {"aws:ResourceAccount": "1"}) == "nothing"
    for resource in (f"{shared}/speech/x", f"{shared}/visions/x", f"{shared[:-6]}/x"):
        assert decision(of_role("StudioRole"), "s3:GetObject", resource, own) == "nothing"


def test_only_sagemaker_becomes_the_studio_role() -> None:
    (trust,) = [found for found in trust_of("team") if found.place == "StudioRole"]
    assert trust.statement["Principal"] == {"Service": "sagemaker.amazonaws.com"}
    assert trust.statement["Action"] == ["sts:AssumeRole"]


def test_the_name_of_the_studio_role_is_excluded_by_every_approver() -> None:
    for template in ("team", "spoke-roles"):
        (trust,) = [found for found in trust_of(template) if found.place == "Approver"]
        excluded = trust.statement["Condition"]["ArnNotLike"]["aws:PrincipalArn"]
        assert f"{ROLES}/service-role/AmazonSageMaker*" in excluded


def test_an_approver_answers_in_pipelines_of_its_own_projects_alone() -> None:
    team, account = of_role("Approver"), of_role("Approver", "spoke-roles")

    def may(role: list[Found], approval: str) -> bool:
        return decision(role, "codepipeline:PutApprovalResult", approval, {}) == "allow"

    assert may(team, TEAMS_APPROVAL)
    assert may(account, APPROVAL)
    for other in (APPROVAL, f"{APPROVAL}-speech", f"{TEAMS_APPROVAL}s", f"{PIPELINE}/Staging/Execute"):
        assert not may(team, other)
    for other in (TEAMS_APPROVAL, f"{PIPELINE}/Staging/Execute", f"arn:aws:codepipeline:{PLACE}:other/Approve/Approve"):
        assert not may(account, other)


def test_the_approval_of_a_project_is_named_after_its_team() -> None:
    for without, expected in (((), "Approve-vision"), (["HasTeam"], "Approve")):
        pipeline = otherwise(template_of("deploy")["Resources"]["DeployPipeline"], without)
        stages = {stage["Name"]: stage["Actions"] for stage in filled_in(pipeline)["Properties"]["Stages"]}
        assert [action["Name"] for action in stages["Approve"]] == [expected]


def test_an_approver_sees_the_pipelines_of_its_own_projects_alone() -> None:
    def may(role: str, tag: str) -> bool:
        context = {"aws:ResourceTag/mlops-catalog:team": tag} if tag else {}
        return decision(of_role("Approver", role), "codepipeline:GetPipelineState", PIPELINE, context) == "allow"

    assert may("team", "vision")
    assert not any(may("team", other) for other in ("speech", "none", ""))
    assert may("spoke-roles", "none")
    assert may("spoke-roles", "")
    assert not may("spoke-roles", "vision")


@pytest.mark.parametrize("template", ["team", "spoke-roles"])
@pytest.mark.parametrize(
    "role", ["service-role/AmazonSageMaker-ExecutionRole-1", "mlops-catalog/sagemaker-p-0123456789ab-execution"]
)
def test_code_becomes_no_approver_whatever_the_platform_team_chose(template: str, role: str) -> None:
    for without in ([], ["HasApproverPrincipals"], ["ApproverNeedsMfa"], ["HasApproverPrincipals", "ApproverNeedsMfa"]):
        trust = [found for found in trust_of(template, without=without) if found.place == "Approver"]
        assert trusts(trust, f"{ROLES}/{role}", mfa="true") is False


@pytest.mark.parametrize("template", ["team", "spoke-roles"])
def test_people_need_what_the_platform_team_chose(template: str) -> None:
    person = f"{ROLES}/Person"
    without_both = trust_of(template, without=["HasApproverPrincipals", "ApproverNeedsMfa"])
    without_list = list(trust_of(template, without=["HasApproverPrincipals"]))
    without_mfa = list(trust_of(template, without=["ApproverNeedsMfa"]))
    assert trusts(without_both, person, mfa="false")
    assert trusts(without_list, person, mfa="true")
    assert not trusts(without_list, person, mfa="false")
    assert trusts(without_mfa, "<ApproverPrincipals>", mfa="false")
    assert not trusts(without_mfa, person, mfa="true")


def trusts(statements: Iterable[Found], role: str, *, mfa: str) -> bool:
    found = [Found("Approver", one.statement | {"Resource": ["*"]}) for one in statements if one.place == "Approver"]
    context = {"aws:PrincipalArn": role, "aws:MultiFactorAuthPresent": mfa}
    return decision(found, "sts:AssumeRole", "*", context) == "allow"
