"""Is the model good enough? The answer in words, the rules one by one, and what should be known before deciding."""

from collections.abc import Mapping
from typing import Any

from support.assessment import Assessment
from support.page.formats import digits_for, fixed, share
from support.page.markup import Markup, element, items, join, mark, paragraph, section, table
from support.page.names import METRICS, title

SHARES = ("better than ", "not worse than ")  # rules whose figures are shares of what the other one lacks


def verdict(assessment: Assessment) -> Markup:
    """What stands at the top: the word, the sentence, and what the model is for."""
    result, card = assessment.result, assessment.configuration.card
    word = element("span", mark(bool(result["passed"]), "Good enough" if result["passed"] else "Not good enough"))
    box = element(
        "div",
        element("p", word, class_="word"),
        paragraph(result["verdict"]),
        class_=f"verdict {'good' if result['passed'] else 'bad'}",
    )
    uses = [
        (name, card.get(key)) for name, key in (("For", "intended_use"), ("Not for", "not_for"), ("Owner", "owner"))
    ]
    lines = [paragraph(element("strong", f"{name}: "), text) for name, text in uses if text]
    return join([box, *lines, warnings(result.get("warnings", []))])


def warnings(lines: list[str]) -> Markup:
    """What does not stop the model, but should be known."""
    if not lines:
        return Markup()
    return element("div", element("p", element("strong", "Mind before you decide:")), items(lines))


def rules(assessment: Assessment) -> Markup:
    """Each rule with the end of its interval that counts."""
    result = assessment.result
    confidence = share(assessment.configuration.gate.confidence, 0)
    rows = [row(rule) for rule in result["rules"]]
    missed = [rule for rule in result["rules"] if not rule["holds"]]
    if not missed:
        found = "The rule is met." if len(rows) == 1 else f"All {len(rows)} rules are met."
    else:
        found = f"{len(missed)} of {len(rows)} rules {'is' if len(missed) == 1 else 'are'} not met."
    meaning = (
        f"{found} The measured value depends on which rows are in the test set. The truth is above the lower end of an "
        f"interval with {confidence} confidence, and below the upper end with the same."
    )
    head = ("Rule", "Result", "Measured", "Interval", "Required")
    return section("Rules", paragraph(meaning), table("Rules of the gate", head, rows))


def row(rule: Mapping[str, Any]) -> list[object]:
    show = shown(rule)
    lower = rule.get("direction") == "lower"
    end = rule.get("compared", "low")
    missing = abs(rule[end] - rule["least"])
    return [
        name(rule["what"]),
        mark(True, "met") if rule["holds"] else mark(False, f"{show(missing)} {'over' if lower else 'short'}"),
        show(rule["value"]),
        f"{show(rule['low'])} to {show(rule['high'])}",
        f"{'lower' if end == 'low' else 'upper'} end at {'most' if lower else 'least'} {show(rule['least'])}",
    ]


def shown(rule: Mapping[str, Any]):
    """Shares in percent, a metric with the digits that its interval allows."""
    if rule["what"].startswith(SHARES):
        return share
    digits = digits_for(rule["low"], rule["high"])
    return lambda value: fixed(value, digits)


def name(what: str) -> str:
    """`auc` is AUC, `better than a straight line` is Better than a straight line."""
    return title(what) if what in METRICS else what[:1].upper() + what[1:]
