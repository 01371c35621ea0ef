"""Assets that could be replaced."""

from scripts.gate.model.template import Body
from scripts.gate.rules.asset_bucket import DELETE, PROTECTION, check
from tests.scripts.gate.small import deny, everybody, reported, sub, template, with_policy

OBJECTS = [sub(f"${{Thing.Arn}}/{prefix}/*") for prefix in ("templates", "seeds", "stages", "release")]
PUBLISHER = {"aws:PrincipalArn": sub("arn:${AWS::Partition}:iam::${AWS::AccountId}:role/mlops-catalog-publisher")}
NOT_NEW = {"s3:if-none-match": "true"}
NAMES_NOTHING = {**NOT_NEW, "s3:if-match": "true"}
DENIALS = (
    deny("s3:PutObject", *OBJECTS, Null=NOT_NEW, ArnNotEquals=PUBLISHER),
    deny("s3:PutObject", *OBJECTS, Null=NAMES_NOTHING),
    deny(" ".join(DELETE), *OBJECTS),
    deny(" ".join(PROTECTION), sub("${Thing.Arn}"), ArnNotEquals=PUBLISHER),
)


def of(*denials: Body) -> list[str]:
    bucket = with_policy(
        "AWS::S3::Bucket",
        {"AWS::S3::BucketPolicy": "Bucket"},
        *[everybody(denial) for denial in denials],
        BucketName="mlops-catalog-assets-x",
    )
    return reported(check, template(bucket, "foundation"))


def test_every_denial_is_needed() -> None:
    assert of(*DENIALS) == []
    for number in range(len(DENIALS)):
        assert of(*DENIALS[:number], *DENIALS[number + 1 :]) == ["Thing"]


def test_a_denial_with_an_exception_for_roles_is_none() -> None:
    excepted = deny(" ".join(DELETE), *OBJECTS, ArnNotLike={"aws:PrincipalArn": "arn:*:iam::*:role/*"})
    assert of(*DENIALS[:2], excepted, DENIALS[3]) == ["Thing"]
