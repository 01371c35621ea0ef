"""Open queues and topics."""

from typing import Any

from scripts.gate.model.template import Body
from scripts.gate.rules.queue_and_topic import check
from tests.scripts.gate.small import KEY, allow, attribute, everybody, reported, template, with_policy

POLICY = {"AWS::SQS::QueuePolicy": "Queues"}
SEND = {**allow("sqs:SendMessage", attribute("Thing")), "Principal": {"Service": "events.amazonaws.com"}}


def of(statement: Body, **properties: Any) -> list[str]:
    settings = {"KmsMasterKeyId": attribute("Key"), "MessageRetentionPeriod": 1209600, **properties}
    queue = with_policy("AWS::SQS::Queue", POLICY, statement, **settings)
    return reported(check, template({"Key": KEY, **queue}))


def test_only_rules_send_and_nothing_else_is_allowed() -> None:
    assert of(SEND) == []
    assert of(everybody(SEND)) == ["Thing"]
    assert of({**SEND, "Action": ["sqs:SendMessage", "sqs:ReceiveMessage"]}) == ["Thing"]
    assert of({**SEND, "Resource": ["*"]}) == ["Thing"]
    assert of({**SEND, "Principal": {"Service": "s3.amazonaws.com"}}) == ["Thing"]


def test_it_is_encrypted_with_a_key_of_the_template_and_keeps_events() -> None:
    assert of(SEND, KmsMasterKeyId="alias/aws/sqs") == ["Thing"]
    assert of(SEND, MessageRetentionPeriod=60) == ["Thing"]
