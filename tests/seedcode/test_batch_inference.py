"""The batch seed takes the rows that a trained model takes, and measures drift as the training does."""

import json
import shutil
from pathlib import Path
from typing import Any

import pytest

FOLDER = Path(__file__).parents[2] / "seedcode"
# In the training seed, over the batch seed's example: what the model's own code says of rows, and of two tables.
ROWS = """
import json, sys
sys.path[:0] = ["steps"]
from inference import row_values
from pathlib import Path
from support.configuration import read_configuration
from werkzeug.exceptions import BadRequest

configuration = read_configuration(Path(sys.argv[1]))
unknown = set(configuration.data.get("unknown", ())) | {""}

def takes(row):
    try:
        row_values(row, "row", configuration.requested, unknown)
    except BadRequest:
        return False
    return True

rows = json.loads(sys.argv[2])
print(json.dumps([[column.name for column in configuration.requested], [takes(row) for row in rows]]))
"""
BATCH = """
import json, sys
sys.path[:0] = ["steps"]
from pathlib import Path
from support.contract import read_contract
from support.rows import checked

contract = read_contract(Path(sys.argv[1]))

def takes(row):
    try:
        checked(dict(zip(contract.names, row)), contract)
    except ValueError:
        return False
    return True

rows = json.loads(sys.argv[2])
print(json.dumps([contract.names, [takes(row) for row in rows]]))
"""
TRAINED = """
import json, sys
sys.path[:0] = ["steps"]
import pandas as pd
from pathlib import Path
from support.configuration import read_configuration
from support.profile import drift, profile

configuration = read_configuration(Path(sys.argv[1]))
before = json.loads((Path(sys.argv[1]) / "profile.json").read_text())
table = pd.read_csv(sys.argv[2], na_values=[*configuration.data["unknown"]], keep_default_na=False)
found = drift(before, profile(table, configuration))
print(json.dumps({change.column: change.stability for change in found}))
"""
MEASURED = """
import csv, json, sys
sys.path[:0] = ["steps"]
from pathlib import Path
from support.contract import read_contract
from support.drift import measured

contract = read_contract(Path(sys.argv[1]))
found = measured(contract.profile, contract.names)
with open(sys.argv[2], newline="") as text:
    for row in csv.DictReader(text):
        for one in found:
            one.add("" if row[one.name] in contract.unknown else row[one.name])
print(json.dumps({one.name: one.summary()["stability_index"] for one in found}))
"""
GOOD = ["40", "Private", "10", "Divorced", "Sales", "Not-in-family", "0", "0", "40", "Cuba"]
CELLS = ["", "?", " 41 ", "-1", "1e2", "1_0", "nan", "inf", "40 years", "anything", "Divorced", "3.0", "1000"]
EXAMPLE = str(FOLDER / "batch-inference/example/model")


@pytest.fixture(scope="module")
def seeds(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    folder = tmp_path_factory.mktemp("seeds")
    return {name: Path(shutil.copytree(FOLDER / name, folder / name)) for name in ("census", "batch-inference")}


def rows() -> list[list[str]]:
    """The good row with each cell in turn replaced by each of the others."""
    return [[*GOOD[:place], cell, *GOOD[place + 1 :]] for place in range(len(GOOD)) for cell in (*CELLS, GOOD[place])]


def answers(seed: Path, run: Any, program: str, given: str) -> Any:
    ended = run("-c", program, EXAMPLE, given, folder=seed)
    assert ended.returncode == 0, ended.stderr[-2000:]
    return json.loads(ended.stdout)


def test_it_takes_exactly_the_rows_that_the_models_own_code_takes(seeds: dict[str, Path], run: Any) -> None:
    given = json.dumps(rows())
    names, taken = answers(seeds["census"], run, ROWS, given)
    assert answers(seeds["batch-inference"], run, BATCH, given) == [names, taken]
    assert {True, False} == set(taken)


def test_drift_is_what_the_training_calls_drift(seeds: dict[str, Path], run: Any) -> None:
    """The training keeps percentiles of both tables, the batch counts rows: equal but for that rounding."""
    table = str(FOLDER / "batch-inference/example/data/tuesday.csv")
    trained = answers(seeds["census"], run, TRAINED, table)
    found = answers(seeds["batch-inference"], run, MEASURED, table)
    shared = trained.keys() & found.keys()
    assert len(shared) >= 8
    assert {name: found[name] for name in shared} == pytest.approx({name: trained[name] for name in shared}, abs=0.03)
