"""Requests without TLS."""

import pytest

from scripts.gate.model.template import Body
from scripts.gate.rules.plain_http import check
from tests.scripts.gate.small import attribute, deny, everybody, reported, sub, template, with_policy

INSECURE = {"aws:SecureTransport": "false"}
KINDS = (
    ("AWS::S3::Bucket", {"AWS::S3::BucketPolicy": "Bucket"}, "s3:*", [attribute("Thing"), sub("${Thing.Arn}/*")]),
    ("AWS::SQS::Queue", {"AWS::SQS::QueuePolicy": "Queues"}, "sqs:*", [attribute("Thing")]),
    ("AWS::SNS::Topic", {"AWS::SNS::TopicPolicy": "Topics"}, "sns:Publish", [{"Ref": "Thing"}]),
)


@pytest.mark.parametrize(("kind", "policy", "action", "places"), KINDS)
def test_everybody_is_refused_everywhere(kind: str, policy: Body, action: str, places: list[Body]) -> None:
    refusal = deny(action, *places, Bool=INSECURE)
    for statement, expected in (
        (everybody(refusal), []),
        ({**refusal, "Principal": {"AWS": "arn:aws:iam::111111111111:root"}}, ["Thing"]),
        (everybody(deny(action, *places[:-1], Bool=INSECURE)), ["Thing"]),
        (everybody(deny(action, *places, Bool=INSECURE, StringEquals={"aws:PrincipalOrgID": "x"})), ["Thing"]),
    ):
        assert reported(check, template(with_policy(kind, policy, statement))) == expected
