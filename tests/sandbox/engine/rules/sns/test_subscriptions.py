"""Subscriptions take the endpoints and attributes that SNS takes."""

import json
from typing import Any

import pytest

from tests.sandbox.conftest import Sandbox
from tests.sandbox.engine.rules.refusals import open_queue, refusal, unique

BODY = {"FilterPolicyScope": "MessageBody"}


@pytest.fixture
def topics(sandbox: Sandbox) -> Any:
    return sandbox.client("sns")


@pytest.fixture
def topic(topics: Any) -> str:
    return topics.create_topic(Name=unique("topic"))["TopicArn"]


@pytest.fixture
def queue(sandbox: Sandbox) -> str:
    return open_queue(sandbox.client("sqs"))[1]


@pytest.fixture
def subscription(topics: Any, topic: str, queue: str) -> str:
    return topics.subscribe(TopicArn=topic, Protocol="sqs", Endpoint=queue)["SubscriptionArn"]


@pytest.mark.parametrize(
    ("protocol", "endpoint", "sentence"),
    [
        ("sqs", "http://127.0.0.1/222222222222/q", "SQS endpoint ARN"),
        ("sqs", "arn:aws:lambda:us-east-1:222222222222:function:f", "SQS endpoint ARN"),
        ("email", "nobody", "Email address"),
        ("pigeon", "coop", "Amazon SNS does not support this protocol string: pigeon"),
    ],
)
def test_an_endpoint_fits_its_protocol(topics: Any, topic: str, protocol: str, endpoint: str, sentence: str) -> None:
    refused = refusal(topics.subscribe, TopicArn=topic, Protocol=protocol, Endpoint=endpoint)
    assert refused == ("InvalidParameter", f"Invalid parameter: {sentence}")


def test_a_fifo_queue_cannot_subscribe_to_a_standard_topic(topics: Any, topic: str, queue: str) -> None:
    code, message = refusal(topics.subscribe, TopicArn=topic, Protocol="sqs", Endpoint=f"{queue}.fifo")
    assert (code, "FIFO SQS Queues can not be subscribed" in message) == ("InvalidParameter", True)


@pytest.mark.parametrize("protocol", ["http", "https", "sms", "lambda", "application", "firehose"])
def test_other_protocols_are_refused_by_name(topics: Any, topic: str, protocol: str) -> None:
    code, message = refusal(topics.subscribe, TopicArn=topic, Protocol=protocol, Endpoint="+15551234567")
    assert (code, f"the protocol {protocol} of a subscription" in message) == ("SandboxNotImplemented", True)


def test_a_subscription_is_described_as_aws_does(topics: Any, subscription: str, queue: str) -> None:
    found = topics.get_subscription_attributes(SubscriptionArn=subscription)["Attributes"]
    assert found == {
        "ConfirmationWasAuthenticated": "true",
        "Endpoint": queue,
        "Owner": "222222222222",
        "PendingConfirmation": "false",
        "Protocol": "sqs",
        "RawMessageDelivery": "false",
        "SubscriptionArn": subscription,
        "SubscriptionPrincipal": "arn:aws:iam::222222222222:root",
        "TopicArn": subscription.rpartition(":")[0],
    }


def test_a_role_that_subscribes_is_named_with_its_path(sandbox: Sandbox, topics: Any, topic: str, queue: str) -> None:
    identity = sandbox.client("iam")
    trust = {"Effect": "Allow", "Principal": {"AWS": "222222222222"}, "Action": "sts:AssumeRole"}
    document = json.dumps({"Version": "2012-10-17", "Statement": [trust]})
    role = identity.create_role(RoleName=unique("reader"), Path="/team/", AssumeRolePolicyDocument=document)["Role"]
    may = {"Effect": "Allow", "Action": "sns:Subscribe", "Resource": topic}
    document = json.dumps({"Version": "2012-10-17", "Statement": [may]})
    identity.put_role_policy(RoleName=role["RoleName"], PolicyName="p", PolicyDocument=document)
    person = sandbox.client_with("sns", sandbox.assume(role["Arn"], sandbox.development))
    made = person.subscribe(TopicArn=topic, Protocol="sqs", Endpoint=queue)["SubscriptionArn"]
    found = topics.get_subscription_attributes(SubscriptionArn=made)["Attributes"]
    assert found["SubscriptionPrincipal"] == role["Arn"]


