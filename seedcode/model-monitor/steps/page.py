"""The report: what changed, how certain that is, and what to do, in the order in which a person decides."""

from figures import column_figure, quality_figure
from findings import BIAS, DATA, MOST_NAMED, QUALITY, Findings
from support.page.document import document
from support.page.formats import count, fixed, number, several, share
from support.page.markup import Markup, element, items, join, mark, paragraph, section, table
from support.page.picture import figures

MOST_FIGURES = 6
ADVICE = {
    DATA: (
        "Ask first whether the change is real: a changed form, unit or file is repaired where it comes from. If the "
        "world has changed, put newer data below data/ of the project that trains, and train."
    ),
    QUALITY: "Train on newer data with labels. Until then, think of the version before, or of a rule of thumb.",
    BIAS: "Look at who gets the label now, before the model decides about more people.",
}
FOUR_FIFTHS = 0.8  # EEOC, Uniform Guidelines on Employee Selection Procedures, 29 CFR 1607.4 D


def page(found: Findings) -> str:
    """The same findings give the same page, byte for byte."""
    sections = [_columns(found), _together(found), _quality(found), *_bias(found), _attribution(found), _method(found)]
    return document("Model monitor", _verdict(found), sections)


def _verdict(found: Findings) -> Markup:
    problems = found.problems()
    words = mark(not problems, "As before" if not problems else "Something changed")
    box = element(
        "div",
        element("p", words, class_="word"),
        *[paragraph(sentence) for sentence in problems.values() or [found.sentence]],
        class_=f"verdict {'bad' if problems else 'good'}",
    )
    advice = [
        element("p", element("strong", "What to do: "), text) for kind, text in ADVICE.items() if kind in problems
    ]
    period = f"{several(found.rows, 'row')}" + (f" from {found.first} to {found.last}" if found.first else "")
    about = paragraph(f"{period}, against {count(len(found.baseline.rows))} rows that {_model(found)} was tested on.")
    warnings = element("div", paragraph(element("strong", "Mind:")), items(found.warnings)) if found.warnings else ""
    return join([box, *advice, about, warnings])


def _model(found: Findings) -> str:
    version = found.baseline.model.get("version")
    return f"version {version} of the model" if version else "the model"


def _columns(found: Findings) -> Markup:
    limits, drifted = found.limits, found.drift.drifted(found.limits)
    order = sorted(found.drift.columns, key=lambda each: (each.name not in drifted, -each.stability))
    every = [*order, found.drift.prediction]
    rows = [
        [
            each.name,
            mark(False, ", ".join(reasons)) if (reasons := each.reasons(limits)) else mark(True, "as before"),
            fixed(each.stability, 3),
            "" if each.distance is None else fixed(each.distance, 3),
            f"{share(each.missing[0])} to {share(each.missing[1])}",
            f"{share(each.new)}: {', '.join(each.new_names)}" if each.new_names else "none",
            _chance(min(each.chances)),
        ]
        for each in every
    ]
    head = ("Column", "Result", "Stability index", "KS distance", "Missing", "New values", "Chance")
    text = (
        f"{several(len(drifted), 'column')} of {len(order)} drifted."
        if drifted
        else f"None of {several(len(order), 'column')} drifted, which is good."
    )
    shown = [column_figure(each) for each in [*order[:MOST_FIGURES], found.drift.prediction] if each.shares]
    return section("Data", paragraph(text), table("Every column, against the test rows", head, rows), figures(shown))


def _chance(value: float) -> str:
    return "<0.0001" if value < 0.0001 else fixed(value, 4)


def _together(found: Findings) -> Markup:
    area = found.drift.together.size
    text = (
        f"A classifier that sees all columns tells a row of now from a test row with an AUC of {fixed(area, 3)}; 0.5 "
        "is chance, 1 perfect. It also sees columns that no longer go together, each being as before."
    )
    words = mark(not found.drift.separated(found.limits), "can be told apart" if found.drift.separated(found.limits)
                 else "cannot be told apart")  # fmt: skip
    return section("All columns together", paragraph(words), paragraph(text))


def _quality(found: Findings) -> Markup:
    measured = found.quality
    if measured is None:
        text = f"Not measured: {several(found.labels, 'label')} of {found.limits.fewest_labels} arrived for these rows."
        return section("Quality", paragraph(text))
    worse = measured.worse(found.limits)
    text = (
        f"{measured.metric} is {fixed(measured.value, 3)} ({fixed(measured.low, 3)} to {fixed(measured.high, 3)}) on "
        f"{several(measured.rows, 'row')} whose label is known, and was {fixed(measured.before, 3)} when the model was "
        f"approved. {measured.direction.capitalize()} is better."
    )
    return section(
        "Quality",
        paragraph(mark(not worse, "worse than when it was approved" if worse else "as good as when it was approved")),
        paragraph(text[:1].upper() + text[1:]),
        figures([quality_figure(measured)]),
    )


def _bias(found: Findings) -> list[Markup]:
    if not found.selections:
        return []
    parts = []
    for each in found.selections:
        head = ("Group", "Rows", "Get the positive label")
        rows = [[group.name, count(group.rows), share(group.rate)] for group in each.groups]
        before = "" if each.before is None else f", {each.before:.2f} when the model was approved"
        level = "below four fifths" if each.ratio < FOUR_FIFTHS else "above four fifths"
        words = mark(not each.worse(found.limits), "less equal" if each.worse(found.limits) else "as before")
        text = f": the lowest rate is {each.ratio:.2f} of the highest{before}; {share(each.difference)} apart, {level}."
        parts += [paragraph(join([words, text])), table(each.column, head, rows)]
    return [section("Groups", *parts)]


def _attribution(found: Findings) -> Markup:
    measured = found.attribution
    about = (
        f"A straight line through the model's answers follows {share(measured.explained, 0)} of them. What the columns "
        "add to the line stands for what they add to the model's answers."
    )
    if not measured.measured:
        return section("Importance", paragraph(f"{about} That is too little to conclude anything."))
    moved = measured.moved(found.limits)
    words = mark(not moved, "other columns matter" if moved else "the same columns matter")
    order = sorted(measured.shares.items(), key=lambda item: -item[1][0])
    rows = [[name, share(before), share(now)] for name, (before, now) in order]
    text = f"{about} The order of importance agrees by {fixed(measured.agreement, 3)}; 1 is the same order."
    return section(
        "Importance", paragraph(words), paragraph(text), table("Part of the answers", ("Column", "Before", "Now"), rows)
    )


def _method(found: Findings) -> Markup:
    limits = found.limits
    lines = [
        f"Over all tests of a run, a false alarm has a chance of {number(100 * limits.false_alarms)} % (Holm). Every "
        "difference also has to be large enough to matter, because many rows make every difference certain.",
        f"A number has drifted from a KS distance of {limits.distance:g} or a stability index of {limits.stability:g} "
        f"on; a category from that index on; missing cells from {share(limits.missing)} more or fewer on; new values "
        f"from {share(limits.new_values)} of the rows on.",
        f"All columns together have drifted from an AUC of {limits.separation:g} on.",
        f"The model got worse if even the better end of its interval (99.5 %) lacks {share(limits.quality_loss, 0)} "
        "more than when it was approved.",
        f"Groups are treated less equally if even the upper end of the ratio is below {limits.selection_ratio:g} of "
        "the ratio when the model was approved.",
        f"At most {MOST_NAMED} columns are named in the message; this page has all. The limits are in monitor.toml.",
    ]
    return section("How this was judged", items(lines))
