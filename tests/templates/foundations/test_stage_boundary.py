"""The boundary of projects' roles in a stage's account: all that they are granted, and no way out."""

import pytest

from tests.templates.rendered import filled_in, template_of
from tests.templates.statements import Found, covers, identity_of


def test_boundary_allows_every_grant_of_the_roles_and_nothing_else() -> None:
    granted = {action for found in identity_of("stage-roles") for action in found.actions}
    allowed = {action for found in _boundary() if found.allows for action in found.actions}
    assert allowed == granted


@pytest.mark.parametrize(
    "action",
    ["iam:CreateRole", "iam:PutRolePolicy", "sts:AssumeRole", "sagemaker:CreateModelPackage", "s3:PutBucketPolicy"],
)
def test_boundary_allows_no_way_out(action: str) -> None:
    assert [found for found in _boundary() if found.allows and covers(found, action)] == []


@pytest.mark.parametrize("role", ["mlops-catalog-stage-provisioner", "mlops-catalog-stage-cloudformation"])
def test_no_role_of_a_project_can_pass_the_roles_that_make_roles(role: str) -> None:
    arn = f"arn:aws:iam::222222222222:role/mlops-catalog/{role}"
    passing = [found for found in _boundary() if covers(found, "iam:PassRole", arn)]
    assert passing
    assert not any(found.allows for found in passing)


def _boundary() -> list[Found]:
    policy = template_of("target")["Resources"]["StageBoundary"]["Properties"]["PolicyDocument"]
    return [Found("StageBoundary", statement) for statement in filled_in(policy)["Statement"]]
