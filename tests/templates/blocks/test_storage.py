"""What people may do with a project's bucket: put data, and change nothing that a model is made of."""

import pytest

from tests.templates.rendered import LONGEST_ID, PRODUCTS, template_of
from tests.templates.statements import Found, covers, resource_of
from tests.templates.verdicts import decision

WITH_BUCKET = [name for name in PRODUCTS if "BucketPolicy" in template_of(name)["Resources"]]


def _of_bucket(name: str) -> list[Found]:
    return [found for found in resource_of(name) if found.place == "BucketPolicy"]


@pytest.mark.parametrize("name", WITH_BUCKET)
@pytest.mark.parametrize("prefix", ["sagemaker-demo-", "code/", "executions/", "endpoints/"])
@pytest.mark.parametrize("action", ["s3:PutObject", "s3:DeleteObject", "s3:DeleteObjectVersion"])
def test_only_the_projects_roles_change_artifacts_code_and_models(name: str, prefix: str, action: str) -> None:
    denials = [
        found for found in _of_bucket(name) if not found.allows and covers(found, action, f"<Bucket.Arn>/{prefix}x")
    ]
    others = [found.statement["Condition"].get("ArnNotLike", {}).get("aws:PrincipalArn", []) for found in denials]
    allowed = next(some for some in others if some)
    assert all(":role/mlops-catalog/" in role for role in allowed)
    assert any("/sagemaker-" in role for role in allowed)


DATA, MODEL, BUCKET = "<Bucket.Arn>/data/weather.csv", "<Bucket.Arn>/executions/1/model.tar.gz", "<Bucket.Arn>"
KEY = "<Key.Arn>"
ROLES = "arn:aws:iam::222222222222:role"
STUDIO = f"{ROLES}/service-role/AmazonSageMaker-ExecutionRole-1"
OWN = f"{ROLES}/mlops-catalog/sagemaker-{LONGEST_ID}-execution"
OTHER_PROJECT = f"{ROLES}/mlops-catalog/sagemaker-p-0123456789ab-execution"
METHOD = "s3:x-amz-server-side-encryption"
KEY_ID = f"{METHOD}-aws-kms-key-id"
TEAM = f"{STUDIO[:-1]}team-vision"
OF_PEOPLE = [TEAM, f"{ROLES}/DataEngineer"]


def is_denied(name: str, role: str, action: str, resource: str, **more: str) -> bool:
    context = {"aws:PrincipalArn": role, "aws:SecureTransport": "true", **more}
    return decision(_of_bucket(name), f"s3:{action}", resource, context) == "deny"


@pytest.mark.parametrize("name", WITH_BUCKET)
@pytest.mark.parametrize("role", OF_PEOPLE)
@pytest.mark.parametrize("action", ["GetObject", "PutObject", "DeleteObject"])
def test_the_bucket_denies_nobody_to_put_data(name: str, role: str, action: str) -> None:
    """Without a word of encryption, which is then the bucket's own."""
    assert not is_denied(name, role, action, DATA)


@pytest.mark.parametrize("name", WITH_BUCKET)
@pytest.mark.parametrize("action", ["GetObject", "GetObjectVersion", "PutObject", "DeleteObject"])
@pytest.mark.parametrize("prefix", ["data", "code", "cache", "sagemaker-demo", "endpoints"])
def test_another_projects_code_reaches_nothing_but_shared_models(name: str, action: str, prefix: str) -> None:
    assert is_denied(name, OTHER_PROJECT, action, f"{BUCKET}/{prefix}/x")
    assert not is_denied(name, OWN, action, f"{BUCKET}/{prefix}/x")


@pytest.mark.parametrize("name", WITH_BUCKET)
@pytest.mark.parametrize("role", [STUDIO, OWN, OTHER_PROJECT])
@pytest.mark.parametrize("action", ["PutBucketCORS", "PutBucketPolicy", "PutBucketVersioning", "DeleteBucket"])
def test_no_code_changes_what_protects_the_bucket(name: str, role: str, action: str) -> None:
    assert is_denied(name, role, action, BUCKET)
    assert not is_denied(name, f"{ROLES}/mlops-catalog-launch", action, BUCKET)


@pytest.mark.parametrize("name", WITH_BUCKET)
@pytest.mark.parametrize("role", [STUDIO, OWN])
def test_no_code_removes_the_history_of_data(name: str, role: str) -> None:
    assert is_denied(name, role, "DeleteObjectVersion", DATA)


@pytest.mark.parametrize("name", WITH_BUCKET)
@pytest.mark.parametrize(
    "headers",
    [
        {METHOD: "AES256"},
        {METHOD: "aws:kms"},
        {METHOD: "aws:kms:dsse", KEY_ID: KEY},
        {METHOD: "aws:kms", KEY_ID: "arn:aws:kms:ap-southeast-1:222222222222:key/another"},
        {METHOD: "aws:kms", KEY_ID: "another"},
        {f"{METHOD}-customer-algorithm": "AES256"},
    ],
)
def test_an_object_with_another_key_is_refused(name: str, headers: dict[str, str]) -> None:
    assert is_denied(name, TEAM, "PutObject", DATA, **headers)
    assert is_denied(name, OWN, "PutObject", MODEL, **headers)


