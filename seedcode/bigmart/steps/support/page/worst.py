"""The rows that the model is most wrong about, and why it thought so.

Protected columns are left out: they are for measuring groups, and a page is shown to more people than the data are.
"""

import numpy as np

from support.assessment import Assessment
from support.explanation import importance, reasons
from support.page.formats import added, number, several, share, value_of
from support.page.markup import Markup, join, paragraph, section, table

MOST, COLUMNS = 10, 6
SURE = 0.9


def worst(assessment: Assessment) -> Markup:
    error = np.abs(assessment.truth - assessment.prediction)
    order = np.lexsort((np.arange(len(error)), -error))[:MOST]
    columns = shown(assessment)
    reason = ["Because of"] if assessment.contributions is not None else []
    values = [assessment.rows.loc[:, name] for name in columns]
    rows = [
        [place(assessment, int(row)), *answers(assessment, int(row)), *(value_of(each.iloc[row]) for each in values)]
        for row in order
    ]
    sentences = [caption(assessment, error, order), "Look for a cause: wrong labels, missing columns, rare rows."]
    if protected := [column.name for column in assessment.configuration.protected if column.name in assessment.rows]:
        sentences.append(f"Protected columns ({', '.join(protected)}) are left out.")
    title = f"The {several(len(order), 'row')} with the largest error"
    found = table(title, ["Row", "True", "Predicted", *reason, *columns], rows)
    return section("Worst errors", paragraph(" ".join(sentences)), found)


def place(assessment: Assessment, row: int) -> str:
    """Where a reader finds the row: by its day, if rows are days."""
    date = str(assessment.configuration.data.get("date", ""))
    return str(assessment.rows[date].iloc[row]) if date in assessment.rows else f"test row {row + 1}"


def shown(assessment: Assessment) -> list[str]:
    """The columns that matter most, without protected ones."""
    given = [
        column.name
        for column in assessment.configuration.features
        if not column.protected and column.name in assessment.rows
    ]
    if assessment.contributions is None:
        return given[:COLUMNS]
    order = [name for name in importance(assessment.contributions) if name in given]
    return [*order, *(name for name in given if name not in order)][:COLUMNS]


def answers(assessment: Assessment, row: int) -> list[object]:
    """The true and the predicted value of a row, and which columns moved the prediction most."""
    truth, prediction = float(assessment.truth[row]), float(assessment.prediction[row])
    configuration = assessment.configuration
    if configuration.classification:
        label = configuration.task.positive if truth == 1 else configuration.negative
        cells: list[object] = [label, f"{share(prediction)} {configuration.task.positive}"]
    else:
        cells = [number(truth), number(prediction)]
    if assessment.contributions is None:
        return cells
    protected = {column.name for column in configuration.protected}
    parts = [f"{name} {added(part)}" for name, part in reasons(assessment.contributions, row) if name not in protected]
    return [*cells, join([", ".join(parts)])]


def caption(assessment: Assessment, error: np.ndarray, order: np.ndarray) -> str:
    configuration = assessment.configuration
    if configuration.classification:
        sure = int((error > SURE).sum())
        if not sure:
            return "For no row was the model more than 90 % sure and wrong: good."
        part = share(sure / len(error))
        return f"For {several(sure, 'row')} of {len(error):,} ({part}) the model was more than 90 % sure and wrong."
    part = float(np.sum(error[order] ** 2) / np.sum(error**2)) if error.any() else 0.0
    words = "a few rows make much of it" if part > 0.2 else "no few rows dominate, which is good"
    return f"These {len(order)} of {len(error):,} rows make {share(part, 0)} of all squared error: {words}."
