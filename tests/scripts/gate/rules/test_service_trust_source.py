"""Services that assume a role, or use a resource, for a source that nobody named."""

from typing import Any

import pytest

from scripts.gate.rules.service_trust_source import check
from tests.scripts.gate.small import allow, document, own, reported, resource, role, service, template

ACCOUNT = {"aws:SourceAccount": {"Ref": "AWS::AccountId"}}
SOURCE = {"aws:SourceArn": own("codebuild", "project/x")}


def of_trust(trust: dict[str, Any]) -> list[str]:
    return reported(check, template({"Role": role("x", trust=trust)}))


def test_a_service_that_documents_its_source_keys_must_send_both() -> None:
    assert of_trust(service("codebuild", StringEquals=ACCOUNT, ArnLike=SOURCE)) == []
    assert of_trust(service("codebuild", StringEquals=ACCOUNT)) == ["Role"]
    assert of_trust(service("codebuild", ArnLike=SOURCE)) == ["Role"]
    assert of_trust(service("codebuild", StringEqualsIfExists=ACCOUNT, ArnLikeIfExists=SOURCE)) == ["Role"]


def test_a_service_that_documents_none_is_held_to_what_it_sends() -> None:
    assert of_trust(service("lambda", StringEqualsIfExists=ACCOUNT)) == []
    assert of_trust(service("lambda")) == ["Role"]
    assert of_trust(service("lambda", StringEqualsIfExists={"aws:SourceAccount": "999999999999"})) == ["Role"]


@pytest.mark.parametrize("source", ["*", "arn:aws:codebuild:us-east-1:999999999999:project/x"])
def test_a_source_outside_the_account_is_reported(source: str) -> None:
    trust = service("codebuild", StringEquals=ACCOUNT, ArnLike={"aws:SourceArn": source})
    assert of_trust(trust) == ["Role"]


def test_a_source_of_another_service_is_reported() -> None:
    trust = service("codebuild", StringEquals=ACCOUNT, ArnLike={"aws:SourceArn": own("events", "rule/x")})
    assert of_trust(trust) == ["Role"]


def test_a_queue_takes_messages_of_rules_that_are_named() -> None:
    send = {**allow("sqs:SendMessage", "x"), "Principal": {"Service": "events.amazonaws.com"}}
    named = {**send, "Condition": {"ArnLike": {"aws:SourceArn": own("events", "rule/x")}}}
    for statement, expected in ((named, []), (send, ["Policy"])):
        policy = resource("AWS::SQS::QueuePolicy", PolicyDocument=document(statement))
        assert reported(check, template({"Policy": policy})) == expected
