"""The service control policy that reserves the catalog's names: nobody else makes or uses them, and the catalog can."""

import json
from collections.abc import Iterator
from fnmatch import fnmatchcase
from pathlib import Path
from typing import Any

import pytest

from templates import names
from tests.templates.rendered import FOUNDATIONS, PRODUCTS, filled_in, resources_of, template_of
from tests.templates.statements import identity_of, roles

POLICY = json.loads((Path(__file__).parents[1] / "docs" / "reserved-names-scp.json").read_text())
ACCOUNT = "arn:aws:iam::222222222222:"
CREATE = ("iam:CreateRole", "iam:PutRolePolicy", "iam:UpdateAssumeRolePolicy")
NAMED = ("AWS::CodeBuild::Project", "AWS::IAM::Role")
# AWS Organizations User Guide, "Quotas": characters of a service control policy.
LONGEST = 5_120
RESERVED = (
    f"role{names.PATH}sagemaker-p-0123456789ab-deploy-pipeline",
    f"role{names.PATH}{names.STAGES_FUNCTION}",
    f"role{names.PATH}{names.APPROVER}",
    f"role/{names.LAUNCH_ROLE}",
    "role/stacksets-exec-0123456789abcdef",
)
STACK_SETS = f"{ACCOUNT}role/stacksets-exec-0123456789abcdef"


def _listed(value: Any) -> list[str]:
    return value if isinstance(value, list) else [value]


def _denied(principal: str, action: str, resource: str) -> bool:
    """`resource` is a whole ARN, or one of IAM in this account."""
    arn = resource if resource.startswith("arn:") else f"{ACCOUNT}{resource}"
    for statement in POLICY["Statement"]:
        excepted = _listed(statement.get("Condition", {}).get("ArnNotLike", {}).get("aws:PrincipalArn", []))
        if (
            action in statement["Action"]
            and any(fnmatchcase(arn, pattern) for pattern in _listed(statement["Resource"]))
            and not any(fnmatchcase(principal, pattern) for pattern in excepted)
        ):
            return True
    return False


@pytest.mark.parametrize("resource", RESERVED)
@pytest.mark.parametrize("action", ["iam:CreateRole", "iam:UpdateAssumeRolePolicy"])
@pytest.mark.parametrize(
    "name", ["Admin", "stacksets", "mlops-catalog-launch-2", "mlops-catalog/mlops-catalog-approver"]
)
def test_an_administrator_of_an_account_makes_and_changes_none_of_the_names(
    name: str, action: str, resource: str
) -> None:
    assert _denied(f"{ACCOUNT}role/{name}", action, resource)


@pytest.mark.parametrize("action", CREATE)
def test_stack_sets_make_the_roles_of_the_catalog(action: str) -> None:
    for name in (names.STAGES_FUNCTION, names.STAGE_PROVISIONER, names.APPROVER):
        assert not _denied(STACK_SETS, action, f"role{names.PATH}{name}")
    assert not _denied(STACK_SETS, action, f"role/{names.LAUNCH_ROLE}")
    assert not _denied(STACK_SETS, "iam:CreatePolicy", f"policy{names.PATH}{names.BOUNDARY}")


@pytest.mark.parametrize("maker", [f"role/{names.LAUNCH_ROLE}", f"role{names.PATH}{names.STAGE_CLOUDFORMATION}"])
@pytest.mark.parametrize("action", CREATE)
def test_launches_make_roles_of_projects_and_no_roles_of_the_catalog(maker: str, action: str) -> None:
    assert not _denied(f"{ACCOUNT}{maker}", action, f"role{names.PATH}sagemaker-p-0123456789ab-deploy-pipeline")
    assert _denied(f"{ACCOUNT}{maker}", action, f"role{names.PATH}{names.STAGES_FUNCTION}")
    assert _denied(f"{ACCOUNT}{maker}", "iam:CreatePolicyVersion", f"policy{names.PATH}{names.STAGE_BOUNDARY}")


PEOPLE = (f"{names.TEAM_STUDIO_PATH[1:]}AmazonSageMaker-ExecutionRole-1", "Admin", "mlops-catalog-launch-2")
PROJECT = "demo-p-0123456789ab"
BUILDS = "arn:aws:codebuild:us-east-1:222222222222:project/"
START = ("codebuild:RetryBuild", "codebuild:RetryBuildBatch", "codebuild:StartBuild", "codebuild:StartBuildBatch")


@pytest.mark.parametrize("name", [*PEOPLE, f"{names.PATH[1:]}sagemaker-p-0123456789ab-build", names.LAUNCH_ROLE])
@pytest.mark.parametrize("action", START)
@pytest.mark.parametrize(
    "build", [f"sagemaker-{PROJECT}-build", f"mlops-catalog-{PROJECT}-prepare", names.SEEDING], ids=str
)
def test_a_build_of_the_catalog_is_started_by_no_person_and_by_no_other_build(
    build: str, action: str, name: str
) -> None:
    assert _denied(f"{ACCOUNT}role/{name}", action, f"{BUILDS}{build}")


def test_builds_of_other_templates_are_left_alone() -> None:
    """AWS's own templates of projects call their builds after the project too."""
    for build in (f"sagemaker-{PROJECT}-modelbuild", f"sagemaker-{PROJECT}-testing", "payroll"):
        assert not _denied(f"{ACCOUNT}role/Admin", "codebuild:StartBuild", f"{BUILDS}{build}")


@pytest.mark.parametrize("name", PEOPLE)
@pytest.mark.parametrize("part", ["execution", "build", "production-endpoint"])
def test_no_person_hands_a_role_of_a_project_to_a_service(name: str, part: str) -> None:
    assert _denied(f"{ACCOUNT}role/{name}", "iam:PassRole", f"role{names.PATH}sagemaker-p-0123456789ab-{part}")
    assert not _denied(f"{ACCOUNT}role/{name}", "iam:PassRole", "role/service-role/AmazonSageMaker-ExecutionRole-1")


@pytest.mark.parametrize("action", ["codebuild:StartBuild", "iam:PassRole"])
def test_whatever_the_catalogs_roles_are_granted_they_keep(action: str) -> None:
    """Services act under these roles. Those that act under roles of their own are restricted by no such policy:

    Organizations User Guide, "Service control policies (SCPs)", about service-linked roles.
    """
    granted = [use for template in (*PRODUCTS, *FOUNDATIONS) for use in _granted(template, action)]
    assert len({principal for principal, _ in granted}) >= 3
    assert [use for use in granted if _denied(use[0], action, use[1])] == []


def _granted(template: str, action: str) -> Iterator[tuple[str, str]]:
    """Each role of the template that may do it, with what it may do it to."""
    own = {f"<{title}.Arn>": _arn(body) for title, body in resources_of(template_of(template), *NAMED).items()}
    for found in identity_of(template) if roles(template) else ():
        if found.allows and action in found.actions:
            yield from ((own[f"<{found.place}.Arn>"], own.get(resource, resource)) for resource in found.resources)


def _arn(body: dict[str, Any]) -> str:
    properties = filled_in(body["Properties"])
    if body["Type"] == "AWS::CodeBuild::Project":
        return f"{BUILDS}{properties['Name']}"
    return f"{ACCOUNT}role{properties.get('Path', '/')}{properties['RoleName']}"


def test_other_roles_are_left_alone() -> None:
    assert not _denied(f"{ACCOUNT}role/Admin", "iam:CreateRole", "role/payroll")


def test_the_policy_fits() -> None:
    assert len(json.dumps(POLICY, separators=(",", ":"))) <= LONGEST
