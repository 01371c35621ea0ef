"""Copies of approved models."""

from scripts.gate.model.template import Body
from scripts.gate.rules.release_copy import CHANGES, DELETE, check
from tests.scripts.gate.small import ROLE, deny, everybody, reported, resource, sub, template, with_policy

COPIES = sub("${Thing.Arn}/releases/*")
STEP = {"aws:PrincipalArn": sub(f"{ROLE}sagemaker-${{SageMakerProjectId}}-prepare")}
DENIALS = (
    deny(" ".join(CHANGES), COPIES, ArnNotEquals=STEP),
    deny("s3:PutObject", COPIES, Null={"s3:if-none-match": "true"}, Bool={"s3:ObjectCreationOperation": "true"}),
    deny(" ".join(DELETE), COPIES),
)


def of(*denials: Body) -> list[str]:
    bucket = with_policy("AWS::S3::Bucket", {"AWS::S3::BucketPolicy": "Bucket"}, *[everybody(one) for one in denials])
    return reported(check, template({**bucket, "Staging": resource("Custom::StageRoles")}))


def test_only_the_release_step_writes_and_only_once() -> None:
    assert of(*DENIALS) == []
    for number in range(len(DENIALS)):
        assert of(*DENIALS[:number], *DENIALS[number + 1 :]) == ["Thing"]


def test_no_other_role_changes_a_copy_in_any_way() -> None:
    for action in CHANGES:
        fewer = deny(" ".join(other for other in CHANGES if other != action), COPIES, ArnNotEquals=STEP)
        assert of(fewer, *DENIALS[1:]) == ["Thing"]
    every_role = {"aws:PrincipalArn": sub(f"{ROLE}sagemaker-${{SageMakerProjectId}}-*")}
    assert of(deny(" ".join(CHANGES), COPIES, ArnNotLike=every_role), *DENIALS[1:]) == ["Thing"]
