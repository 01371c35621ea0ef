"""Grants that need a condition."""

from typing import Any

import pytest

from scripts.gate.rules.required_condition import check
from tests.scripts.gate.small import ROLE, allow, granted, own, sub

OTHER_KEY = "{{resolve:ssm:/mlops-catalog-models/${ModelPackageGroupName}/key}}"
KEYS = own("kms", "key/*")
BOUNDARY = {"iam:PermissionsBoundary": "arn:aws:iam::111111111111:policy/mlops-catalog/mlops-catalog-boundary"}
NEEDED: list[tuple[str, Any, dict[str, Any]]] = [
    ("kms:Decrypt", KEYS, {"StringLike": {"kms:ViaService": "s3.*.amazonaws.com"}}),
    ("kms:Decrypt", sub(OTHER_KEY), {"StringEquals": {"kms:ViaService": sub("s3.${AWS::Region}.amazonaws.com")}}),
    ("kms:CreateGrant", KEYS, {"Bool": {"kms:GrantIsForAWSResource": "true"}}),
    ("kms:PutKeyPolicy", KEYS, {"Null": {"aws:ResourceTag/sagemaker:project-id": "false"}}),
    ("kms:CreateKey", "*", {"Null": {"aws:RequestTag/sagemaker:project-id": "false"}}),
    ("cloudwatch:PutMetricData", "*", {"StringLike": {"cloudwatch:namespace": "/aws/sagemaker/*"}}),
    (
        "application-autoscaling:DeregisterScalableTarget",
        own("application-autoscaling", "scalable-target/*"),
        {"StringEquals": {"application-autoscaling:service-namespace": "sagemaker"}},
    ),
    ("s3:GetObject", "*", {"StringEquals": {"s3:ExistingObjectTag/servicecatalog:provisioning": "true"}}),
    ("iam:CreateRole", sub(f"{ROLE}sagemaker-*"), {"StringEquals": BOUNDARY}),
    (
        "codeconnections:UseConnection",
        {"Ref": "CodeConnectionArn"},
        {
            "StringEqualsIfExists": {"codeconnections:FullRepositoryId": "owner/name"},
            "Null": {"aws:ResourceTag/mlops-catalog:launchers": "false"},
        },
    ),
]


@pytest.mark.parametrize(("action", "resource", "condition"), NEEDED)
def test_a_grant_without_its_condition_is_reported(action: str, resource: Any, condition: dict[str, Any]) -> None:
    assert granted(check, allow(action, resource, **condition))
    assert not granted(check, allow(action, resource))
    assert not granted(check, allow(action, resource, StringEquals={"aws:PrincipalTag/x": "y"}))


def test_the_publisher_makes_roles_without_a_boundary() -> None:
    made = allow("iam:CreateRole", sub(f"{ROLE}*"))
    assert granted(check, made, name="mlops-catalog-publisher")
    assert not granted(check, made, name="mlops-catalog-launch")