def test_subscribing_again_gives_the_same_subscription_unless_it_is_another(
    topics: Any, topic: str, queue: str
) -> None:
    raw = {"RawMessageDelivery": "True"}
    where = {"TopicArn": topic, "Protocol": "sqs", "Endpoint": queue}
    made = topics.subscribe(**where, Attributes=raw)["SubscriptionArn"]
    assert topics.get_subscription_attributes(SubscriptionArn=made)["Attributes"]["RawMessageDelivery"] == "true"
    assert topics.subscribe(**where)["SubscriptionArn"] == made
    assert topics.subscribe(**where, Attributes={"FilterPolicyScope": "MessageAttributes"})["SubscriptionArn"] == made
    code, message = refusal(topics.subscribe, **where, Attributes={"RawMessageDelivery": "false"})
    assert (code, message.endswith("Subscription already exists with different attributes")) == (
        "InvalidParameter",
        True,
    )


@pytest.mark.parametrize(
    ("arn", "sentence"),
    [
        ("nothing", "SubscriptionArn Reason: An ARN must have at least 6 elements, not 1"),
        ("arn:aws:sns:us-east-1:222222222222:topic", "SubscriptionId"),
    ],
)
def test_an_arn_of_a_subscription_has_seven_elements(topics: Any, arn: str, sentence: str) -> None:
    expected = ("InvalidParameter", f"Invalid parameter: {sentence}")
    assert refusal(topics.unsubscribe, SubscriptionArn=arn) == expected
    assert refusal(topics.get_subscription_attributes, SubscriptionArn=arn) == expected


def test_what_was_unsubscribed_is_gone_and_can_be_unsubscribed_again(topics: Any, subscription: str) -> None:
    topics.unsubscribe(SubscriptionArn=subscription)
    topics.unsubscribe(SubscriptionArn=subscription)
    raw = {"AttributeName": "RawMessageDelivery", "AttributeValue": "true"}
    refused = refusal(topics.set_subscription_attributes, SubscriptionArn=subscription, **raw)
    assert refused == ("NotFound", "Subscription does not exist")


def test_raw_delivery_is_not_for_mail(topics: Any, topic: str) -> None:
    raw = {"RawMessageDelivery": "true"}
    where = {"TopicArn": topic, "Protocol": "email", "Endpoint": "raw@example.com"}
    assert "does not support raw message delivery" in refusal(topics.subscribe, **where, Attributes=raw)[1]


def test_a_scope_is_shown_with_a_filter_policy_only(topics: Any, subscription: str) -> None:
    def change(name: str, value: str) -> dict[str, str]:
        topics.set_subscription_attributes(SubscriptionArn=subscription, AttributeName=name, AttributeValue=value)
        return topics.get_subscription_attributes(SubscriptionArn=subscription)["Attributes"]

    assert "FilterPolicyScope" not in change("FilterPolicyScope", "MessageBody")
    assert change("FilterPolicy", '{"a": ["b"]}')["FilterPolicyScope"] == "MessageBody"
    assert not {"FilterPolicy", "FilterPolicyScope"} & set(change("FilterPolicy", "{}"))


@pytest.mark.parametrize(
    "target",
    [
        "no JSON",
        "{}",
        '{"deadLetterTargetArn": "arn:aws:sqs:eu-west-1:222222222222:q"}',
        '{"deadLetterTargetArn": "arn:aws:sqs:us-east-1:333333333333:q"}',
        '{"deadLetterTargetArn": "arn:aws:sns:us-east-1:222222222222:q"}',
    ],
)
def test_a_dead_letter_queue_is_in_the_account_and_region(topics: Any, subscription: str, target: str) -> None:
    redrive = {"AttributeName": "RedrivePolicy", "AttributeValue": target}
    assert refusal(topics.set_subscription_attributes, SubscriptionArn=subscription, **redrive)[0] == "InvalidParameter"


