"""Properties that no rule knows."""

from scripts.gate.rules.known_kind import KNOWN as KINDS
from scripts.gate.rules.known_property import KNOWN, check
from tests.scripts.gate.small import reported, resource, template


def test_a_property_that_no_rule_knows_is_reported() -> None:
    assert reported(check, template({"Rule": resource("AWS::Events::Rule", State="ENABLED")})) == []
    assert reported(check, template({"Rule": resource("AWS::Events::Rule", EventBusName="x")})) == ["Rule"]


def test_the_properties_of_every_known_kind_are_listed() -> None:
    assert {kind for kinds in KINDS.values() for kind in kinds} == set(KNOWN)


def test_alarms_have_tags_but_no_actions_that_no_rule_knows() -> None:
    for name, expected in (("Tags", []), ("AlarmActions", ["Alarm"])):
        assert reported(check, template({"Alarm": resource("AWS::CloudWatch::Alarm", **{name: []})})) == expected