@pytest.mark.parametrize("name", WITH_BUCKET)
@pytest.mark.parametrize("headers", [{}, {METHOD: "aws:kms", KEY_ID: KEY}])
def test_an_object_with_the_projects_key_is_taken(name: str, headers: dict[str, str]) -> None:
    assert not is_denied(name, TEAM, "PutObject", DATA, **headers)
    assert not is_denied(name, OWN, "PutObject", MODEL, **headers)


@pytest.mark.parametrize("name", WITH_BUCKET)
@pytest.mark.parametrize("action", ["GetObject", "PutObject", "DeleteObject", "ListBucket"])
def test_a_teams_data_is_reached_in_studio_by_that_team_alone(name: str, action: str) -> None:
    resource = BUCKET if action == "ListBucket" else DATA
    for other in (STUDIO, f"{TEAM}s", f"{TEAM}s-ada", f"{TEAM[:-6]}speech"):
        assert is_denied(name, other, action, resource)
    for own in (TEAM, f"{TEAM}-ada", OWN):
        assert not is_denied(name, own, action, resource)


@pytest.mark.parametrize("name", WITH_BUCKET)
def test_without_a_team_the_roles_of_teams_stay_outside(name: str) -> None:
    found = [found for found in resource_of(name, without={"HasTeam"}) if found.place == "BucketPolicy"]

    def may(role: str) -> bool:
        context = {"aws:PrincipalArn": role, "aws:SecureTransport": "true"}
        return decision(found, "s3:GetObject", DATA, context) != "deny"

    assert may(STUDIO)
    assert not may(f"{TEAM[:-6]}speech")


STAGES = {"staging": "333333333333", "production": "444444444444"}
DEPLOYING = ["deploy", "build-train-deploy"]


def _principals(found: Found) -> list[str]:
    return found.statement.get("Condition", {}).get("ArnEquals", {}).get("aws:PrincipalArn", [])


def test_a_project_that_only_trains_grants_nothing_outside_its_account() -> None:
    template = template_of("build-train")
    outside = [found for found in resource_of("build-train") if found.statement["Principal"] == {"AWS": "*"}]
    assert not [found for found in outside if found.allows]
    assert not {"StagingAccount", "ProductionAccount", "Organization"} & set(template["Parameters"])
    assert "Custom::StageRoles" not in {body["Type"] for body in template["Resources"].values()}


@pytest.mark.parametrize("name", DEPLOYING)
@pytest.mark.parametrize("stage", STAGES)
def test_a_stage_writes_to_its_own_folder_alone(name: str, stage: str) -> None:
    own = f"arn:aws:iam::{STAGES[stage]}:role/mlops-catalog/sagemaker-{LONGEST_ID}-{stage}-"
    for found in _of_bucket(name):
        if (
            found.allows
            and "s3:PutObject" in found.actions
            and any(role.startswith(own) for role in _principals(found))
        ):
            assert found.resources == [f"<Bucket.Arn>/endpoints/{stage}/*"]
            assert set(_principals(found)) == {f"{own}endpoint", f"{own}test"}


@pytest.mark.parametrize("name", DEPLOYING)
def test_stages_read_models_and_artifacts_and_never_data_or_code(name: str) -> None:
    read = {
        resource
        for found in _of_bucket(name)
        if found.allows and "s3:GetObject" in found.actions
        for resource in found.resources
    }
    assert {"<Bucket.Arn>/releases/*", "<Bucket.Arn>/sagemaker-*"} < read
    assert not {
        resource for resource in read if "/data/" in resource or "/code/" in resource or resource.endswith("Arn>/*")
    }


@pytest.mark.parametrize("name", DEPLOYING)
def test_key_and_bucket_name_the_projects_own_roles_of_stages_exactly(name: str) -> None:
    """The role of another project, or of this one in another account, is refused."""
    named = {
        role for found in resource_of(name) for role in _principals(found) if ":role/mlops-catalog/sagemaker" in role
    }
    assert named == {
        f"arn:aws:iam::{account}:role/mlops-catalog/sagemaker-{LONGEST_ID}-{stage}-{part}"
        for stage, account in STAGES.items()
        for part in ("deploy", "cloudformation", "endpoint", "test")
    }


@pytest.mark.parametrize("name", DEPLOYING)
def test_the_pipeline_is_made_after_the_roles_of_its_stages(name: str) -> None:
    resources = template_of(name)["Resources"]
    assert set(resources["DeployPipeline"]["DependsOn"]) == {"StagingRoles", "ProductionRoles"}
    assert {body["Properties"]["Stage"] for body in resources.values() if body["Type"] == "Custom::StageRoles"} == {
        *STAGES
    }
