"""The answers of a classification at the threshold: right and wrong ones, and what other thresholds would cost."""

from typing import NamedTuple

import numpy as np

from support.assessment import Assessment
from support.page.calibration import calibration
from support.page.formats import count, number, share
from support.page.markup import Markup, element, join, paragraph, section, table
from support.page.picture import figures
from support.page.precision_recall import precision_recall

THRESHOLDS = tuple(round(0.1 * part, 1) for part in range(1, 10))
PER_ROWS = 1000


class Outcome(NamedTuple):
    """How many rows got the positive label rightly and wrongly, and how many the negative one."""

    found: int
    wrong: int
    missed: int
    rest: int

    @property
    def rows(self) -> int:
        return sum(self)

    @property
    def precision(self) -> float:
        return self.found / (self.found + self.wrong) if self.found + self.wrong else float("nan")

    @property
    def recall(self) -> float:
        return self.found / (self.found + self.missed) if self.found + self.missed else float("nan")


def outcome(truth: np.ndarray, probability: np.ndarray, threshold: float) -> Outcome:
    chosen, positive = probability >= threshold, truth == 1
    parts = (chosen & positive, chosen & ~positive, ~chosen & positive, ~chosen & ~positive)
    return Outcome(*(int(part.sum()) for part in parts))


def classification(assessment: Assessment) -> Markup:
    pictures = [precision_recall(assessment), calibration(assessment)]
    return section("Answers", confusion(assessment), thresholds(assessment), figures(pictures))


def confusion(assessment: Assessment) -> Markup:
    """The four kinds of answers at the threshold."""
    threshold = float(assessment.result["threshold"])
    yes, no = labels(assessment)
    found = outcome(assessment.truth, assessment.prediction, threshold)
    good, bad = found.found + found.rest, found.wrong + found.missed
    sentence = (
        f"With the threshold {number(threshold)}, {share(good / found.rows)} of {count(found.rows)} answers are right "
        f"and {count(bad)} wrong. Of those labelled {yes}, {percent(found.precision)} are {yes}; of those that "
        f"are {yes}, {percent(found.recall)} are found."
    )
    rows = [
        [f"is {yes}", answer(found.found, found.rows, True), answer(found.missed, found.rows, False)],
        [f"is {no}", answer(found.wrong, found.rows, False), answer(found.rest, found.rows, True)],
    ]
    head = ("The row", f"labelled {yes}", f"labelled {no}")
    caption = f"Confusion matrix at the threshold {number(threshold)}"
    return join([paragraph(sentence), table(caption, head, rows)])


def percent(part: float) -> str:
    """Of something that may be empty."""
    return "none" if np.isnan(part) else share(part)


def answer(rows: int, every: int, right: bool) -> Markup:
    """A number of rows, their share, and whether they are right."""
    words = element("small", f"{share(rows / every)}, {'right' if right else 'wrong'}")
    return join([count(rows), words])


def labels(assessment: Assessment) -> tuple[str, str]:
    """The positive and the negative label."""
    return assessment.configuration.task.positive, assessment.configuration.negative


def cost(assessment: Assessment, found: Outcome) -> float:
    """Of the wrong answers, per thousand rows."""
    costs = assessment.configuration.costs
    return PER_ROWS * (costs.false_positive * found.wrong + costs.false_negative * found.missed) / found.rows


def thresholds(assessment: Assessment) -> Markup:
    """What each threshold finds and costs."""
    chosen, costs = float(assessment.result["threshold"]), assessment.configuration.costs
    places = sorted({*THRESHOLDS, chosen})
    found = {place: outcome(assessment.truth, assessment.prediction, place) for place in places}
    prices = {place: cost(assessment, found[place]) for place in places}
    cheapest = min(places, key=lambda place: (prices[place], abs(place - chosen)))
    rows = [threshold_row(place, found[place], prices[place], remark(place, chosen, cheapest)) for place in places]
    yes, no = labels(assessment)
    words = (
        f"A row that is {no} and labelled {yes} costs {number(costs.false_positive)}, one that is {yes} and not found "
        f"{number(costs.false_negative)}. {judged(prices[chosen], prices[cheapest], cheapest == chosen)}"
    )
    head = ("Threshold", f"Labelled {yes}", "Precision", "Recall", f"Cost per {PER_ROWS:,} rows", "Remark")
    return join([paragraph(words), table("Thresholds and what they cost", head, rows)])


def judged(own: float, least: float, cheapest: bool) -> str:
    """Whether the chosen threshold is a good one on these rows, too."""
    start = f"The chosen threshold costs {number(own)} per {PER_ROWS:,} test rows"
    if cheapest or own <= least * 1.02:
        return f"{start}: good, no other of the table is clearly cheaper."
    if not least:
        return f"{start}, where another one would cost nothing."
    return (
        f"{start}, {share(own / least - 1)} more than the cheapest of the table. It was chosen on validation rows; "
        "which one is cheapest on these rows is partly chance."
    )


def remark(place: float, chosen: float, cheapest: float) -> str:
    words = [word for word, holds in (("chosen", place == chosen), ("cheapest here", place == cheapest)) if holds]
    return ", ".join(words)


def threshold_row(place: float, found: Outcome, price: float, words: str) -> list[object]:
    cells = [number(place), share((found.found + found.wrong) / found.rows)]
    cells += [percent(found.precision), percent(found.recall)]
    return [*cells, number(price), element("strong", words) if words else ""]
