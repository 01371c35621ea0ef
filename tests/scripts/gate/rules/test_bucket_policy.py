"""Bucket policies that let others in."""

from typing import Any

from scripts.gate.model.template import Body
from scripts.gate.rules.bucket_policy import check
from tests.scripts.gate.small import allow, everybody, reported, sub, template, with_policy

ORGANIZATION = {"aws:PrincipalOrgID": {"Ref": "Organization"}}
STAGE_ROLE = (
    "arn:${AWS::Partition}:iam::${StagingAccount}:role/mlops-catalog/sagemaker-${SageMakerProjectId}-staging-test"
)
ROLE = {"aws:PrincipalArn": sub(STAGE_ROLE)}
FOLDER = sub("${Thing.Arn}/endpoints/staging/*")


def of(statement: Body) -> list[str]:
    bucket = with_policy("AWS::S3::Bucket", {"AWS::S3::BucketPolicy": "Bucket"}, everybody(statement))
    return reported(check, template(bucket))


def is_good(actions: str, place: Any, **condition: Any) -> bool:
    return of(allow(actions, place, **condition)) == []


def test_a_stage_s_role_gets_its_own_folder() -> None:
    named = {"StringEquals": ORGANIZATION, "ArnEquals": ROLE}
    assert is_good("s3:GetObject s3:PutObject", FOLDER, **named)
    assert not is_good("s3:GetObject s3:PutObject", sub("${Thing.Arn}/endpoints/production/*"), **named)
    assert not is_good("s3:GetObject s3:PutObject", sub("${Thing.Arn}/releases/*"), **named)
    assert not is_good("s3:GetObject", sub("${Thing.Arn}/*"), **named)
    assert not is_good("s3:GetObject", "*", **named)


def test_role_and_organisation_are_both_required() -> None:
    assert not is_good("s3:GetObject", FOLDER, ArnEquals=ROLE)
    assert not is_good("s3:GetObject", FOLDER, StringEquals=ORGANIZATION)
    pattern = {"aws:PrincipalArn": "arn:aws:iam::*:role/*"}
    assert not is_good("s3:GetObject", FOLDER, StringEquals=ORGANIZATION, ArnLike=pattern)


def test_the_organisation_reads_assets_and_writes_none() -> None:
    assert is_good("s3:GetObject", sub("${Thing.Arn}/seeds/*"), StringEquals=ORGANIZATION)
    assert not is_good("s3:PutObject", sub("${Thing.Arn}/seeds/*"), StringEquals=ORGANIZATION)


def test_a_bucket_without_a_policy_is_reported() -> None:
    assert reported(check, template({"Bucket": {"Type": "AWS::S3::Bucket"}})) == ["Bucket"]
