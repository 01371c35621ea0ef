"""What a stage's account lets development accounts do: stacks of their own number, of the catalog's templates."""

import json
import re
from fnmatch import fnmatchcase

import pytest

from templates import names
from tests.templates.rendered import filled_in, template_of
from tests.templates.statements import Found, covers, of_role, roles

OWN = "${aws:PrincipalTag/development-account}"
STACKS = "arn:aws:cloudformation:us-east-1:222222222222:stack/"
SERVICE_ROLE = "arn:aws:iam::222222222222:role/mlops-catalog/mlops-catalog-stage-cloudformation"


def _provisioner() -> list[Found]:
    return list(of_role("StageProvisionerRole", roles("target")["StageProvisionerRole"], "target"))


def _as(account: str, found: Found) -> Found:
    """The statement as IAM reads it in a session with that account as its tag."""
    return Found(found.place, json.loads(json.dumps(found.statement).replace(OWN, account)))


def _allowed(account: str, action: str, resource: str) -> bool:
    return any(found.allows and covers(_as(account, found), action, resource) for found in _provisioner())


def test_the_shared_roles_are_gone() -> None:
    assert {body["Properties"]["RoleName"] for body in roles("target").values()} == {
        names.STAGE_PROVISIONER,
        names.STAGE_CLOUDFORMATION,
        names.CLEANUP_FUNCTION,
    }


@pytest.mark.parametrize("action", ["CreateStack", "UpdateStack", "DeleteStack", "DescribeStacks"])
@pytest.mark.parametrize("stage", ["staging", "production"])
def test_an_account_changes_stacks_with_its_own_number(action: str, stage: str) -> None:
    own = f"{STACKS}mlops-catalog-{stage}-555555555555-p-0123456789ab/1"
    assert _allowed("555555555555", f"cloudformation:{action}", own)
    assert not _allowed("666666666666", f"cloudformation:{action}", own)


@pytest.mark.parametrize(
    "name",
    [
        "mlops-catalog-production-666666666666-p-555555555555",  # its number as a project's id
        "mlops-catalog-production-666666666666-p-0123456789ab-555555555555-p-0123456789ab",
        "mlops-catalog-staging-666666666666-p-0123456789ab",
        "StackSet-mlops-catalog-target-555555555555-p-0123456789ab",
        "mlops-catalog-target-555555555555-p-0123456789ab",
        "payroll",
    ],
)
@pytest.mark.parametrize("action", ["CreateStack", "UpdateStack", "DeleteStack"])
def test_no_name_makes_another_accounts_stack_its_own(name: str, action: str) -> None:
    assert not _allowed("555555555555", f"cloudformation:{action}", f"{STACKS}{name}/1")


def test_stacks_come_from_the_catalogs_templates_and_are_made_with_the_bounded_service_role() -> None:
    (changing,) = [found for found in _provisioner() if "cloudformation:CreateStack" in found.actions]
    assert changing.statement["Condition"] == {
        "ArnEquals": {"cloudformation:RoleArn": SERVICE_ROLE},
        "StringLike": {"cloudformation:TemplateUrl": "<StageTemplates>"},
    }
    (deleting,) = [found for found in _provisioner() if "cloudformation:DeleteStack" in found.actions]
    assert deleting.statement["Condition"] == {"ArnEquals": {"cloudformation:RoleArn": SERVICE_ROLE}}
    (passing,) = [found for found in _provisioner() if "iam:PassRole" in found.actions]
    assert (passing.resources, passing.statement["Condition"]) == (
        [SERVICE_ROLE],
        {"StringEquals": {"iam:PassedToService": "cloudformation.amazonaws.com"}},
    )


@pytest.mark.parametrize(
    "action", ["iam:CreateRole", "cloudformation:CreateChangeSet", "cloudformation:SetStackPolicy"]
)
def test_the_provisioner_itself_makes_no_role_and_no_change_set(action: str) -> None:
    assert not [found for found in _provisioner() if covers(found, action, "*") or action in found.actions]


def test_one_role_of_development_accounts_gets_in_under_its_own_number_alone() -> None:
    trust = filled_in(
        template_of("target")["Resources"]["StageProvisionerRole"]["Properties"]["AssumeRolePolicyDocument"]
    )
    (statement,) = trust["Statement"]
    assert statement["Action"] == ["sts:AssumeRole", "sts:TagSession"]
    assert statement["Condition"] == {
        "StringEquals": {
            "aws:PrincipalOrgID": "o-" + "a" * 32,
            "aws:RequestTag/development-account": "${aws:PrincipalAccount}",
        },
        "ArnLike": {"aws:PrincipalArn": "arn:aws:iam::*:role/mlops-catalog/mlops-catalog-stages-function"},
        "ForAnyValue:StringLike": {"aws:PrincipalOrgPaths": "<DevelopmentPaths>"},
        "ForAllValues:StringEquals": {"aws:TagKeys": ["development-account"]},
    }


def test_the_service_role_makes_roles_of_projects_inside_the_boundary_and_nothing_else() -> None:
    grants = list(of_role("StageCloudformationRole", roles("target")["StageCloudformationRole"], "target"))
    assert {action.partition(":")[0] for found in grants for action in found.actions} == {"iam"}
    boundary = {
        "iam:PermissionsBoundary": "arn:aws:iam::222222222222:policy/mlops-catalog/mlops-catalog-stage-boundary"
    }
    for found in grants:
        assert found.resources == ["arn:aws:iam::222222222222:role/mlops-catalog/sagemaker-*"]
        if {"iam:CreateRole", "iam:PutRolePolicy", "iam:PutRolePermissionsBoundary"} & set(found.actions):
            assert found.statement["Condition"] == {"ArnEquals": boundary}
    assert "iam:DeleteRolePermissionsBoundary" not in str(grants)


def test_names_of_stacks_fit_and_can_be_taken_apart() -> None:
    name = names.stage_stack("production", "555555555555", "p-" + "q" * 13)
    assert len(name) <= 128
    assert re.fullmatch(r"[a-zA-Z][-a-zA-Z0-9]*", name)
    assert name.split("-")[-4:] == ["production", "555555555555", "p", "q" * 13]


@pytest.mark.parametrize("path", ["o-a1b2c3d4e5/*", "*/ou-ab12-cdefgh34/*", "o-a1b2c3d4e5/*/ou-*/*"])
def test_a_path_of_development_accounts_names_organisation_and_unit(path: str) -> None:
    pattern = template_of("target")["Parameters"]["DevelopmentPaths"]["AllowedPattern"]
    assert not re.fullmatch(pattern, path)
    assert re.fullmatch(pattern, "o-a1b2c3d4e5/*/ou-ab12-cdefgh34/*")
    assert re.fullmatch(pattern, "o-a1b2c3d4e5/r-ab12/ou-ab12-cdefgh34/*")


def test_a_path_is_of_the_unit_and_all_below_it_wherever_it_is() -> None:
    """IAM User Guide, "aws:PrincipalOrgPaths": a path ends in a slash, and `*` stands for nothing too."""
    pattern = "o-a1b2c3d4e5/*/ou-ab12-cdefgh34/*"
    assert fnmatchcase("o-a1b2c3d4e5/r-ab12/ou-ab12-cdefgh34/", pattern)
    assert fnmatchcase("o-a1b2c3d4e5/r-ab12/ou-ab12-parent00/ou-ab12-cdefgh34/ou-ab12-child000/", pattern)
    assert not fnmatchcase("o-a1b2c3d4e5/r-ab12/ou-ab12-cdefgh345/", pattern)
