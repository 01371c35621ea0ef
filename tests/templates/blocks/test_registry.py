"""Who may change what is registered: attacks by roles whose own policies allow every action of SageMaker."""

import json

import pytest

from tests.templates import resolve
from tests.templates.rendered import EXAMPLE, LONGEST_ID, LONGEST_NAME, products_with, resources_of, template_of
from tests.templates.statements import Found, boundary, resource_of
from tests.templates.verdicts import decision

WITH_GROUP = products_with("AWS::SageMaker::ModelPackageGroup")
PLACE = f"arn:aws:sagemaker:{EXAMPLE['AWS::Region']}:{EXAMPLE['AWS::AccountId']}"
GROUP = f"{PLACE}:model-package-group/{LONGEST_NAME.lower()}-{LONGEST_ID}"
VERSION = f"{PLACE}:model-package/{LONGEST_NAME.lower()}-{LONGEST_ID}/1"
ROLES = "arn:aws:iam::222222222222:role"
STUDIO = f"{ROLES}/service-role/AmazonSageMaker-ExecutionRole-1"
JOBS = f"{ROLES}/mlops-catalog/sagemaker-{LONGEST_ID}-execution"
OTHER_JOBS = f"{ROLES}/mlops-catalog/sagemaker-p-0123456789ab-execution"
APPROVER = f"{ROLES}/mlops-catalog/mlops-catalog-approver-vision"
OTHER_APPROVERS = [f"{ROLES}/mlops-catalog/mlops-catalog-approver{rest}" for rest in ("", "-speech", "-visions")]
LAUNCH = f"{ROLES}/mlops-catalog-launch"
ADMINISTRATOR = f"{ROLES}/Administrator"
PROJECT = "aws:PrincipalTag/sagemaker:project-id"
STATUS = "sagemaker:ModelApprovalStatus"
READS = [("DescribeModelPackage", VERSION), ("ListModelPackages", GROUP), ("DescribeModelPackageGroup", GROUP)]
CHANGES = ("UpdateModelPackage", "DeleteModelPackage")
OF_THE_GROUP = (
    "AddTags",
    "DeleteModelPackageGroup",
    "DeleteModelPackageGroupPolicy",
    "DeleteTags",
    "PutModelPackageGroupPolicy",
)


def of_group_without_team(product: str) -> list[Found]:
    return [found for found in resource_of(product, without={"HasTeam"}) if found.place == "ModelPackageGroup"]


def is_denied(product: str, role: str, action: str, resource: str, **more: str) -> bool:
    of_group = [found for found in resource_of(product) if found.place == "ModelPackageGroup"]
    context = {"aws:PrincipalArn": role, **more}
    return decision(of_group, f"sagemaker:{action}", resource, context) == "deny"


@pytest.mark.parametrize("product", WITH_GROUP)
@pytest.mark.parametrize("role", [STUDIO, JOBS, OTHER_JOBS, LAUNCH, ADMINISTRATOR, *OTHER_APPROVERS])
@pytest.mark.parametrize("action", CHANGES)
def test_nobody_but_the_approver_changes_or_deletes_a_version(product: str, role: str, action: str) -> None:
    """With or without a status: metadata, source, model card and life cycle are updates too."""
    assert is_denied(product, role, action, VERSION)
    assert not is_denied(product, APPROVER, action, VERSION)


@pytest.mark.parametrize("product", WITH_GROUP)
@pytest.mark.parametrize("role", [STUDIO, JOBS, OTHER_JOBS, APPROVER, ADMINISTRATOR])
@pytest.mark.parametrize("action", OF_THE_GROUP)
def test_whom_the_policy_refuses_cannot_take_it_away(product: str, role: str, action: str) -> None:
    assert is_denied(product, role, action, GROUP)


@pytest.mark.parametrize("product", WITH_GROUP)
@pytest.mark.parametrize("role", [LAUNCH, f"{LAUNCH}-second"])
@pytest.mark.parametrize("action", OF_THE_GROUP)
def test_a_launch_creates_changes_and_rolls_back_the_group(product: str, role: str, action: str) -> None:
    assert not is_denied(product, role, action, GROUP)


@pytest.mark.parametrize("product", WITH_GROUP)
def test_jobs_register_versions_that_wait_and_no_others(product: str) -> None:
    assert not is_denied(product, JOBS, "CreateModelPackage", VERSION, **{STATUS: "PendingManualApproval"})
    for status in ("Approved", "Rejected"):
        assert is_denied(product, JOBS, "CreateModelPackage", VERSION, **{STATUS: status})


@pytest.mark.parametrize("product", WITH_GROUP)
def test_a_clone_brings_no_status_along(product: str) -> None:
    assert is_denied(product, JOBS, "CreateModelPackage", VERSION)


