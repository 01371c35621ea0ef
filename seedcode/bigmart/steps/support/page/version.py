"""Which model this is: from what it was made, and how its training ended."""

from typing import Any

from support.assessment import Assessment
from support.page.chart import Plot, axis, grid, line
from support.page.formats import count, number, value_of
from support.page.markup import Markup, element, escape, items, join, paragraph, section, table
from support.page.picture import Picture, figure, figures

DIGEST = 12  # characters of a digest that are enough to recognize it


def version(assessment: Assessment) -> Markup:
    return section("Model version", table("The model", ("Fact", "Value"), facts(assessment)))


def training(assessment: Assessment) -> Markup:
    return section("Training", learning(assessment.curve))


def facts(assessment: Assessment) -> list[tuple[str, object]]:
    """What is known; a run outside of a pipeline knows less."""
    result, data = assessment.result, assessment.result.get("data", {})
    made = result.get("made", {})
    known: list[tuple[str, object]] = [
        ("Commit", commit(str(made.get("commit") or ""))),
        ("Evaluated", made.get("when") or "not recorded"),
        ("Model, SHA-256", short(result.get("model_sha256"))),
        ("Data, digest", short(data.get("digest"))),
        ("Data, rows", count(data["rows"]) if data.get("rows") else "not known"),
        ("Test rows", count(len(assessment.truth))),
        ("Training", str(result.get("training") or "not known")),
    ]
    chosen = [
        element("code", f"{name} = {value_of(value)}") for name, value in sorted(assessment.configuration.model.items())
    ]
    known.append(("Hyperparameters", items(chosen) if chosen else "those that the model has by itself"))
    return known


def commit(given: str) -> Markup:
    """Its first characters; a plus behind it means that files were changed since."""
    if not given:
        return escape("not known: no pipeline made the model, and there is no Git repository")
    changed = " and changes that are in no commit" if given.endswith("+") else ""
    return join([short(given.rstrip("+")), changed])


def short(digest: Any) -> Markup:
    return element("code", str(digest)[:DIGEST], title=digest) if digest else element("span", "not known")


def learning(curve: dict[str, Any]) -> Markup:
    """The loss of both sets, round by round. `start` is the loss before all learning, if that is not the first one."""
    train, validation = (list(curve.get(name) or []) for name in ("train", "validation"))
    if len(validation) < 2 or len(train) != len(validation):
        return paragraph("This model does not learn in rounds: there is no learning curve.")
    kept = min(max(int(curve.get("rounds") or len(validation)), 1), len(validation))
    rounds = list(range(1, len(validation) + 1))
    plot = Plot(axis(rounds, "round"), axis([*train, *validation], ""))
    parts = [grid(plot), line(plot, rounds, train, "three"), line(plot, rounds, validation, "one")]
    if kept < len(validation):
        parts.append(line(plot, [kept, kept], [plot.y.low, plot.y.high], "two"))
    gap = validation[kept - 1] - train[kept - 1]
    text = (
        f"{kept} of {len(validation)} rounds are kept: loss {number(train[kept - 1])} on the rows it learnt from, "
        f"{number(validation[kept - 1])} on validation rows"
    )
    start = float(curve.get("start", validation[0]))
    caption = f"{text}. {overfitting(gap, start - validation[kept - 1])}"
    names = [("three", "train"), ("one", "validation"), ("two", "kept until here")]
    shown = names if kept < len(validation) else names[:2]
    upright = str(curve.get("loss") or "loss")
    return figures([figure(Picture("Learning curve", text, parts, caption, shown, upright=upright))])


def overfitting(gap: float, gained: float) -> str:
    """What the two curves say about how long training went on."""
    if gained <= 0:
        return "Learning did not lower the loss on validation rows: bad, the columns may say nothing about the target."
    part = gap / gained
    if part > 1:
        return "The gap is larger than all that was learnt: the model knows its rows by heart, a simpler one may do."
    if part > 0.25:
        return "The gap is visible: a simpler model, or more rows, may be better."
    return "The gap is small, which is good: what was learnt holds for other rows."
