"""What rules start, and what becomes of events that cannot be delivered."""

from typing import Any

from scripts.gate.rules.event_target import check
from tests.scripts.gate.small import attribute, own, reported, resource, template

LETTERS = {"DeadLetterConfig": {"Arn": attribute("Letters")}}
OWN = {"Pipeline": resource("AWS::CodePipeline::Pipeline"), "Function": resource("AWS::Lambda::Function")}


def of(target: dict[str, Any], **properties: Any) -> list[str]:
    rule = resource("AWS::Events::Rule", Targets=[{"Id": "x", **target}], **properties)
    return reported(check, template({**OWN, "Rule": rule}))


def test_a_rule_starts_what_is_in_the_template() -> None:
    assert of({"Arn": own("codepipeline", "${Pipeline}"), **LETTERS}) == []
    assert of({"Arn": "arn:aws:lambda:us-east-1:999999999999:function:x", **LETTERS}) == ["Rule"]


def test_events_that_cannot_be_delivered_are_kept() -> None:
    assert of({"Arn": own("codepipeline", "${Pipeline}")}) == ["Rule"]
    assert of({"Arn": attribute("Function")}) == []


def test_a_rule_is_enabled_and_its_links_have_tls() -> None:
    pipeline = {"Arn": own("codepipeline", "${Pipeline}"), **LETTERS}
    assert of(pipeline, State="DISABLED") == ["Rule"]
    assert of({**pipeline, "InputTransformer": {"InputTemplate": '"http://example.com"'}}) == ["Rule"]
