"""The model behind HTTP."""

import json
import threading
import urllib.error
import urllib.request

import pytest
from werkzeug.serving import make_server

from serve import application

PERSON = {
    "age": 39,
    "education_num": 13,
    "capital_gain": 2174,
    "capital_loss": 0,
    "hours_per_week": 40,
    "workclass": "State-gov",
    "marital_status": "Never-married",
    "occupation": "Sales",
    "relationship": "Not-in-family",
    "native_country": "United-States",
}
ROW = ",".join(map(str, PERSON.values()))


@pytest.fixture(scope="module")
def endpoint(local_run):
    server = make_server("127.0.0.1", 0, application(local_run.model))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()


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


def test_a_probability_answers_a_person_as_csv_and_by_name(endpoint):
    status, answer = post(endpoint, ROW)
    assert status == 200
    assert 0 < float(answer) < 1
    body = json.dumps({"instances": [dict(reversed(PERSON.items()))]})
    status, named = post(endpoint, body, "application/json", "application/json")
    assert (status, json.loads(named)["predictions"]) == (200, [float(answer)])


def test_golden_requests_get_their_recorded_answers(endpoint, local_run):
    golden = json.loads((local_run.evaluation / "expected_answers.json").read_text())["requests"]
    assert len(golden) == 2
    for request in golden:
        status, body = post(endpoint, request["body"], request["content_type"], request["accept"])
        answers = json.loads(body)["predictions"] if body.startswith("{") else [float(line) for line in body.split()]
        assert (status, answers) == (200, pytest.approx(request["predictions"], abs=0.001))


@pytest.mark.parametrize("category", ["?", "Astronaut"])
def test_unknown_and_unseen_categories_are_answered(endpoint, category):
    assert post(endpoint, ROW.replace("Sales", category))[0] == 200


def test_a_thousand_rows_fit_in_one_request(endpoint):
    status, answer = post(endpoint, f"{ROW}\n" * 1000)
    assert (status, len(answer.splitlines())) == (200, 1000)


@pytest.mark.parametrize(
    ("body", "content_type", "status", "message"),
    [
        ("1,2,3", "text/csv", 400, "row 1: 3 columns, the model has"),
        ("{}", "application/json", 400, "not JSON of the form"),
        ('{"instances": ["no"]}', "application/json", 400, "must be a list"),
        ('{"instances": [{"education_num": 1}]}', "application/json", 400, "column `age` is missing"),
        ("", "text/csv", 400, "no rows"),
        ("<xml/>", "application/xml", 415, "application/xml"),
    ],
)
def test_bad_requests_are_refused_with_the_reason(endpoint, body, content_type, status, message):
    answered, text = post(endpoint, body, content_type)
    assert answered == status
    assert message in text.replace("&#39;", "'").replace("&#34;", '"')


@pytest.mark.parametrize("value", ["old", "nan", "", "inf"])
def test_text_in_a_number_names_the_row_and_the_column(endpoint, value):
    status, text = post(endpoint, ROW.replace("39", value, 1))
    assert status == 400
    assert "row 1, `age`" in text


def test_an_answer_in_an_unknown_form_is_refused(endpoint):
    status, text = post(endpoint, ROW, accept="image/png")
    assert status == 406
    assert "image/png" in text
