"""The data of this training: what they hold, and how they differ from those that production's model learnt from."""

from collections.abc import Mapping
from typing import Any

from support.assessment import Assessment
from support.page.formats import count, number, several, share
from support.page.markup import Markup, mark, paragraph, section, table
from support.profile import MOVED, MOVED_FAR, PARTS, Change, drift
from support.schema import NUMBER

MOST_NAMED = 5


def data(assessment: Assessment) -> Markup:
    now, before = assessment.profile, assessment.profile_before
    if not now.get("columns"):
        return section("Data", paragraph("The data of this training have no profile."))
    return section("Data", *changes(now, before), contents(now))


def changes(now: Mapping[str, Any], before: Mapping[str, Any] | None) -> list[Markup]:
    """Against the last training, or why there is nothing to compare with."""
    if before is None:
        return [
            paragraph("There is no profile of earlier training data, so nothing shows whether these are different.")
        ]
    found = drift(before, now)
    gone, added = (
        sorted(one["columns"].keys() - other["columns"].keys()) for one, other in ((before, now), (now, before))
    )
    lines = [paragraph(summary(found, now, before))]
    lines += [
        paragraph(f"{words}: {', '.join(names)}.")
        for words, names in (("No longer there", gone), ("New columns", added))
        if names
    ]
    head = ("Column", "Stability index", "Missing before", "Missing now", "New or lost values", "Result")
    caption = "Against the data that the last model learnt from"
    limits = (
        f"The population stability index is 0 for equal data. Above {MOVED:g} a column has moved, above {MOVED_FAR:g} "
        "far, if that is also more than two samples of the same data would differ by."
    )
    return [*lines, table(caption, head, [row(each) for each in found]), paragraph(limits, kind="soft")]


def summary(found: list[Change], now: Mapping[str, Any], before: Mapping[str, Any]) -> str:
    moved = [each.column for each in found if each.moved]
    rows = f"{count(now['rows'])} rows, {count(before['rows'])} in the last training."
    values = [each.column for each in found if each.new_values]
    new = f" New values in {', '.join(values)}." if values else ""
    if not moved:
        return f"{rows} No column has moved, which is good: figures of both models can be compared.{new}"
    return (
        f"{rows} {several(len(moved), 'column')} moved: {', '.join(moved)}. Ask why before you trust a comparison.{new}"
    )


def row(change: Change) -> list[object]:
    if change.moved_far:
        words = mark(False, "moved far")
    else:
        words = mark(False, "moved") if change.moved else mark(True, "as before")
    names = [f"new: {value}" for value in change.new_values] + [f"lost: {value}" for value in change.lost_values]
    more = f" and {len(names) - MOST_NAMED} more" if len(names) > MOST_NAMED else ""
    shown = ", ".join(names[:MOST_NAMED]) + more
    return [
        change.column,
        f"{change.stability:.3f}",
        share(change.missing_before),
        share(change.missing),
        shown or "none",
        words,
    ]


def contents(now: Mapping[str, Any]) -> Markup:
    """What each column holds."""
    rows = [[name, share(found["missing"]), values(found)] for name, found in now["columns"].items()]
    return table(f"The {count(now['rows'])} rows that this model learnt from", ("Column", "Missing", "Values"), rows)


def values(found: Mapping[str, Any]) -> str:
    """The spread of a number, or the commonest values of a category."""
    if found["kind"] != NUMBER:
        named = [f"{name} {share(part, 0)}" for name, part in list(found["shares"].items())[:MOST_NAMED]]
        more = len(found["shares"]) - MOST_NAMED
        return ", ".join(named) + (f", and {more} more" if more > 0 else "")
    if not found["quantiles"]:
        return "none"
    low, first, middle, third, high = (number(found["quantiles"][place * PARTS // 4]) for place in range(5))
    return f"from {low} to {high}, middle {middle}, half of them from {first} to {third}"
