"""A model of a training seed passes the checks of the deploying seed, over nothing but the files they hand over."""

import json
import shutil
from pathlib import Path

import pytest

FOLDER = Path(__file__).parents[2] / "seedcode"
# Runs in the deploying seed, with the training seed's model behind its own web application.
CHECK = """
import json, sys
from pathlib import Path

sys.path[:0] = [sys.argv[1]]
from deploy.calls import Answer
from deploy.checks import FOLDER, check
from project.serve import application

build = Path(sys.argv[1]) / "build"
client = application(build / "model").test_client()

def ask(body, content_type, accept):
    answer = client.post("/invocations", data=body, headers={"Content-Type": content_type, "Accept": accept})
    return Answer(answer.status_code, answer.content_type, answer.text, 0.0)

golden = json.loads((build / "evaluation" / "expected_answers.json").read_text())
contract = golden | json.loads((FOLDER / "budget.json").read_text())
print(json.dumps([[finding.good, finding.text] for finding in check(ask, contract)]))
"""


@pytest.fixture
def trained(tmp_path, run) -> Path:
    folder = shutil.copytree(FOLDER / "census", tmp_path / "census")
    ended = run("-m", "project.local", folder=folder)
    assert ended.returncode == 0, ended.stderr
    return folder


@pytest.fixture
def deploying(tmp_path) -> Path:
    return shutil.copytree(FOLDER / "model-deploy", tmp_path / "model-deploy")


def test_a_trained_model_passes_the_checks_with_its_own_golden_requests(trained, deploying, run):
    ended = run("-c", CHECK, str(trained), folder=deploying)
    findings = json.loads(ended.stdout)
    assert [text for good, text in findings if not good] == []
    assert len(findings) == 2 + 3 + 1  # golden requests, refusals, latency


def test_another_model_than_the_evaluated_one_is_noticed(trained, deploying, run):
    golden = trained / "build" / "evaluation" / "expected_answers.json"
    document = json.loads(golden.read_text())
    for request in document["requests"]:
        request["predictions"] = [value + 0.1 for value in request["predictions"]]
    golden.write_text(json.dumps(document))
    ended = run("-c", CHECK, str(trained), folder=deploying)
    assert [good for good, _ in json.loads(ended.stdout)] == [False, False, True, True, True, True]


@pytest.mark.parametrize("name", ["project.toml", "schema.json"])
def test_weathers_tests_have_the_settings_that_it_begins_with(name):
    """They are kept apart, so that they hold when a repository is for other days."""
    seed = FOLDER / "weather"
    assert (seed / "tests/steps/seattle" / name).read_text() == (seed / name).read_text()
