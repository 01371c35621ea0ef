"""Messages are refused, filtered and delivered as SNS does."""

import json
from collections.abc import Callable
from typing import Any

import pytest

from tests.sandbox.conftest import Sandbox
from tests.sandbox.engine.rules.refusals import bodies, open_queue, refusal, unique

Receive = Callable[..., list[str]]


@pytest.fixture
def topics(sandbox: Sandbox) -> Any:
    return sandbox.client("sns")


@pytest.fixture
def topic(topics: Any) -> str:
    return topics.create_topic(Name=unique("topic"))["TopicArn"]


@pytest.fixture
def received(sandbox: Sandbox, topics: Any, topic: str) -> Receive:
    """What a queue that subscribes with these attributes gets of a message."""
    queues = sandbox.client("sqs")

    def publish(subscribed: dict[str, str], **message: Any) -> list[str]:
        address, arn = open_queue(queues)
        raw = {"RawMessageDelivery": "true"} | subscribed
        made = topics.subscribe(TopicArn=topic, Protocol="sqs", Endpoint=arn, Attributes=raw)["SubscriptionArn"]
        topics.publish(TopicArn=topic, **message)
        topics.unsubscribe(SubscriptionArn=made)
        return bodies(queues, address)

    return publish


@pytest.mark.parametrize(
    ("message", "sentence"),
    [
        ({"Message": ""}, "Empty message"),
        ({"Message": "x", "Subject": ""}, "Subject"),
        ({"Message": "x", "Subject": "a\nb"}, "Subject"),
        ({"Message": "x", "Subject": "a" * 101}, "Subject"),
        ({"Message": "x", "MessageStructure": "yaml"}, "MessageStructure"),
        ({"Message": "{", "MessageStructure": "json"}, "Message Structure - JSON message body failed to parse"),
        (
            {"Message": '{"sqs": "x"}', "MessageStructure": "json"},
            "Message Structure - No default entry in JSON message body",
        ),
        ({"Message": "x" * (256 * 1024 + 1)}, "Message too long"),
    ],
)
def test_a_message_that_sns_cannot_send_is_refused(topics: Any, topic: str, message: Any, sentence: str) -> None:
    assert refusal(topics.publish, TopicArn=topic, **message) == ("InvalidParameter", f"Invalid parameter: {sentence}")


@pytest.mark.parametrize("kind", ["String.", "Text", "Stringy"])
def test_an_attribute_has_a_known_type(topics: Any, topic: str, kind: str) -> None:
    attributes = {"a": {"DataType": kind, "StringValue": "x"}}
    code, message = refusal(topics.publish, TopicArn=topic, Message="x", MessageAttributes=attributes)
    assert (code, "the set of supported type prefixes" in message) == ("ParameterValueInvalid", True)


def test_attributes_count_towards_the_size(topics: Any, topic: str) -> None:
    attributes = {"a": {"DataType": "String", "StringValue": "x" * 100}}
    message = {"Message": "x" * (256 * 1024 - 50), "MessageAttributes": attributes}
    assert refusal(topics.publish, TopicArn=topic, **message)[1] == "Invalid parameter: Message too long"


def test_a_telephone_is_refused_by_name(topics: Any) -> None:
    code, message = refusal(topics.publish, PhoneNumber="+15551234567", Message="x")
    assert (code, message.startswith("PhoneNumber of sns:Publish")) == ("SandboxNotImplemented", True)


def test_a_queue_gets_an_envelope_unless_it_is_raw(received: Receive, topic: str) -> None:
    (envelope,) = received({"RawMessageDelivery": "false"}, Message="text", Subject="title")
    found = json.loads(envelope)
    assert (found["Type"], found["Message"], found["Subject"], found["TopicArn"]) == (
        "Notification",
        "text",
        "title",
        topic,
    )
    assert f"Action=Unsubscribe&SubscriptionArn={topic}:" in found["UnsubscribeURL"]
    assert received({}, Message="text", Subject="title") == ["text"]


