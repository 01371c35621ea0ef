"""Models that other projects read."""

from scripts.gate.model.template import Body
from scripts.gate.rules.consent import GROUP, READS, TAG, VERSIONS, check
from tests.scripts.gate.small import (
    ROLE,
    deny,
    document,
    everybody,
    own,
    reported,
    resource,
    sub,
    template,
    with_policy,
)

PLACES = [sub(f"${{Thing.Arn}}/{prefix}/*") for prefix in ("models", "executions")]
OTHERS = {
    "ArnLike": {"aws:PrincipalArn": sub("arn:${AWS::Partition}:iam::*:role/mlops-catalog/sagemaker-*")},
    "ArnNotLike": {"aws:PrincipalArn": sub(f"{ROLE}sagemaker-${{SageMakerProjectId}}-*")},
}
NAMED = {"StringNotEquals": {TAG: {"Ref": "ModelsDeployedBy"}}}


REGISTRY = [own("sagemaker", f"{kind}/*") for kind in ("model-package", "model-package-group")]


def group(denial: Body) -> Body:
    policy, name = document(everybody(denial)), sub("demo-${SageMakerProjectId}")
    return resource("AWS::SageMaker::ModelPackageGroup", ModelPackageGroupName=name, ModelPackageGroupPolicy=policy)


CLOSED = group(deny(" ".join((*VERSIONS, *GROUP)), *REGISTRY, **OTHERS, **NAMED))


def of(denial: Body) -> list[str]:
    policy = {"AWS::S3::BucketPolicy": "Bucket"}
    bucket = with_policy("AWS::S3::Bucket", policy, everybody(denial))
    return reported(check, template({**bucket, "Group": CLOSED}))


def test_who_is_not_named_by_the_owner_reads_no_model() -> None:
    assert of(deny(" ".join(READS), *PLACES, **OTHERS, **NAMED)) == []
    assert of(deny(READS[0], *PLACES, **OTHERS, **NAMED)) == ["Thing"]
    assert of(deny(" ".join(READS), PLACES[0], **OTHERS, **NAMED)) == ["Thing"]


def test_a_role_without_the_tag_and_one_of_another_account_are_denied_too() -> None:
    tagged = {"StringNotEqualsIfExists": NAMED["StringNotEquals"]}
    assert of(deny(" ".join(READS), *PLACES, **OTHERS, **tagged)) == []
    there = {"StringNotEquals": NAMED["StringNotEquals"], "Null": {TAG: "false"}}
    assert of(deny(" ".join(READS), *PLACES, **OTHERS, **there)) == ["Thing"]
    near = {**OTHERS, "ArnLike": {"aws:PrincipalArn": sub(f"{ROLE}sagemaker-*")}}
    assert of(deny(" ".join(READS), *PLACES, **near, **NAMED)) == ["Thing"]


def test_who_is_not_named_by_the_owner_reads_no_version() -> None:
    def of_group(denial: Body) -> list[str]:
        return reported(check, template({"Group": group(denial)}))

    every = " ".join((*VERSIONS, *GROUP))
    assert of_group(deny(every, *REGISTRY, **OTHERS, **NAMED)) == []
    for place in REGISTRY:
        assert of_group(deny(every, place, **OTHERS, **NAMED)) == ["Group"]
    for action in {*VERSIONS, *GROUP}:
        fewer = " ".join(other for other in every.split() if other != action)
        assert of_group(deny(fewer, *REGISTRY, **OTHERS, **NAMED)) == ["Group"]
    tagged = {"StringNotEquals": NAMED["StringNotEquals"], "Null": {TAG: "false"}}
    assert of_group(deny(every, *REGISTRY, **OTHERS, **tagged)) == ["Group"]
