"""What people may do with a project's bucket: put data, and change nothing that a model is made of."""

import pytest

from tests.templates.rendered import LONGEST_ID, PRODUCTS, template_of
from tests.templates.statements import Found, covers, resource_of

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


@pytest.mark.parametrize("name", WITH_BUCKET)
def test_the_bucket_denies_nobody_to_put_data(name: str) -> None:
    for found in _of_bucket(name):
        assert (
            found.allows
            or "aws:SecureTransport" in str(found.statement)
            or not covers(found, "s3:PutObject", "<Bucket.Arn>/data/weather.csv")
        )


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
