"""Conditions compare one parameter with the value that leaves it out: nothing else switches off what is behind one.

One that protects nothing may hold for any of several such comparisons.
"""

from collections.abc import Iterator
from typing import Any

from scripts.gate.model.template import Problem, Template
from templates import names

PROTECTING = ("Has", "UsesConnection")
"""Conditions behind which a template protects something: each holds unless the value is left out."""
KINDS = ("product", "foundation", "team", "endpoint")
LEFT_OUT = ("", names.NONE)


def check(template: Template) -> Iterator[Problem]:
    for name, expression in template.body.get("Conditions", {}).items() if template.kind in KINDS else ():
        parameter, value = _compared(expression)
        choices = _any_of(expression) if not name.startswith(PROTECTING) else [expression]
        if any(_compared(choice)[0] not in template.parameters for choice in choices):
            yield Problem(name, "compares no parameter: a condition is a choice of the form")
        if name.startswith(PROTECTING) and (not _negated(expression) or value not in LEFT_OUT):
            yield Problem(name, f"holds only for {value!r}: compare with what leaves {parameter} out")
    for name, rule in template.body.get("Rules", {}).items():
        if not rule.get("Assertions"):
            yield Problem(name, "asserts nothing: a rule refuses a combination of values")


def _any_of(expression: Any) -> list[Any]:
    return (isinstance(expression, dict) and expression.get("Fn::Or")) or [expression]


def _negated(expression: Any) -> bool:
    return isinstance(expression, dict) and "Fn::Not" in expression


def _compared(expression: Any) -> tuple[str, str]:
    inner = expression["Fn::Not"][0] if _negated(expression) else expression
    sides = inner.get("Fn::Equals", [{}, ""]) if isinstance(inner, dict) else [{}, ""]
    one = sides[0] if isinstance(sides[0], dict) else {}
    for function in ("Fn::Select", "Fn::Join"):  # the first value of a list, or all of them
        one = one[function][1] if function in one else one
    return str(one.get("Ref")), str(sides[1])
