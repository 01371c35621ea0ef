"""Conditions that switch protection off."""

from typing import Any

from scripts.gate.rules.form_condition import check
from tests.scripts.gate.small import reported, template

FORM = {"VpcId": {"Type": "String"}}


def of(expression: Any) -> list[str]:
    return reported(check, template({}, Parameters=FORM, Conditions={"HasNetwork": expression}))


def test_a_protection_is_there_unless_its_value_is_left_out() -> None:
    left_out = {"Fn::Equals": [{"Ref": "VpcId"}, "none"]}
    assert of({"Fn::Not": [left_out]}) == []
    assert of(left_out) == ["HasNetwork"]
    assert of({"Fn::Not": [{"Fn::Equals": [{"Ref": "VpcId"}, "vpc-1"]}]}) == ["HasNetwork"]


def test_a_condition_is_a_choice_of_the_form() -> None:
    assert of({"Fn::Not": [{"Fn::Equals": ["a", "none"]}]}) == ["HasNetwork"]


def test_a_rule_refuses_something() -> None:
    for assertions, expected in (([{"Assert": {}}], []), ([], ["Rule"])):
        assert reported(check, template({}, Rules={"Rule": {"Assertions": assertions}})) == expected


def any_of(name: str, *choices: Any) -> list[str]:
    form = {**FORM, "MonitoredBy": {"Type": "String"}}
    return reported(check, template({}, Parameters=form, Conditions={name: {"Fn::Or": list(choices)}}))


def test_what_protects_nothing_may_hold_for_any_of_several_choices() -> None:
    one = {"Fn::Equals": [{"Ref": "VpcId"}, "yes"]}
    other = {"Fn::Not": [{"Fn::Equals": [{"Ref": "MonitoredBy"}, "none"]}]}
    assert any_of("StartsOnFiles", one, other) == []
    assert any_of("StartsOnFiles", one, {"Fn::Equals": ["a", "a"]}) == ["StartsOnFiles"]
    assert any_of("HasNetwork", one, other) == ["HasNetwork"]
