"""What a monitor compares with later: the test rows with their answers, and how good the model was on them."""

import json
from pathlib import Path
from typing import Any

from support.assessment import Assessment
from support.configuration import Configuration

FOLDER, FILE, ROWS = "baseline", "baseline.json", "reference.csv"
PREDICTION, TRUTH = "prediction", "truth"
MOST_ROWS = 20_000


def write_baseline(evaluation: Path, found: Assessment) -> None:
    """`baseline/` beside the evaluation; the version in the registry names it as DriftCheckBaselines."""
    folder = evaluation / FOLDER
    folder.mkdir(parents=True, exist_ok=True)
    configuration, metric = found.configuration, found.result["metric"]
    columns = described(configuration)
    rows = found.rows[[column["name"] for column in columns]]
    answered = rows.assign(**{PREDICTION: found.prediction, TRUTH: found.truth})
    answered.iloc[:: -(-len(answered) // MOST_ROWS)].to_csv(folder / ROWS, index=False)
    document = {
        "columns": columns,
        "metric": {
            "name": metric["name"],
            "direction": metric["direction"],
            "value": found.result["candidate"][metric["name"]]["value"],
        },
        "threshold": found.result["threshold"],
        "positive": configuration.task.positive,
        "model": {"sha256": found.result["model_sha256"]},
    }
    (folder / FILE).write_text(json.dumps(document, indent=1, allow_nan=False), encoding="utf-8")


def described(configuration: Configuration) -> list[dict[str, Any]]:
    """The columns of a request in its order, and the protected ones that no request has."""
    requested = configuration.requested
    others = [column for column in configuration.protected if column not in requested]
    return [
        {"name": column.name, "kind": column.kind, "requested": column in requested, "protected": column.protected}
        for column in (*requested, *others)
    ]
