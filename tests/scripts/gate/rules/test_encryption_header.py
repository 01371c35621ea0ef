"""Objects that are encrypted otherwise."""

from scripts.gate.model.template import Body
from scripts.gate.rules.encryption_header import CUSTOMER, KEY, METHOD, check
from tests.scripts.gate.small import attribute, deny, everybody, reported, sub, template, with_policy

OBJECTS = sub("${Thing.Arn}/*")
DENIALS = (
    deny("s3:PutObject", OBJECTS, Null={METHOD: "false"}, StringNotEquals={METHOD: "aws:kms"}),
    deny("s3:PutObject", OBJECTS, Null={KEY: "true"}, StringEquals={METHOD: "aws:kms"}),
    deny("s3:PutObject", OBJECTS, Null={KEY: "false"}, ArnNotEquals={KEY: attribute("Key")}),
    deny("s3:PutObject", OBJECTS, Null={CUSTOMER: "false"}),
)


def of(*denials: Body) -> list[str]:
    policy = {"AWS::S3::BucketPolicy": "Bucket"}
    return reported(check, template(with_policy("AWS::S3::Bucket", policy, *[everybody(one) for one in denials])))


def test_every_denial_is_needed() -> None:
    assert of(*DENIALS) == []
    for number in range(len(DENIALS)):
        assert of(*DENIALS[:number], *DENIALS[number + 1 :]) == ["Thing"]


def test_an_object_that_leaves_it_to_the_bucket_is_taken() -> None:
    assert of(*DENIALS, deny("s3:PutObject", OBJECTS, StringNotEquals={METHOD: "aws:kms"})) == ["Thing"]
