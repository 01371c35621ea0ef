"""A daily table of another kind: columns with other names, and not one line of Python changed."""

import csv
import math
import random
from datetime import date, timedelta
from types import SimpleNamespace

import pandas as pd
import pytest

import inference
from evaluate import SETS, evaluate
from preprocess import preprocess
from recipe import recipe
from spark.local_spark import use
from support.configuration import from_document
from train import train

DAYS, HORIZON = 700, 7
HEADER = ["day", "sales (net.)", "visitors", "remark"]
CONFIGURATION = from_document(
    {
        "task": {"target": "sales (net.)", "kind": "regression", "unit": "EUR"},
        "data": {"date": "day", "horizon": HORIZON, "differences": {"per.visitor": ["sales (net.)", "visitors"]}},
        "metric": {"name": "mae"},
        "gate": {"minimum_improvement": 0.05},
        "model": {"max_depth": 2},
        "columns": [
            {"name": "day", "kind": "ignored"},
            {"name": "sales (net.)", "kind": "number", "minimum": 0},
            {"name": "visitors", "kind": "number", "nullable": True},
            {"name": "remark", "kind": "ignored"},
        ],
    }
)
MADE = recipe(CONFIGURATION)


def table() -> list[list[object]]:
    """Sales follow the visitors of the days before, and a season."""
    draw, visitors, rows = random.Random(3), 100.0, []
    for number in range(DAYS):
        visitors = 60 + 0.4 * visitors + 10 * math.sin(number * 2 * math.pi / 365.25) + draw.gauss(0, 8)
        sales = 500 + 9 * visitors + draw.gauss(0, 60)
        rows.append([date(2020, 1, 1) + timedelta(number), round(sales, 2), round(visitors, 1), "any, text"])
    return rows


@pytest.fixture(scope="module")
def shop(tmp_path_factory):
    use()
    folder = tmp_path_factory.mktemp("shop")
    (folder / "raw").mkdir()
    with (folder / "raw" / "sales.csv").open("w", newline="") as file:
        csv.writer(file).writerows([HEADER, *table()])
    preprocess(folder / "raw", folder / "examples", "", CONFIGURATION)
    curve = train(*(folder / "examples" / name for name in SETS[:2]), folder / "model", CONFIGURATION)
    folders = {name: folder / "examples" / name for name in SETS}
    result = evaluate(folder / "model", folders, folder / "evaluation", CONFIGURATION)
    return SimpleNamespace(folder=folder, curve=curve, result=result, page=(folder / "evaluation" / "report.html"))


def answers(shop, days: pd.DataFrame):
    served = inference.model_fn(str(shop.folder / "model"))
    return inference.transform_fn(served, days.to_csv(index=False), "text/csv", "text/csv")


def test_its_model_beats_the_simple_forecasts_in_the_metric_of_the_configuration(shop):
    assert shop.result["metric"] == {"name": "mae", "direction": "lower", "unit": "EUR"}
    assert shop.result["baselines"].keys() == {
        "as today",
        "as the last week",
        "as usual for the season",
        "a line through today",
    }
    assert shop.result["candidate"]["mae"]["value"] < shop.result["baselines"]["as today"]["mae"]["value"]
    assert "sales (net.)" in shop.page.read_text()


def test_what_a_request_is_turned_into_is_what_spark_makes_for_training(shop):
    test = pd.read_csv(shop.folder / "examples" / "test" / "test.csv")
    expected = pd.read_csv(shop.folder / "evaluation" / "predictions.csv")["model"].tolist()[13:]
    answer = answers(shop, test.loc[:, list(MADE.columns)])
    assert answer.status_code == 200
    assert len(expected) > 100
    assert [float(line) for line in answer.get_data(as_text=True).split()] == pytest.approx(expected, abs=0.01)


def test_a_value_that_its_schema_does_not_allow_is_refused_with_row_column_and_rule(shop):
    days = pd.read_csv(shop.folder / "examples" / "test" / "test.csv").loc[:, list(MADE.columns)].head(14)
    days.loc[5, "sales (net.)"] = -3
    answer = answers(shop, days)
    assert answer.status_code == 400
    assert answer.get_data(as_text=True) == "row 6, `sales (net.)`: -3 is below the minimum 0\n"