@pytest.mark.parametrize("product", WITH_GROUP)
@pytest.mark.parametrize("role", [STUDIO, OTHER_JOBS, ADMINISTRATOR, APPROVER])
def test_only_the_project_registers_in_its_group(product: str, role: str) -> None:
    assert is_denied(product, role, "CreateModelPackage", VERSION, **{STATUS: "PendingManualApproval"})


@pytest.mark.parametrize("product", WITH_GROUP)
@pytest.mark.parametrize(("action", "resource"), READS)
def test_a_teams_models_are_read_in_studio_by_that_team_alone(product: str, action: str, resource: str) -> None:
    team = f"{STUDIO[:-1]}team-vision"
    for role in (team, f"{team}-ada", ADMINISTRATOR):
        assert not is_denied(product, role, action, resource)
    for role in (STUDIO, f"{STUDIO[:-1]}team-speech", f"{team}s", f"{team}s-ada"):
        assert is_denied(product, role, action, resource)


@pytest.mark.parametrize("product", WITH_GROUP)
@pytest.mark.parametrize(("action", "resource"), READS)
def test_models_without_a_team_are_read_in_studio_by_all_but_the_teams(
    product: str, action: str, resource: str
) -> None:
    found = of_group_without_team(product)
    assert decision(found, f"sagemaker:{action}", resource, {"aws:PrincipalArn": STUDIO}) == "nothing"
    team = {"aws:PrincipalArn": f"{STUDIO[:-1]}team-speech"}
    assert decision(found, f"sagemaker:{action}", resource, team) == "deny"


@pytest.mark.parametrize("product", WITH_GROUP)
@pytest.mark.parametrize(("action", "resource"), READS)
@pytest.mark.parametrize("account", [EXAMPLE["AWS::AccountId"], "999999999999"])
def test_projects_read_versions_of_others_with_the_owners_consent_alone(
    product: str, action: str, resource: str, account: str
) -> None:
    """The example's `ModelsDeployedBy` names one project. A longer id, and a role without a tag, are others."""

    def denied(identifier: str, **tag: str) -> bool:
        role = f"arn:aws:iam::{account}:role/mlops-catalog/sagemaker-{identifier}-prepare"
        return is_denied(product, role, action, resource, **tag)

    (friend,) = EXAMPLE["ModelsDeployedBy"]
    assert not denied(friend, **{PROJECT: friend})
    assert denied(LONGEST_ID) is (account != EXAMPLE["AWS::AccountId"])
    for other in ("p-0123456789ab", f"{LONGEST_ID}m", f"{friend}x"):
        assert denied(other, **{PROJECT: other})
    assert denied(friend)
    assert not is_denied(product, APPROVER, action, resource)
    assert not is_denied(product, LAUNCH, action, resource)


@pytest.mark.parametrize("product", WITH_GROUP)
def test_the_policy_fits(product: str) -> None:
    """SageMaker AI API Reference, PutModelPackageGroupPolicy: ResourcePolicy. Ten projects may deploy the models."""
    group = next(iter(resources_of(template_of(product), "AWS::SageMaker::ModelPackageGroup").values()))
    values = EXAMPLE | {"ModelsDeployedBy": ["p-0123456789abc"] * 10}
    policy = resolve.filled_in(group["Properties"]["ModelPackageGroupPolicy"], values)
    assert len(json.dumps(policy)) < 20_480


@pytest.mark.parametrize("product", WITH_GROUP)
def test_without_a_team_the_accounts_approver_decides(product: str) -> None:
    def may(role: str) -> bool:
        context = {"aws:PrincipalArn": role}
        return decision(of_group_without_team(product), "sagemaker:UpdateModelPackage", VERSION, context) != "deny"

    assert may(OTHER_APPROVERS[0])
    assert not may(APPROVER)


@pytest.mark.parametrize("action", [*CHANGES, "DeleteModelPackageGroupPolicy", "PutModelPackageGroupPolicy"])
def test_the_boundary_denies_the_same_to_all_code(action: str) -> None:
    assert decision(boundary(), f"sagemaker:{action}", VERSION, {}) == "deny"


@pytest.mark.parametrize("approver", ["mlops-catalog-approver", "mlops-catalog-approver-vision"])
def test_the_boundary_lets_no_code_become_an_approver(approver: str) -> None:
    assert decision(boundary(), "sts:AssumeRole", f"{ROLES}/mlops-catalog/{approver}", {}) == "deny"


def test_the_boundary_lets_no_code_register_what_does_not_wait() -> None:
    assert decision(boundary(), "sagemaker:CreateModelPackage", VERSION, {}) == "deny"
    waiting = {STATUS: "PendingManualApproval", "aws:ResourceOrgID": "o-" + "a" * 32}
    assert decision(boundary(), "sagemaker:CreateModelPackage", VERSION, waiting) == "allow"
