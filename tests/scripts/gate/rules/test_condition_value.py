"""Conditions that compare with what is not the catalog's."""

from typing import Any

import pytest

from scripts.gate.rules.condition_value import check
from tests.scripts.gate.small import allow, granted

GOOD: list[dict[str, Any]] = [
    {"StringEquals": {"aws:ResourceAccount": {"Ref": "AWS::AccountId"}}},
    {"StringEquals": {"aws:RequestTag/sagemaker:project-id": {"Ref": "SageMakerProjectId"}}},
    {"Bool": {"kms:GrantIsForAWSResource": "true"}},
    {"Null": {"aws:ResourceTag/sagemaker:project-id": "false"}},
]
BAD: list[dict[str, Any]] = [
    {"StringEquals": {"aws:ResourceAccount": "999999999999"}},
    {"StringLike": {"aws:ResourceAccount": "*"}},
    {"StringEqualsIfExists": {"aws:ResourceAccount": {"Ref": "AWS::AccountId"}}},
    {"StringNotEquals": {"aws:ResourceAccount": {"Ref": "AWS::AccountId"}}},
    {"StringEquals": {"aws:ResourceAccount": []}},
    {"StringEquals": {"aws:RequestTag/sagemaker:project-id": "p-0a1b2c3d4e5f"}},
    {"Bool": {"kms:GrantIsForAWSResource": "false"}},
    {"Null": {"aws:ResourceTag/sagemaker:project-id": "true"}},
    {"StringEquals": {"aws:ResourceOrgID": "o-attacker00"}},
]


@pytest.mark.parametrize("condition", GOOD)
def test_a_value_of_the_catalog_is_good(condition: dict[str, Any]) -> None:
    assert granted(check, allow("s3:GetObject", "x", **condition))


@pytest.mark.parametrize("condition", BAD)
def test_another_value_or_a_weaker_comparison_is_reported(condition: dict[str, Any]) -> None:
    assert not granted(check, allow("s3:GetObject", "x", **condition))


def test_what_is_only_created_may_have_no_tags_yet() -> None:
    tags = {"StringEqualsIfExists": {"aws:ResourceTag/sagemaker:project-id": {"Ref": "SageMakerProjectId"}}}
    assert granted(check, allow("sagemaker:DescribeModel", "x", **tags))
    assert not granted(check, allow("sagemaker:StopTrainingJob", "x", **tags))
