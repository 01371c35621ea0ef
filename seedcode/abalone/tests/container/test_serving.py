"""The `serve` of the image answers as an endpoint does: gunicorn, started as SageMaker starts it, asked over HTTP."""

import csv
import io
import json
import shutil
import socket
import time
import urllib.error
import urllib.request

import pytest

from project.configuration import read_project
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
def golden(local_run) -> list[dict]:
    """The same rows as CSV and by name, with their answers."""
    return json.loads((local_run.evaluation / "expected_answers.json").read_text())["requests"]


@pytest.fixture(scope="module")
def row(golden) -> str:
    return golden[0]["body"].splitlines()[0]


def post(endpoint, body, content_type="text/csv", accept="text/csv"):
    headers = {"Content-Type": content_type, "Accept": accept}
    request = urllib.request.Request(f"{endpoint}/invocations", body.encode(), headers)
    try:
        with urllib.request.urlopen(request, timeout=10) as answer:
            return answer.status, answer.read().decode()
    except urllib.error.HTTPError as error:
        return error.code, error.read().decode()


def test_it_is_healthy(endpoint):
    with urllib.request.urlopen(f"{endpoint}/ping", timeout=10) as answer:
        assert answer.status == 200


def test_golden_requests_get_their_recorded_answers(endpoint, golden):
    assert len(golden) == 2
    for request in golden:
        status, body = post(endpoint, request["body"], request["content_type"], request["accept"])
        rows = json.loads(body)["predictions"] if body[0] == "{" else [row[0] for row in csv.reader(io.StringIO(body))]
        assert (status, [float(row) for row in rows]) == (200, pytest.approx(request["predictions"], rel=0.001))


def test_a_thousand_rows_fit_in_one_request(endpoint, row):
    status, answer = post(endpoint, f"{row}\n" * 1000)
    assert status == 200
    assert len(answer.splitlines()) == 1000


def test_bad_requests_are_refused_with_the_reason(endpoint):
    names = [column.name for column in read_project().requested]
    columns = f"row 1: {len(names) + 1} columns, the model has {len(names)}: {names[0]}"
    for body, content_type, status, message in (
        ("1," * len(names), "text/csv", 400, columns),
        ("{", "application/json", 400, "not JSON of the form"),
        ('{"instances": [{}]}', "application/json", 400, f"column `{names[0]}` is missing"),
        ("", "text/csv", 400, "no rows"),
        ("<xml/>", "application/xml", 415, "application/xml"),
    ):
        answered, text = post(endpoint, body, content_type)
        assert answered == status
        assert message in text


def test_an_answer_in_an_unknown_form_is_refused(endpoint, row):
    status, text = post(endpoint, row, accept="image/png")
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
