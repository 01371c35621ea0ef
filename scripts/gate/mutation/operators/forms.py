"""Defects of what people type and of choices made from it: open patterns, redirected settings, turned conditions."""

from collections.abc import Iterator

from scripts.gate.model.template import Body
from scripts.gate.mutation.edits import REMOVED, Edit

FROM_SSM = "AWS::SSM::Parameter::"


def pattern_open(body: Body) -> Iterator[Edit]:
    for name, _ in _typed(body):
        for pattern in (".*", "^.+$", "^[^ ]+$"):
            yield Edit(("Parameters", name, "AllowedPattern"), pattern, pattern)


def pattern_removed(body: Body) -> Iterator[Edit]:
    return (Edit(("Parameters", name, "AllowedPattern"), REMOVED) for name, _ in _typed(body))


def pattern_with_an_alternative(body: Body) -> Iterator[Edit]:
    """One more way to match, as when someone adds an exception for a test."""
    for name, parameter in _typed(body):
        pattern = f"({parameter['AllowedPattern']})|(.*[$*].*)"
        yield Edit(("Parameters", name, "AllowedPattern"), pattern)


def setting_redirected(body: Body) -> Iterator[Edit]:
    for name, parameter in body.get("Parameters", {}).items():
        if parameter["Type"].startswith(FROM_SSM):
            yield Edit(("Parameters", name, "Default"), "/attacker/value", "another default")
            if "AllowedValues" in parameter:
                yield Edit(("Parameters", name, "AllowedValues"), REMOVED, "any name")
                more = [*parameter["AllowedValues"], "/attacker/value"]
                yield Edit(("Parameters", name, "AllowedValues"), more, "one more name")


def value_added(body: Body) -> Iterator[Edit]:
    """A value that no template expects."""
    for name, parameter in body.get("Parameters", {}).items():
        if "AllowedValues" in parameter and not parameter["Type"].startswith(FROM_SSM):
            yield Edit(("Parameters", name, "AllowedValues"), [*parameter["AllowedValues"], "*"], "*")
            yield Edit(("Parameters", name, "Default"), "something-else", "another default")


def condition_turned_round(body: Body) -> Iterator[Edit]:
    for name, expression in body.get("Conditions", {}).items():
        if "Fn::Not" in expression and name.startswith("Has"):
            yield Edit(("Conditions", name), expression["Fn::Not"][0], "without Fn::Not")
            yield Edit(("Conditions", name), {"Fn::Equals": ["a", "b"]}, "never")


def rule_removed(body: Body) -> Iterator[Edit]:
    """Its assertions: the combination that cannot work is launched."""
    return (Edit(("Rules", name, "Assertions"), [], "asserts nothing") for name in body.get("Rules", {}))


def _typed(body: Body) -> Iterator[tuple[str, Body]]:
    for name, parameter in body.get("Parameters", {}).items():
        if "AllowedPattern" in parameter and not parameter["Type"].startswith(FROM_SSM):
            yield name, parameter


OPERATORS = (
    "pattern_open",
    "pattern_removed",
    "pattern_with_an_alternative",
    "setting_redirected",
    "value_added",
    "condition_turned_round",
    "rule_removed",
)
