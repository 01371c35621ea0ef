"""The `serve` of the image answers as an endpoint does: gunicorn, started as SageMaker starts it, asked over HTTP."""

import json
import shutil
import socket
import time
import urllib.error
import urllib.request

import pandas as pd
import pytest
import xgboost as xgb

from examples import matrix, measurements, read_examples
from serving import options

ALONE = {"SERVE_ADDRESS": "127.0.0.1", "SAGEMAKER_MODEL_SERVER_WORKERS": "1"}


def free_port() -> int:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        return taken.getsockname()[1]


def healthy(endpoint: str) -> bool:
    try:
        with urllib.request.urlopen(f"{endpoint}/ping", timeout=2) as answer:
            return answer.status == 200
    except OSError:
        return False


@pytest.fixture(scope="module")
def endpoint(local_run, tmp_path_factory, start):
    base, port = tmp_path_factory.mktemp("ml"), free_port()
    shutil.copytree(local_run.model, base / "model")
    server = start("serving.py", base, SAGEMAKER_BIND_TO_PORT=str(port), **ALONE)
    url = f"http://127.0.0.1:{port}"
    deadline = time.monotonic() + 30
    while not healthy(url) and server.poll() is None and time.monotonic() < deadline:
        time.sleep(0.1)
    yield url
    server.terminate()  # what SageMaker does
    assert server.wait(timeout=20) == 0


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
    return measurements(table).head(count).to_csv(index=False, header=False)


def test_it_is_healthy(endpoint):
    with urllib.request.urlopen(f"{endpoint}/ping", timeout=10) as answer:
        assert answer.status == 200


def test_csv_answers_are_those_of_the_evaluation(endpoint, table, local_run):
    status, body = post(endpoint, csv_rows(table, 5))
    expected = xgb.Booster(model_file=local_run.model / "model.ubj").predict(matrix(table.head(5)))
    assert status == 200
    assert [float(line) for line in body.splitlines()] == pytest.approx(expected.tolist(), abs=0.001)


def test_golden_requests_get_their_recorded_answers(endpoint, local_run):
    golden = json.loads((local_run.evaluation / "expected_answers.json").read_text())["requests"]
    assert len(golden) == 2
    for request in golden:
        status, body = post(endpoint, request["body"], request["content_type"], request["accept"])
        answers = json.loads(body)["predictions"] if body.startswith("{") else [float(line) for line in body.split()]
        assert (status, answers) == (200, pytest.approx(request["predictions"], abs=0.001))


def test_json_rows_may_name_their_features_in_any_order(endpoint, table):
    row = measurements(table).iloc[0].to_dict()
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
        ("M,1,2", "text/csv", 400, "row 1: 3 columns, the model has 8: sex, length"),
        ("X,1,1,1,1,1,1,1", "text/csv", 400, "row 1, `sex`: `X` is none of F, I, M"),
        ("{}", "application/json", 400, "not JSON of the form"),
        ("{", "application/json", 400, "not JSON of the form"),
        ('{"instances": ["no"]}', "application/json", 400, "must be a list"),
        ('{"instances": [{"sex": "M"}]}', "application/json", 400, "column `length` is missing"),
        ('{"instances": [["M", 1, 1, 1, 1, 1, 1, null]]}', "application/json", 400, "`shell_weight`: `None` is not"),
        ("", "text/csv", 400, "no rows"),
        ("<xml/>", "application/xml", 415, "application/xml"),
    ],
)
def test_bad_requests_are_refused_with_the_reason(endpoint, body, content_type, status, message):
    answered, text = post(endpoint, body, content_type)
    assert answered == status
    assert message in text


@pytest.mark.parametrize("value", ["long", "nan", "", "inf", "-1", "1e999"])
def test_text_in_a_number_names_the_row_and_the_column(endpoint, value):
    status, text = post(endpoint, f"F,0.5,0.4,0.1,0.8,0.3,0.2,0.2\nM,{value},0.4,0.1,0.8,0.3,0.2,0.2\n")
    assert status == 400
    assert "row 2, `length`" in text


def test_an_animal_too_light_for_the_scales_gets_an_answer(endpoint):
    assert post(endpoint, "I,0.1,0.1,0,0,0,0,0")[0] == 200


def test_an_answer_in_an_unknown_form_is_refused(endpoint, table):
    status, text = post(endpoint, csv_rows(table, 1), accept="image/png")
    assert status == 406
    assert "image/png" in text


def test_without_a_model_it_ends_and_says_what_is_missing(tmp_path, start):
    server = start("serving.py", tmp_path, SAGEMAKER_BIND_TO_PORT=str(free_port()), **ALONE)
    _, said = server.communicate(timeout=30)
    assert server.returncode != 0
    assert "No module named 'inference'" in said


def test_memory_is_used_for_the_heartbeat_only_where_there_is_some(tmp_path):
    assert options(tmp_path)["worker_tmp_dir"] == str(tmp_path)
    assert options(tmp_path / "missing")["worker_tmp_dir"] is None
