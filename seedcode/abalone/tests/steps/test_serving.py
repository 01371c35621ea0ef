"""The model behind HTTP."""

import csv
import io
import json
import threading
import urllib.error
import urllib.request

import pytest
from werkzeug.serving import make_server

from project.serve import application

# What a request has, in the order of the schema.
ROW = {"miles": 500, "carrier": "carrier 1", "wind": -3.5, "cabin": "first"}


def post(endpoint, body, content_type="text/csv", accept="text/csv"):
    headers = {"Content-Type": content_type, "Accept": accept}
    request = urllib.request.Request(f"{endpoint}/invocations", body.encode(), headers)
    try:
        with urllib.request.urlopen(request, timeout=10) as answer:
            return answer.status, answer.read().decode()
    except urllib.error.HTTPError as error:
        return error.code, error.read().decode()


def line(**changes):
    return ",".join(map(str, (ROW | changes).values()))


def by_name(*rows):
    return json.dumps({"instances": list(rows)}), "application/json", "application/json"


@pytest.fixture(scope="module")
def serve():
    servers = []

    def start(model):
        server = make_server("127.0.0.1", 0, application(model))
        threading.Thread(target=server.serve_forever, daemon=True).start()
        servers.append(server)
        return f"http://127.0.0.1:{server.server_port}"

    yield start
    for server in servers:
        server.shutdown()


@pytest.fixture(scope="module")
def endpoint(flights_run, serve):
    return serve(flights_run.model)


def test_it_is_healthy(endpoint):
    with urllib.request.urlopen(f"{endpoint}/ping", timeout=10) as answer:
        assert answer.status == 200


def test_a_row_is_answered_as_csv_and_by_name(endpoint, flights_run):
    status, text = post(endpoint, line())
    (found,) = csv.reader(io.StringIO(text))
    assert status == 200
    status, named = post(endpoint, *by_name(dict(reversed(ROW.items()))))
    answer = json.loads(named)
    assert (status, answer["predictions"]) == (200, [float(found[0])])
    if flights_run.configuration.classification:
        assert answer["labels"] == [found[1]]
        assert 0 < float(found[0]) < 1
        assert found[1] in {"yes", "no"}
    else:
        assert answer.keys() == {"predictions"}


def test_the_label_changes_at_the_threshold(late_run, serve):
    endpoint = serve(late_run.model)
    threshold = json.loads((late_run.model / "decision.json").read_text())["threshold"]
    rows = [ROW | {"miles": miles} for miles in range(0, 9000, 50)]
    found = json.loads(post(endpoint, *by_name(*rows))[1])
    for probability, label in zip(found["predictions"], found["labels"], strict=True):
        assert label == ("yes" if probability >= threshold else "no")
    assert set(found["labels"]) == {"yes", "no"}


@pytest.mark.parametrize("which", ["late_run", "delay_run", "local_run"])
def test_golden_requests_get_their_recorded_answers(request, which, serve):
    run = request.getfixturevalue(which)
    endpoint = serve(run.model)
    golden = json.loads((run.evaluation / "expected_answers.json").read_text())["requests"]
    assert len(golden) == 2
    for each in golden:
        status, body = post(endpoint, each["body"], each["content_type"], each["accept"])
        rows = json.loads(body)["predictions"] if body[0] == "{" else [row[0] for row in csv.reader(io.StringIO(body))]
        assert (status, [float(row) for row in rows]) == (200, pytest.approx(each["predictions"], rel=0.001))


def test_golden_requests_have_a_missing_value_where_there_are_some(flights_run):
    golden = json.loads((flights_run.evaluation / "expected_answers.json").read_text())["requests"]
    named = json.loads(next(each["body"] for each in golden if each["content_type"] == "application/json"))
    assert None in [value for row in named["instances"] for value in row.values()]


@pytest.mark.parametrize("change", [{"wind": ""}, {"wind": "?"}, {"carrier": ""}, {"carrier": "Zeppelin"}])
def test_missing_values_and_unseen_categories_are_answered_where_the_schema_allows_them(endpoint, change):
    assert post(endpoint, line(**change))[0] == 200


def test_null_is_missing(endpoint):
    status, text = post(endpoint, *by_name(ROW | {"wind": None}))
    assert status == 200
    assert json.loads(text)["predictions"] == [float(post(endpoint, line(wind=""))[1].split(",")[0])]


def test_a_unit_and_json_of_other_types_are_understood(endpoint):
    expected = post(endpoint, line(miles=500))
    assert post(endpoint, line(miles="500 mi")) == expected
    assert post(endpoint, line(miles="500.0")) == expected


def test_a_thousand_rows_fit_in_one_request(endpoint):
    status, answer = post(endpoint, f"{line()}\n" * 1000)
    assert (status, len(answer.splitlines())) == (200, 1000)


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"miles": "far"}, "row 2, `miles`: `far` is not a finite number"),
        ({"miles": "nan"}, "row 2, `miles`: `nan` is not a finite number"),
        ({"wind": "inf"}, "row 2, `wind`: `inf` is not a finite number"),
        ({"wind": "1e999"}, "row 2, `wind`: `1e999` is not a finite number"),
        ({"miles": "-1"}, "row 2, `miles`: `-1` is below the minimum 0"),
        ({"miles": "9001"}, "row 2, `miles`: `9001` is above the maximum 9000"),
        ({"miles": ""}, "row 2, `miles`: missing, and the schema does not allow that"),
        ({"cabin": ""}, "row 2, `cabin`: missing, and the schema does not allow that"),
        ({"cabin": "second"}, "row 2, `cabin`: `second` is none of economy, first"),
    ],
)
def test_a_bad_cell_names_the_row_the_column_and_the_rule(endpoint, change, message):
    status, text = post(endpoint, f"{line()}\n{line(**change)}")
    assert status == 400
    assert message in text


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"miles": None}, "row 1, `miles`: missing"),
        ({"miles": True}, "row 1, `miles`: `True` is not a finite number"),
        ({"miles": [1]}, "row 1, `miles`: `[1]` is not a finite number"),
        ({"cabin": {"a": 1}}, "row 1, `cabin`: `{'a': 1}` is no text"),
    ],
)
def test_a_bad_value_of_json_names_the_row_the_column_and_the_rule(endpoint, change, message):
    status, text = post(endpoint, *by_name(ROW | change))
    assert status == 400
    assert message in text


@pytest.mark.parametrize(
    ("body", "content_type", "status", "message"),
    [
        ("1,2,3", "text/csv", 400, "row 1: 3 columns, the model has 4: miles, carrier, wind, cabin"),
        ("{}", "application/json", 400, "not JSON of the form"),
        ('{"instances": ["no"]}', "application/json", 400, "must be a list"),
        ('{"instances": [{"cabin": 1}]}', "application/json", 400, "column `miles` is missing"),
        ("", "text/csv", 400, "no rows"),
        ("<xml/>", "application/xml", 415, "application/xml"),
    ],
)
def test_bad_requests_are_refused_with_the_reason(endpoint, body, content_type, status, message):
    answered, text = post(endpoint, body, content_type)
    assert answered == status
    assert message in text


def test_an_answer_in_an_unknown_form_is_refused(endpoint):
    status, text = post(endpoint, line(), accept="image/png")
    assert status == 406
    assert "image/png" in text
