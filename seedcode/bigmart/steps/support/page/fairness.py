"""How the model treats the groups of protected columns."""

import numpy as np

from support.assessment import Assessment
from support.page.formats import amount, count, share
from support.page.markup import Markup, join, paragraph, section, table
from support.page.slices import FEWEST, Group, group_table, measured_groups, present, summary

FOUR_FIFTHS = 0.8  # EEOC, Uniform Guidelines on Employee Selection Procedures, 29 CFR 1607.4 D


def fairness(assessment: Assessment) -> list[Markup]:
    """A section, or none if no column is protected."""
    columns = present(assessment.configuration.protected, assessment)
    if not columns:
        return []
    found = [group for column in columns for group in measured_groups(assessment, column)]
    given = [column.name for column in columns if column.feature]
    if given:
        text = f"The model is given {' and '.join(given)}, and may decide by it."
    else:
        names = " and ".join(column.name for column in columns)
        text = f"The model is not given {names}, but other columns can stand for it."
    treated = treatment if assessment.configuration.classification else leaning
    parts = [
        paragraph(text),
        paragraph(summary(found, assessment)),
        group_table("The metric in protected groups", found, assessment),
        treated(found, assessment),
    ]
    return [section("Fairness", *parts)]


def treatment(found: list[Group], assessment: Assessment) -> Markup:
    """Who gets the positive label, and who gets it wrongly or misses it."""
    yes = assessment.configuration.task.positive
    head = (
        "Group",
        f"are {yes}",
        f"labelled {yes}",
        "right labels",
        f"found of those that are {yes}",
        f"wrongly labelled {yes}",
    )
    rows = [[group.name, *rates(assessment, group.rows)] for group in found]
    return join(
        [table("Labels in protected groups", head, rows), *(paragraph(text) for text in gaps(found, assessment))]
    )


def rates(assessment: Assessment, rows: np.ndarray) -> list[str]:
    if rows.sum() < FEWEST:
        return ["too few"] * 5
    truth, chosen = assessment.truth[rows] == 1, assessment.prediction[rows] >= float(assessment.result["threshold"])
    parts = (truth, chosen, truth == chosen, chosen[truth], chosen[~truth])
    return [share(float(part.mean())) if len(part) else "no such row" for part in parts]


def gaps(found: list[Group], assessment: Assessment) -> list[str]:
    """For each column, how far apart its groups are in getting the positive label."""
    large = [group for group in found if group.rows.sum() >= FEWEST]
    columns = dict.fromkeys(group.name.partition(": ")[0] for group in large)
    threshold, yes = float(assessment.result["threshold"]), assessment.configuration.task.positive
    lines = []
    for column in columns:
        shares = {
            group.name: float((assessment.prediction[group.rows] >= threshold).mean())
            for group in large
            if group.name.startswith(f"{column}: ")
        }
        if len(shares) > 1:
            lines.append(gap(shares, yes))
    return lines


def gap(shares: dict[str, float], yes: str) -> str:
    least, most = min(shares, key=shares.__getitem__), max(shares, key=shares.__getitem__)
    ratio = shares[least] / shares[most] if shares[most] else 1.0
    words = (
        "below four fifths: bad where the label decides about people"
        if ratio < FOUR_FIFTHS
        else "above four fifths: good"
    )
    return (
        f"Labelled {yes}: {share(shares[least])} of {least}, {share(shares[most])} of {most}. "
        f"That is a ratio of {ratio:.2f}, {words}."
    )


def leaning(found: list[Group], assessment: Assessment) -> Markup:
    """For whom predictions are too high or too low."""
    unit = assessment.configuration.task.unit
    error = assessment.prediction - assessment.truth
    rows = []
    for group in found:
        part = error[group.rows]
        words = amount(float(part.mean()), unit, 2) if len(part) >= FEWEST else "too few"
        rows.append([group.name, count(len(part)), words])
    return table("How much too high predictions are on average", ("Group", "Rows", "Too high by"), rows)