RULES = [
    (["x"], None),
    ([1, True, None], None),
    ([{"prefix": "a"}, {"suffix": "b"}, {"equals-ignore-case": "c"}, {"exists": False}], None),
    ([{"anything-but": ["a", 1]}, {"anything-but": {"prefix": "a"}}], None),
    ([{"numeric": [">", 0, "<=", 10]}, {"numeric": ["=", 3.5]}, {"cidr": "10.0.0.0/24"}], None),
    ([["x"]], "Match value must be String, number, true, false, or null"),
    ([{"like": "x"}], "Unrecognized match type like"),
    ([{"prefix": "a", "suffix": "b"}], "Only one key allowed in match expression"),
    ([{"prefix": 1}], "prefix match pattern must be a string"),
    ([{"exists": "yes"}], "exists match pattern must be either true or false."),
    ([{"anything-but": {"suffix": "a"}}], "anything-but match pattern"),
    ([{"numeric": ["<", 3, ">", 1]}], "numeric match pattern"),
    ([{"numeric": ["about", 1]}], "numeric match pattern"),
    ([{"cidr": "everywhere"}], "cidr match pattern"),
    ([], "Empty arrays are not allowed"),
    ("x", '"key" must be an object or an array'),
]


@pytest.mark.parametrize(("rules", "sentence"), RULES)
def test_a_filter_policy_is_a_map_of_lists_of_rules(
    topics: Any, subscription: str, rules: Any, sentence: str | None
) -> None:
    given = {"AttributeName": "FilterPolicy", "AttributeValue": json.dumps({"key": rules})}
    if sentence is None:
        topics.set_subscription_attributes(SubscriptionArn=subscription, **given)
        return
    code, message = refusal(topics.set_subscription_attributes, SubscriptionArn=subscription, **given)
    assert (code, message.startswith(f"Invalid parameter: FilterPolicy: {sentence}")) == ("InvalidParameter", True)


@pytest.mark.parametrize(
    ("filter_policy", "sentence"),
    [
        ({name: ["x"] for name in "abcdef"}, "FilterPolicy: Filter policy can not have more than 5 keys"),
        ({"a": [str(each) for each in range(151)]}, "FilterPolicy: Filter policy is too complex"),
        ({"a": list(range(13)), "b": list(range(12))}, "FilterPolicy: Filter policy is too complex"),
        ({"a": {"b": ["c"]}}, "Filter policy scope MessageAttributes does not support nested filter policy"),
    ],
)
def test_a_filter_policy_has_limits(topics: Any, topic: str, queue: str, filter_policy: Any, sentence: str) -> None:
    where = {"TopicArn": topic, "Protocol": "sqs", "Endpoint": queue}
    refused = refusal(topics.subscribe, **where, Attributes={"FilterPolicy": json.dumps(filter_policy)})
    assert refused == ("InvalidParameter", f"Invalid parameter: Attributes Reason: {sentence}")


def test_levels_of_a_nested_policy_count(topics: Any, topic: str, queue: str) -> None:
    """SNS's own example: 3 x 4 x 2 x 3 = 72."""
    where = {"TopicArn": topic, "Protocol": "sqs", "Endpoint": queue}
    fits = {"a": {"b": {"c": ["1", "2", "3", "4"]}}, "d": {"e": ["1", "2", "3"]}}
    made = topics.subscribe(**where, Attributes=BODY | {"FilterPolicy": json.dumps(fits)})["SubscriptionArn"]
    fits["d"]["e"] *= 3
    more = {"AttributeName": "FilterPolicy", "AttributeValue": json.dumps(fits)}
    assert "too complex" in refusal(topics.set_subscription_attributes, SubscriptionArn=made, **more)[1]
