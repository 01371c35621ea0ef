"""Topics are made, changed and described as SNS does."""

import json
from typing import Any

import pytest

from tests.sandbox.conftest import Sandbox
from tests.sandbox.engine.rules.refusals import policy, refusal, unique


@pytest.fixture
def topics(sandbox: Sandbox) -> Any:
    return sandbox.client("sns")


@pytest.fixture
def topic(topics: Any) -> str:
    return topics.create_topic(Name=unique("topic"))["TopicArn"]


@pytest.mark.parametrize("name", ["", "a b", "a.b", "x" * 257])
def test_a_name_has_letters_digits_hyphens_and_underscores(topics: Any, name: str) -> None:
    assert refusal(topics.create_topic, Name=name) == ("InvalidParameter", "Invalid parameter: Topic Name")


def test_a_fifo_topic_is_refused_by_name(topics: Any) -> None:
    code, message = refusal(topics.create_topic, Name="ordered.fifo", Attributes={"FifoTopic": "true"})
    assert (code, message) == ("SandboxNotImplemented", "a FIFO topic is not emulated by the sandbox")
    assert refusal(topics.create_topic, Name="ordered", Attributes={"FifoTopic": "true"})[0] == "InvalidParameter"


def test_a_topic_is_described_as_aws_does(topics: Any, topic: str) -> None:
    found = topics.get_topic_attributes(TopicArn=topic)["Attributes"]
    (statement,) = json.loads(found["Policy"])["Statement"]
    assert statement["Condition"] == {"StringEquals": {"AWS:SourceOwner": "222222222222"}}
    assert "SNS:AddPermission" in statement["Action"]
    retries = json.loads(found["EffectiveDeliveryPolicy"])["http"]["defaultHealthyRetryPolicy"]
    assert (retries["numRetries"], retries["backoffFunction"]) == (3, "linear")
    assert "FifoTopic" not in found


def test_a_topic_can_be_made_again_with_less_and_not_with_anything_else(topics: Any) -> None:
    name = unique("again")
    given = {"Attributes": {"DisplayName": "one"}, "Tags": [{"Key": "a", "Value": "1"}]}
    made = topics.create_topic(Name=name, **given)["TopicArn"]
    assert topics.create_topic(Name=name)["TopicArn"] == made
    assert topics.create_topic(Name=name, **given)["TopicArn"] == made
    other = {"DisplayName": "two"}
    reason = "Topic already exists with different"
    assert refusal(topics.create_topic, Name=name, Attributes=other)[1].endswith(f"{reason} attributes")
    tags = [{"Key": "b", "Value": "2"}]
    assert refusal(topics.create_topic, Name=name, Tags=tags)[1].endswith(f"{reason} tags")


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("Colour", "red"),
        ("FifoTopic", "false"),
        ("SignatureVersion", "3"),
        ("TracingConfig", "On"),
        ("DisplayName", "x" * 101),
    ],
)
def test_an_unknown_attribute_or_value_is_refused(topics: Any, topic: str, name: str, value: str) -> None:
    refused = refusal(topics.set_topic_attributes, TopicArn=topic, AttributeName=name, AttributeValue=value)
    assert refused[0] == "InvalidParameter"


def test_an_arn_is_one_of_a_topic_in_this_region(topics: Any, topic: str) -> None:
    elsewhere = topic.replace("us-east-1", "eu-west-1")
    assert refusal(topics.get_topic_attributes, TopicArn=elsewhere)[1] == "Invalid parameter: TopicArn"
    short = "Invalid parameter: TopicArn Reason: An ARN must have at least 6 elements, not 2"
    assert refusal(topics.delete_topic, TopicArn="arn:topic") == ("InvalidParameter", short)
    assert refusal(topics.get_topic_attributes, TopicArn=f"{topic}-x") == ("NotFound", "Topic does not exist")


def test_a_topic_has_at_most_fifty_tags(topics: Any, topic: str) -> None:
    topics.tag_resource(ResourceArn=topic, Tags=[{"Key": str(number), "Value": ""} for number in range(50)])
    assert refusal(topics.tag_resource, ResourceArn=topic, Tags=[{"Key": "more", "Value": ""}])[0] == "TagLimitExceeded"


def test_a_key_is_given_once(topics: Any, topic: str) -> None:
    twice = [{"Key": "a", "Value": value} for value in "12"]
    expected = ("InvalidParameter", "Invalid parameter: Duplicated keys are not allowed.")
    assert refusal(topics.tag_resource, ResourceArn=topic, Tags=twice) == expected
    assert refusal(topics.create_topic, Name=unique("tagged"), Tags=twice) == expected


def _set(topics: Any, topic: str, document: str) -> tuple[str, str]:
    return refusal(topics.set_topic_attributes, TopicArn=topic, AttributeName="Policy", AttributeValue=document)


STATEMENT = {"Effect": "Allow", "Principal": "*", "Action": "sns:Publish"}


@pytest.mark.parametrize(
    "change",
    [
        {"Effect": "Perhaps"},
        {"Principal": {"Robot": "*"}},
        {"Principle": "*"},
        {"Condition": {"StringIs": {"aws:PrincipalOrgID": "o-1"}}},
        {"Condition": {"NullIfExists": {"aws:PrincipalOrgID": "true"}}},
        {"Resource": "arn:aws:sns:us-east-1:222222222222:another"},
        {"Resource": []},
        {"Action": [{"sns": "Publish"}]},
    ],
)
def test_a_policy_that_breaks_the_grammar_or_is_for_another_topic_is_refused(
    topics: Any, topic: str, change: dict[str, Any]
) -> None:
    broken = policy({**STATEMENT, "Resource": topic, **change})
    assert _set(topics, topic, broken) == ("InvalidParameter", "Invalid parameter: Policy Error: null")


@pytest.mark.parametrize("action", ["sns:CreateTopic", "s3:GetObject", "Publish", "sns:Publishing"])
def test_a_policy_has_only_actions_on_topics(topics: Any, topic: str, action: str) -> None:
    refused = _set(topics, topic, policy({**STATEMENT, "Resource": topic, "Action": action}))
    assert refused == ("InvalidParameter", "Invalid parameter: Policy statement action out of service scope!")


def test_a_policy_has_at_most_a_hundred_statements(topics: Any, topic: str) -> None:
    allowed = [{**STATEMENT, "Resource": topic} for _ in range(100)]
    topics.set_topic_attributes(TopicArn=topic, AttributeName="Policy", AttributeValue=policy(*allowed))
    assert _set(topics, topic, policy(*allowed, allowed[0]))[0] == "InvalidParameter"


def test_a_list_has_a_hundred_topics_to_a_page(sandbox: Sandbox) -> None:
    topics = sandbox.client("sns", sandbox.outsider)
    for number in range(101):
        topics.create_topic(Name=f"paged-{number}")
    first = topics.list_topics()
    rest = topics.list_topics(NextToken=first["NextToken"])
    assert (len(first["Topics"]), len(rest["Topics"])) == (100, 1)
    assert "NextToken" not in rest
