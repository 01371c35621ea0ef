"""For whom the model is worse: its metric in groups of rows, and how it treats the groups of protected columns."""

import itertools
from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from support.assessment import Assessment
from support.bootstrap import interval, weights
from support.metrics import measured
from support.page.formats import count, digits_for, fixed
from support.page.groups import dependent_rows, groups
from support.page.markup import Markup, element, join, paragraph, section, table
from support.page.names import title, with_unit
from support.schema import Column

DEVIATIONS = 3
SETS = 200  # drawn test sets: there may be many groups, and nothing is decided by them
FEWEST, FEWEST_OF_LABEL = 30, 10  # rows of a group, and of each label in it: an interval of fewer says nothing


class Figures(NamedTuple):
    """The metric on some rows, with its interval and its standard deviation."""

    value: float
    low: float
    high: float
    deviation: float


class Group(NamedTuple):
    """`figures` are None if there are too few rows."""

    name: str
    rows: np.ndarray
    figures: Figures | None

    def differs(self, overall: float, higher: bool) -> str:
        """Whether the group is better or worse than all rows, in a way that is hardly chance with several groups."""
        if self.figures is None:
            return "too few rows"
        if self.figures.low <= overall <= self.figures.high:
            return "as all rows"
        if abs(self.figures.value - overall) < DEVIATIONS * self.figures.deviation:
            return "may be chance"
        return "better" if (self.figures.value > overall) == higher else "worse"


def measured_groups(assessment: Assessment, column: Column) -> list[Group]:
    return [
        Group(f"{column.name}: {name}", rows, figures(assessment, rows))
        for name, rows in groups(assessment.rows.loc[:, column.name])
    ]


def figures(assessment: Assessment, rows: np.ndarray) -> Figures | None:
    """The metric of the gate on these rows, with its interval."""
    truth, classification = assessment.truth[rows], assessment.configuration.classification
    few = classification and min(np.sum(truth == 1), np.sum(truth == 0)) < FEWEST_OF_LABEL
    if len(truth) < FEWEST or few:
        return None
    threshold = float(assessment.result["threshold"]) if classification else None
    name = assessment.configuration.metric.name
    itself, drawn = itertools.islice(weights(len(truth), dependent_rows(assessment)), 2)
    sets = np.concatenate([itself, drawn[:, :SETS]], axis=1)
    values = measured(truth, assessment.prediction[rows], sets, threshold)[name]
    found = interval(values, assessment.configuration.gate.confidence)
    return Figures(*found, float(np.nanstd(values[1:])))


def present(columns: Sequence[Column], assessment: Assessment) -> list[Column]:
    return [
        column
        for column in columns
        if column.name in assessment.rows and column.name != assessment.configuration.task.target
    ]


def slices(assessment: Assessment) -> Markup:
    """The columns that are declared with `slice`, without the protected ones, which have a section of their own."""
    columns = [column for column in present(assessment.configuration.slices, assessment) if not column.protected]
    if not columns:
        text = "No column of schema.json has `slice`. A model may be good on the whole and bad for some rows."
        return section("Groups", paragraph(text))
    found = [group for column in columns for group in measured_groups(assessment, column)]
    return section(
        "Groups", paragraph(summary(found, assessment)), group_table("The metric in groups of rows", found, assessment)
    )


def summary(found: list[Group], assessment: Assessment) -> str:
    """Which groups are worse than all rows, beyond what their size explains."""
    result, metric = assessment.result, assessment.configuration.metric
    overall, higher = result["candidate"][metric.name]["value"], metric.direction == "higher"
    few = sum(group.figures is None for group in found)
    worse = [group.name for group in found if group.differs(overall, higher) == "worse"]
    lines = []
    if worse:
        names = "; ".join(worse)
        lines.append(f"Worse than on all rows, more than chance, in {len(worse)} of {len(found)} groups: {names}.")
    elif few < len(found):
        lines.append("In no group that is large enough is the model worse than on all rows beyond chance: good.")
    if few:
        lines.append(f"{few} of {len(found)} groups have too few rows to measure.")
    return " ".join(lines)


def group_table(caption: str, found: list[Group], assessment: Assessment) -> Markup:
    metric, unit = assessment.configuration.metric, assessment.result["metric"].get("unit", "")
    overall = assessment.result["candidate"][metric.name]
    label = with_unit(title(metric.name), metric.name, f"({unit})" if unit else "")
    digits, higher = digits_for(overall["low"], overall["high"]), metric.direction == "higher"
    own = (overall["value"], overall["low"], overall["high"])
    every = ["all rows", metric_cell(own, digits), "", count(len(assessment.truth))]
    rows = [
        [
            group.name,
            metric_cell(group.figures, digits),
            against(group.differs(overall["value"], higher)),
            count(int(group.rows.sum())),
        ]
        for group in found
    ]
    return table(caption, ["Group", label, "Against all rows", "Rows"], [every, *rows])


def metric_cell(found: Sequence[float] | None, digits: int) -> Markup:
    if found is None:
        return Markup("too few")
    return join([fixed(found[0], digits), element("small", f"{fixed(found[1], digits)} to {fixed(found[2], digits)}")])


def against(words: str) -> Markup:
    sign = {"worse": "✗ ", "better": "✓ "}.get(words, "")
    return element("span", f"{sign}{words}", class_={"worse": "bad", "better": "good"}.get(words))
