"""Buckets that are reached by a name alone."""

from scripts.gate.rules.bucket_reach import check
from tests.scripts.gate.small import allow, granted, sub

OWNER = {"aws:ResourceAccount": {"Ref": "AWS::AccountId"}}


def test_a_bucket_of_another_stack_is_named_with_its_owner() -> None:
    models = sub("arn:${AWS::Partition}:s3:::sagemaker-p-*/models/*")
    assert granted(check, allow("s3:GetObject", models, StringEquals=OWNER))
    assert not granted(check, allow("s3:GetObject", models))
    assert not granted(check, allow("s3:GetObject", models, StringLike={"aws:ResourceAccount": "*"}))


def test_a_bucket_whose_name_was_published_may_have_another_owner_by_now() -> None:
    published = sub(
        "arn:${AWS::Partition}:s3:::{{resolve:ssm:/mlops-catalog-models/${ModelPackageGroupName}/bucket}}/models/*"
    )
    assert granted(check, allow("s3:GetObject", published, StringEquals=OWNER))
    assert not granted(check, allow("s3:GetObject", published))


def test_buckets_of_any_name_are_reported_even_with_an_owner() -> None:
    anything = sub("arn:${AWS::Partition}:s3:::*/models/*")
    assert not granted(check, allow("s3:GetObject", anything, StringEquals=OWNER))


def test_seeding_reads_the_assets_of_this_catalog_alone() -> None:
    own = sub("arn:${AWS::Partition}:s3:::mlops-catalog-assets-${AssetSuffix}-*/seeds/*")
    any_catalog = sub("arn:${AWS::Partition}:s3:::mlops-catalog-assets-*/seeds/*")
    assert granted(check, allow("s3:GetObject", own))
    assert not granted(check, allow("s3:GetObject", any_catalog))


def test_the_bucket_of_captured_data_is_reached_with_its_owner() -> None:
    captured, other = (sub(f"arn:${{AWS::Partition}}:s3:::${{{name}}}/x*") for name in ("CapturedDataBucket", "Other"))
    assert granted(check, allow("s3:GetObject", captured, StringEquals=OWNER))
    assert not granted(check, allow("s3:GetObject", captured))
    assert not granted(check, allow("s3:GetObject", other, StringEquals=OWNER))
