"""What people may do with a project's files: read them, put data, and change nothing that a model is made of."""

import pytest

from tests.templates.rendered import PRODUCTS
from tests.templates.statements import Found, covers, identity_of, resource_of

APPROVER = [found for found in identity_of("spoke-roles") if found.place == "Approver"]
REPORT = "arn:aws:s3:::sagemaker-p-1-0123abcd/executions/exec-1/evaluation/report.html"


def _of_bucket(name: str) -> list[Found]:
    return [found for found in resource_of(name) if found.place == "BucketPolicy"]


@pytest.mark.parametrize("name", PRODUCTS)
def test_the_key_serves_the_people_of_the_account_through_s3_alone(name: str) -> None:
    (people,) = [
        found
        for found in resource_of(name)
        if found.allows and "kms:ViaService" in str(found.statement.get("Condition"))
    ]
    assert people.actions == ["kms:Decrypt", "kms:GenerateDataKey"]
    assert people.statement["Condition"] == {
        "StringEquals": {"kms:CallerAccount": "222222222222", "kms:ViaService": "s3.ap-southeast-1.amazonaws.com"}
    }


@pytest.mark.parametrize("name", PRODUCTS)
@pytest.mark.parametrize("prefix", ["sagemaker-demo-", "code/", "executions/", "endpoints/"])
@pytest.mark.parametrize("action", ["s3:PutObject", "s3:DeleteObject", "s3:DeleteObjectVersion"])
def test_nobody_but_the_projects_roles_changes_what_it_goes_by(name: str, prefix: str, action: str) -> None:
    denials = [
        found for found in _of_bucket(name) if not found.allows and covers(found, action, f"<Bucket.Arn>/{prefix}x")
    ]
    others = [found.statement["Condition"].get("ArnNotLike", {}).get("aws:PrincipalArn", []) for found in denials]
    allowed = next(some for some in others if some)
    assert all(":role/mlops-catalog/" in role for role in allowed)
    assert any("/sagemaker-" in role for role in allowed)


@pytest.mark.parametrize("name", PRODUCTS)
def test_data_may_be_put_by_whoever_else_may(name: str) -> None:
    for found in _of_bucket(name):
        assert (
            found.allows
            or "aws:SecureTransport" in str(found.statement)
            or not covers(found, "s3:PutObject", "<Bucket.Arn>/data/weather.csv")
        )


def test_the_approver_opens_reports_and_nothing_else_of_a_bucket() -> None:
    def may(action: str, resource: str) -> bool:
        return any(found.allows and covers(found, action, resource) for found in APPROVER)

    assert may("s3:GetObject", REPORT)
    assert may("s3:ListBucket", "arn:aws:s3:::sagemaker-p-1-0123abcd")
    assert not may("s3:GetObject", REPORT.replace("/evaluation/report.html", "/model/model.tar.gz"))
    assert not may("s3:GetObject", "arn:aws:s3:::sagemaker-p-1-0123abcd/data/weather.csv")
    assert not may("s3:PutObject", REPORT)
