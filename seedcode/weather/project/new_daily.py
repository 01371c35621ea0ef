"""Makes the repository one for another daily table: writes project.toml and schema.json, and draws the first report."""

import argparse
import json
import sys
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parents[1] / "steps"))

from features import MEMORY
from project.configuration import ROOT, SCHEMA, SETTINGS, read_project
from project.daily_table import OTHER_SEEDS, date_column, read_table, schema
from project.data import fetch
from recipe import recipe
from support.errors import DataError

HORIZON = 3
FEWEST = 10 * MEMORY
TEMPLATE = """# What is forecast, from what, and what a model has to reach. The columns are in schema.json.

[task]
target = {target}      # a model forecasts its mean over the next days
kind = "regression"
unit = ""

[data]
date = {date}
horizon = {horizon}    # days ahead

[metric]
name = "rmse"          # or mae, r2

[gate]
minimum_improvement = 0.0  # over the best simple forecast, as a share of its error
maximum_regression = 0.01  # against the model in production: what two trainings differ by
confidence = 0.9           # of the intervals, whose lower end counts

[model]
ridge_penalty = 30.0   # of the line; the others are the trees'
max_depth = 1
learning_rate = 0.03
refit = true           # learn again with the validation days

[card]
name = {name}
owner = "the team that owns this repository"
intended_use = "To be said: what the forecast is for."
not_for = "To be said: what it must not be used for."
"""


def documents(folder: Path, target: str, horizon: int) -> dict[str, str]:
    """The text of both files, for the table of a folder."""
    table = read_table(folder)
    columns = list(schema(table, target))
    if len(table) < FEWEST:
        raise DataError(f"{len(table)} days: give at least {FEWEST}")
    name = f"{target}, mean of the next {horizon} days"
    texts = {"target": target, "date": date_column(table), "name": name}
    quoted = {key: json.dumps(text, ensure_ascii=False) for key, text in texts.items()}
    lines = ",\n".join(f"  {json.dumps(column, ensure_ascii=False)}" for column in columns)
    return {
        SETTINGS: TEMPLATE.format(**quoted, horizon=horizon),
        SCHEMA: f'{{"columns": [\n{lines}\n]}}\n',
    }


def write(texts: dict[str, str], root: Path) -> None:
    """Write both files, or neither if they do not fit each other."""
    before = {name: (root / name).read_text(encoding="utf-8") for name in texts if (root / name).exists()}
    try:
        for name, text in texts.items():
            (root / name).write_text(text, encoding="utf-8")
        recipe(read_project(root))
    except DataError:
        for name, text in before.items():
            (root / name).write_text(text, encoding="utf-8")
        raise


def new(source: str, target: str, horizon: int, build: Path, root: Path = ROOT) -> dict[str, Any]:
    """Returns what evaluation.json holds of the first run."""
    from project.local import kept_run

    if not source or not target:
        raise DataError("give the table and the column: make new DATA=file.csv TARGET=column")
    texts = documents(fetch(source, build / "raw"), target, horizon)
    write(texts, root)
    print(f"written     {', '.join(texts)}: look at them, they are yours")
    return kept_run(source, build, read_project(root))


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, epilog=OTHER_SEEDS)
    parser.add_argument("--data", default="", help="a .csv file, a folder or an S3 URI: one row per day")
    parser.add_argument("--target", default="", help="the column to forecast")
    parser.add_argument("--horizon", type=int, default=HORIZON, help="days ahead, whose mean is forecast")
    parser.add_argument("--build", type=Path, default=Path("build"))
    arguments = parser.parse_args()
    try:
        new(arguments.data, arguments.target, arguments.horizon, arguments.build)
    except (ValueError, FileNotFoundError) as error:
        print(f"\nerror: {error}", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
