"""What people may do with a project's bucket: put data, and change nothing that a model is made of."""

import pytest

from tests.templates.rendered import PRODUCTS, template_of
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
