"""The texts of project.toml and schema.json for a table."""

import json
from typing import Any

from reading import AUTO, LEAVE_OUT, Reading
from support.schema import Column, document
from support.task import Task

HEAD = "# What is learnt, how its table is read, and what a model has to reach. The columns are in schema.json.\n"
METRIC = {
    "classification": ("auc", "auc, average_precision, accuracy, log_loss, brier"),
    "regression": ("rmse", "rmse, mae, r2"),
}


def value(given: Any) -> str:
    """A text or a list of texts in TOML, which writes both as JSON does."""
    return json.dumps(list(given) if isinstance(given, tuple) else given, ensure_ascii=False)


def settings_text(task: Task, how: Reading, source: str) -> str:
    """`project.toml`."""
    name, others = METRIC[task.kind]
    sections = [
        HEAD,
        section("task", task_lines(task)),
        section("data", data_lines(how)),
        section("metric", [f"name = {value(name)}  # one of {others}"]),
        section(
            "gate",
            [
                "minimum_improvement = 0.0  # over the best baseline, as a share of what that one lacks",
                "maximum_regression = 0.02  # against the model in production: what two trainings differ by",
                "confidence = 0.9           # of the intervals, whose lower end counts",
            ],
        ),
    ]
    if task.positive:
        costs = ["false_positive = 1", "false_negative = 1"]
        sections.append(section("costs", costs, "of a wrong answer, in any unit: the threshold is chosen by them"))
    sections.append(
        section("model", ["max_depth = 4", "learning_rate = 0.1" if task.positive else "learning_rate = 0.05"])
    )
    card = {
        "name": f"{task.target}, from {source}",
        "owner": "the team that owns this repository",
        "intended_use": "To be said: what its answers are for.",
        "not_for": "To be said: what it must not be used for.",
    }
    sections.append(section("card", [f"{key} = {value(text)}" for key, text in card.items()]))
    return "\n".join(sections)


def section(name: str, lines: list[str], remark: str = "") -> str:
    head = f"[{name}]  # {remark}" if remark else f"[{name}]"
    return "\n".join([head, *lines, ""])


def task_lines(task: Task) -> list[str]:
    lines = [f"target = {value(task.target)}", f"kind = {value(task.kind)}"]
    if task.positive:
        return [*lines, f"positive = {value(task.positive)}  # the label whose probability is predicted"]
    return [*lines, f"unit = {value(task.unit)}"]


def data_lines(how: Reading) -> list[str]:
    lines = [f"unknown = {value(how.unknown)}  # cells that mean: not known", 'header = "auto"']
    if how.separator != AUTO:
        lines.append(f"separator = {value(how.separator)}")
    if how.decimal != ".":
        lines.append(f"decimal = {value(how.decimal)}")
    if how.thousands:
        lines.append(f"thousands = {value(how.thousands)}")
    if how.rows_without_target == LEAVE_OUT:
        lines.append(f"rows_without_target = {value(LEAVE_OUT)}")
    return lines


def schema_text(columns: list[Column]) -> str:
    """`schema.json`: one line for each column."""
    lines = []
    for column in columns:
        entry = document(column)
        usual = {"feature": entry.pop("feature")}
        lines.append(f"  {json.dumps(entry if not column.protected else entry | usual, ensure_ascii=False)}")
    return '{"columns": [\n' + ",\n".join(lines) + "\n]}\n"
