"""The model behind HTTP."""

import json
import threading
import urllib.error
import urllib.request
from pathlib import Path

import pandas as pd
import pytest
from werkzeug.serving import make_server

from features import MEMORY
from project.configuration import read_project
from project.example_data import many
from project.serve import application
from recipe import recipe

SEATTLE = Path(__file__).parent / "seattle"
COLUMNS = list(recipe(read_project(SEATTLE)).columns)


@pytest.fixture(scope="module")
def endpoint(local_run):
    server = make_server("127.0.0.1", 0, application(local_run.model))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()


@pytest.fixture(scope="module")
def days(local_run) -> pd.DataFrame:
    """The days of the test set as they were measured."""
    return pd.read_csv(local_run.examples / "test" / "test.csv")[COLUMNS]


def post(endpoint, body, content_type="text/csv", accept="text/csv"):
    headers = {"Content-Type": content_type, "Accept": accept}
    request = urllib.request.Request(f"{endpoint}/invocations", body.encode(), headers)
    try:
        with urllib.request.urlopen(request, timeout=10) as answer:
            return answer.status, answer.read().decode()
    except urllib.error.HTTPError as error:
        return error.code, error.read().decode()


def csv_rows(days, count=MEMORY, header=False):
    return days.head(count).to_csv(index=False, header=header)


def named(days, count=MEMORY):
    return json.dumps({"instances": days.head(count).to_dict("records")})


def test_it_is_healthy(endpoint):
    with urllib.request.urlopen(f"{endpoint}/ping", timeout=10) as answer:
        assert answer.status == 200


def test_a_forecast_from_days_as_measured_is_that_of_the_evaluation(endpoint, days, local_run):
    """What a request is turned into is what Spark makes for training."""
    status, body = post(endpoint, csv_rows(days, len(days)))
    expected = pd.read_csv(local_run.evaluation / "predictions.csv")["model"].to_numpy()[MEMORY - 1 :]
    assert status == 200
    assert len(expected) > 300
    assert [float(line) for line in body.splitlines()] == pytest.approx(expected.tolist(), abs=0.001)


def test_golden_requests_get_their_recorded_answers(endpoint, local_run):
    golden = json.loads((local_run.evaluation / "expected_answers.json").read_text())["requests"]
    assert len(golden) == 2
    for request in golden:
        status, body = post(endpoint, request["body"], request["content_type"], request["accept"])
        answers = json.loads(body)["predictions"] if body.startswith("{") else [float(line) for line in body.split()]
        assert (status, answers) == (200, pytest.approx(request["predictions"], abs=0.001))


def test_the_columns_may_be_named_in_any_order_and_others_be_there(endpoint, days):
    expected = [float(post(endpoint, csv_rows(days))[1])]
    mixed = days.assign(weather="sun")[["wind", "weather", *reversed(days.columns[:-1])]]
    assert [float(post(endpoint, csv_rows(mixed, header=True))[1])] == expected
    status, answer = post(endpoint, named(mixed), "application/json", "application/json")
    assert (status, json.loads(answer)["predictions"]) == (200, expected)


def test_a_thousand_rows_fit_in_one_request(endpoint, days):
    status, answer = post(endpoint, many(csv_rows(days), 1000))
    assert status == 200
    assert len(answer.splitlines()) == 1000 - MEMORY + 1


def test_too_few_days_are_refused_with_their_number(endpoint, days):
    assert post(endpoint, csv_rows(days, MEMORY - 1)) == (400, "13 days: a forecast needs the last 14\n")


def test_a_day_that_does_not_follow_is_refused_by_name(endpoint, days):
    status, text = post(endpoint, csv_rows(days.drop(index=5), MEMORY))
    assert status == 400
    assert text == f"row 6: {days['date'][6]} is not the day after {days['date'][4]}\n"


@pytest.mark.parametrize(
    ("body", "content_type", "status", "message"),
    [
        ("1,2,3", "text/csv", 400, "row 1: 3 columns, a day has 5: date, precipitation"),
        ("{}", "application/json", 400, "not JSON of the form"),
        ('{"instances": ["no"]}', "application/json", 400, "must be a list"),
        ('{"instances": [{"temp_max": 1}]}', "application/json", 400, "column `date` is missing"),
        ("", "text/csv", 400, "no rows"),
        ("<xml/>", "application/xml", 415, "application/xml"),
    ],
)
def test_bad_requests_are_refused_with_the_reason(endpoint, body, content_type, status, message):
    answered, text = post(endpoint, body, content_type)
    assert answered == status
    assert message in text


@pytest.mark.parametrize("value", ["warm", "nan", "", "inf"])
def test_text_in_a_number_names_the_row_and_the_column(endpoint, days, value):
    first, second, *others = csv_rows(days).splitlines()
    columns = second.split(",")
    status, text = post(endpoint, "\n".join([first, ",".join([*columns[:2], value, *columns[3:]]), *others]))
    assert status == 400
    assert "row 2, `temp_max`" in text


def test_a_value_outside_the_range_of_its_column_names_the_row_the_column_and_the_rule(endpoint, days):
    impossible = days.copy()
    impossible.loc[3, "temp_max"] = 99
    assert post(endpoint, csv_rows(impossible)) == (400, "row 4, `temp_max`: 99 is above the maximum 60\n")


def test_a_date_that_is_none_names_the_row(endpoint, days):
    status, text = post(endpoint, csv_rows(days).replace(days["date"][0], "soon"))
    assert (status, text) == (400, "row 1, `date`: `soon` is not a date like 2015-12-31\n")


def test_an_answer_in_an_unknown_form_is_refused(endpoint, days):
    status, text = post(endpoint, csv_rows(days), accept="image/png")
    assert status == 406
    assert "image/png" in text
