"""The whole way on the twin: a model that has learnt passes, one that has not is stopped, and requests are answered."""

import json
from pathlib import Path

import pytest

from inference import model_fn, transform_fn
from project.local import run


@pytest.fixture(scope="module")
def built(tmp_path_factory) -> Path:
    folder = tmp_path_factory.mktemp("built")
    run("", folder)
    return folder


def test_the_model_is_better_than_the_baselines_on_outlets_that_it_has_never_seen(built):
    found = json.loads((built / "evaluation" / "evaluation.json").read_text())
    assert found["passed"] == 1
    assert found["verdict"].startswith("Good enough")
    assert found["rows"] == 720


def test_the_evaluation_is_small_enough_for_a_state_machine(built):
    """256 KiB of a payload: Step Functions Developer Guide, "Quotas"."""
    for name in ("evaluation.json", "expected_answers.json"):
        assert (built / "evaluation" / name).stat().st_size < 64_000


def test_an_endpoint_answers_what_the_evaluation_expects(built):
    """As the last state machine compares them: the second request, by name."""
    request = json.loads((built / "evaluation" / "expected_answers.json").read_text())["requests"][1]
    answer = transform_fn(model_fn(str(built / "model")), request["body"], request["content_type"], request["accept"])
    assert json.loads(answer.get_data())["predictions"] == request["predictions"]


def test_another_spelling_has_the_same_answer(built):
    served = model_fn(str(built / "model"))
    request = json.loads((built / "evaluation" / "expected_answers.json").read_text())["requests"][1]
    written = request["body"].replace('"Low Fat"', '"LF"')
    assert written != request["body"]
    answers = [
        transform_fn(served, body, "application/json", "application/json").get_data()
        for body in (request["body"], written)
    ]
    assert answers[0] == answers[1]
