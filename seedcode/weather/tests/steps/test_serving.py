"""The model behind HTTP."""

import json
import threading
import urllib.error
import urllib.request

import pandas as pd
import pytest
import xgboost as xgb
from werkzeug.serving import make_server

from examples import features, matrix, read_examples
from serve import application


@pytest.fixture(scope="module")
def endpoint(local_run):
    server = make_server("127.0.0.1", 0, application(local_run.model))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()


@pytest.fixture(scope="module")
def table(local_run) -> pd.DataFrame:
    return read_examples(local_run.examples / "test")


def post(endpoint, body, content_type="text/csv", accept="text/csv"):
    headers = {"Content-Type": content_type, "Accept": accept}
    request = urllib.request.Request(f"{endpoint}/invocations", body.encode(), headers)
    try:
        with urllib.request.urlopen(request, timeout=10) as answer:
            return answer.status, answer.read().decode()
    except urllib.error.HTTPError as error:
        return error.code, error.read().decode()


def csv_rows(table, count):
    return features(table).head(count).to_csv(index=False, header=False)


def test_it_is_healthy(endpoint):
    with urllib.request.urlopen(f"{endpoint}/ping", timeout=10) as answer:
        assert answer.status == 200


def test_csv_answers_are_those_of_the_evaluation(endpoint, table, local_run):
    status, body = post(endpoint, csv_rows(table, 5))
    expected = xgb.Booster(model_file=local_run.model / "model.ubj").predict(matrix(table.head(5)))
    assert status == 200
    assert [float(line) for line in body.splitlines()] == pytest.approx(expected.tolist(), abs=0.001)


def test_golden_requests_get_their_recorded_answers(endpoint, local_run):
    golden = json.loads((local_run.evaluation / "golden.json").read_text())["requests"]
    assert len(golden) == 2
    for request in golden:
        status, body = post(endpoint, request["body"], request["content_type"], request["accept"])
        answers = json.loads(body)["predictions"] if body.startswith("{") else [float(line) for line in body.split()]
        assert (status, answers) == (200, pytest.approx(request["predictions"], abs=0.001))


def test_json_rows_may_name_their_features_in_any_order(endpoint, table):
    row = features(table).iloc[0].to_dict()
    body = json.dumps({"instances": [dict(reversed(row.items()))]})
    status, answer = post(endpoint, body, "application/json", "application/json")
    assert status == 200
    assert json.loads(answer)["predictions"] == [float(post(endpoint, csv_rows(table, 1))[1])]


def test_a_thousand_rows_fit_in_one_request(endpoint, table):
    body = csv_rows(table, 250) * 4
    status, answer = post(endpoint, body)
    assert status == 200
    assert len(answer.splitlines()) == 1000


@pytest.mark.parametrize(
    ("body", "content_type", "status", "message"),
    [
        ("1,2,3", "text/csv", 400, "row 1: 3 columns, the model has"),
        ("{}", "application/json", 400, "not JSON of the form"),
        ('{"instances": ["no"]}', "application/json", 400, "must be a list"),
        ('{"instances": [{"temp_max": 1}]}', "application/json", 400, "feature `precipitation` is missing"),
        ("", "text/csv", 400, "no rows"),
        ("<xml/>", "application/xml", 415, "application/xml"),
    ],
)
def test_bad_requests_are_refused_with_the_reason(endpoint, body, content_type, status, message):
    answered, text = post(endpoint, body, content_type)
    assert answered == status
    assert message in text.replace("&#39;", "'").replace("&#34;", '"')


@pytest.mark.parametrize("value", ["warm", "nan", "", "inf"])
def test_text_in_a_number_names_the_row_and_the_feature(endpoint, table, value):
    columns = csv_rows(table, 1).strip().split(",")
    status, text = post(endpoint, ",".join([columns[0], value, *columns[2:]]))
    assert status == 400
    assert "row 1, `temp_max`" in text


def test_an_answer_in_an_unknown_form_is_refused(endpoint, table):
    status, text = post(endpoint, csv_rows(table, 1), accept="image/png")
    assert status == 406
    assert "image/png" in text
