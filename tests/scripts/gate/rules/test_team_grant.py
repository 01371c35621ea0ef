"""The Studio role of a team."""

import pytest

from scripts.gate.model.template import Body
from scripts.gate.rules.team_grant import check
from tests.scripts.gate.small import allow, deny, own, reported, role, service, template

NEVER = (
    "codepipeline:PutApprovalResult iam:PassRole sagemaker:DeleteModelPackage sagemaker:UpdateModelPackage "
    "sts:AssumeRole"
)
TAG = {"aws:ResourceTag/mlops-catalog:team": {"Ref": "Team"}}


def is_good(*grants: Body) -> bool:
    studio = role("AmazonSageMaker-ExecutionRole-team-x", *grants, trust=service("sagemaker"))
    return reported(check, template({"Role": studio}, "team")) == []


def test_code_and_pipelines_of_the_team_are_reached_by_its_tag() -> None:
    pipelines = own("codepipeline", "sagemaker-*")
    assert is_good(allow("codepipeline:StartPipelineExecution", pipelines, StringEquals=TAG), deny(NEVER, "*"))
    assert not is_good(allow("codepipeline:StartPipelineExecution", pipelines), deny(NEVER, "*"))
    loose = allow("codepipeline:StartPipelineExecution", pipelines, StringEqualsIfExists=TAG)
    assert not is_good(loose, deny(NEVER, "*"))


@pytest.mark.parametrize("action", NEVER.split())
def test_it_is_denied_what_it_must_never_do(action: str) -> None:
    assert is_good(deny(NEVER, "*"))
    assert not is_good(deny(NEVER.replace(action, ""), "*"))


def test_it_opens_its_own_profile_alone() -> None:
    own_profile = own("sagemaker", "user-profile/${!sagemaker:DomainId}/${!sagemaker:UserProfileName}")
    assert is_good(allow("sagemaker:CreatePresignedDomainUrl", own_profile), deny(NEVER, "*"))
    any_profile = own("sagemaker", "user-profile/*")
    assert not is_good(allow("sagemaker:CreatePresignedDomainUrl", any_profile), deny(NEVER, "*"))