def test_an_envelope_has_binary_attributes_in_base64(received: Receive) -> None:
    attributes = {"data": {"DataType": "Binary", "BinaryValue": b"\x02\x03\x04"}}
    (envelope,) = received({"RawMessageDelivery": "false"}, Message="text", MessageAttributes=attributes)
    assert json.loads(envelope)["MessageAttributes"] == {"data": {"Type": "Binary", "Value": "AgME"}}


def test_each_protocol_gets_its_own_text(received: Receive) -> None:
    texts = json.dumps({"default": "for all", "sqs": "for queues"})
    assert received({}, Message=texts, MessageStructure="json") == ["for queues"]


def test_attributes_are_matched(received: Receive) -> None:
    policy = {"FilterPolicy": json.dumps({"colour": ["red", {"prefix": "bl"}], "size": [{"numeric": [">", 1]}]})}

    def attributes(colour: str, size: str) -> dict[str, Any]:
        return {
            "colour": {"DataType": "String", "StringValue": colour},
            "size": {"DataType": "Number", "StringValue": size},
        }

    assert received(policy, Message="red", MessageAttributes=attributes("red", "2")) == ["red"]
    assert received(policy, Message="blue", MessageAttributes=attributes("blue", "1.5")) == ["blue"]
    assert received(policy, Message="small", MessageAttributes=attributes("red", "1")) == []
    assert received(policy, Message="none") == []


@pytest.mark.parametrize(
    ("policy", "message", "is_let_through"),
    [
        ({"a": {"b": ["x"]}}, {"a": {"b": "x"}}, True),
        ({"a.b": ["x"]}, {"a": {"b": "x"}}, True),
        ({"a": {"b": ["x"]}}, {"a.b": "x"}, True),
        ({"a": {"b": ["x"]}}, {"a": {"b": ["y", "x"]}}, True),
        ({"a": {"b": ["x"]}}, {"a": [{"b": "y"}, {"b": "x"}]}, True),
        ({"a": {"b": ["x"]}}, {"a": {"b": "y"}}, False),
        ({"a": [{"exists": False}]}, {"b": 1}, True),
        ({"a": [{"exists": False}]}, {"b": []}, True),
        ({"a": [{"exists": False}]}, {}, False),
        ({"a": [{"exists": False}]}, {"a": 1}, False),
        ({"a": [5], "b": ["y"]}, {"a": 5, "b": "y"}, True),
        ({"$or": [{"a": ["x"]}, {"b": ["y"]}]}, {"b": "y"}, True),
        ({"$or": [{"a": ["x"]}, {"b": ["y"]}]}, {"b": "z"}, False),
    ],
)
def test_bodies_are_matched(received: Receive, policy: Any, message: Any, *, is_let_through: bool) -> None:
    body = json.dumps(message)
    scope = {"FilterPolicyScope": "MessageBody", "FilterPolicy": json.dumps(policy)}
    assert received(scope, Message=body) == ([body] if is_let_through else [])


def test_a_body_that_is_no_object_is_filtered_out(received: Receive) -> None:
    scope = {"FilterPolicyScope": "MessageBody", "FilterPolicy": '{"a": ["x"]}'}
    assert received(scope, Message="a: x") == []


def test_what_cannot_be_delivered_goes_to_the_dead_letter_queue(sandbox: Sandbox, topics: Any, topic: str) -> None:
    queues = sandbox.client("sqs")
    letters, letters_arn = open_queue(queues)
    _, closed = open_queue(queues, service="events.amazonaws.com")
    attributes = {"RawMessageDelivery": "true", "RedrivePolicy": json.dumps({"deadLetterTargetArn": letters_arn})}
    topics.subscribe(TopicArn=topic, Protocol="sqs", Endpoint=closed, Attributes=attributes)
    topics.publish(TopicArn=topic, Message="lost")
    assert bodies(queues, letters) == ["lost"]


def test_a_raw_message_has_at_most_ten_attributes(received: Receive) -> None:
    def attributes(count: int) -> dict[str, Any]:
        return {f"a{number}": {"DataType": "String", "StringValue": "x"} for number in range(count)}

    assert received({}, Message="ten", MessageAttributes=attributes(10)) == ["ten"]
    assert received({}, Message="eleven", MessageAttributes=attributes(11)) == []
