"""What a monitor gets: every row that was tested with its answer, and how good the model was on these rows."""

import json

import pandas as pd

from support.metrics import measured


def test_a_monitor_gets_the_test_rows_with_the_answers_that_the_metric_was_measured_on(flights_run):
    folder = flights_run.evaluation / "baseline"
    found, rows = json.loads((folder / "baseline.json").read_text()), pd.read_csv(folder / "reference.csv")
    name, weights = found["metric"]["name"], pd.DataFrame({"one": 1.0}, index=rows.index).to_numpy()
    value = measured(rows["truth"].to_numpy(), rows["prediction"].to_numpy(), weights, found["threshold"])[name][0]
    assert abs(value - found["metric"]["value"]) < 1e-6


def test_a_monitor_knows_the_columns_of_a_request_in_their_order_and_the_protected_ones_besides(flights_run):
    found = json.loads((flights_run.evaluation / "baseline" / "baseline.json").read_text())["columns"]
    wanted = [column.name for column in flights_run.configuration.requested]
    assert [column["name"] for column in found if column["requested"]] == wanted
    assert {column["name"] for column in found if column["protected"]} == {
        column.name for column in flights_run.configuration.protected
    }
