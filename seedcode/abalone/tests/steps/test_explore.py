"""The notebook runs from top to bottom, here without Jupyter and with a server of the model, and keeps no outputs."""

import json
import logging
import sys
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest
from werkzeug.serving import make_server

from project.serve import application

ROOT = Path(__file__).parents[2]
NOTEBOOK = json.loads((ROOT / "explore.ipynb").read_text(encoding="utf-8"))
CODE = [cell for cell in NOTEBOOK["cells"] if cell["cell_type"] == "code"]
ENDPOINT = "/endpoints/staging"


def run(cells: list[dict[str, Any]], names: dict[str, Any]) -> dict[str, Any]:
    for cell in cells:
        exec(compile("".join(cell["source"]), "explore.ipynb", "exec"), names)
    return names


@pytest.fixture(scope="module")
def endpoint(local_run) -> Iterator[str]:
    """The address of something that answers as SageMaker Runtime: POST /endpoints/<name>/invocations."""
    logging.getLogger("werkzeug").setLevel(logging.ERROR)
    model = application(local_run.model)

    def runtime(environ: dict[str, Any], start_response: Any) -> Any:
        assert environ["PATH_INFO"].startswith(f"{ENDPOINT}/")
        return model(environ | {"PATH_INFO": environ["PATH_INFO"].removeprefix(ENDPOINT)}, start_response)

    server = make_server("127.0.0.1", 0, runtime)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()


@pytest.fixture(scope="module")
def surroundings(endpoint, tmp_path_factory) -> Iterator[pytest.MonkeyPatch]:
    variables = {
        "BUILD": str(tmp_path_factory.mktemp("build")),
        "MPLBACKEND": "agg",
        "ENDPOINT_NAME": "staging",
        "AWS_ENDPOINT_URL_SAGEMAKER_RUNTIME": endpoint,
        "AWS_ACCESS_KEY_ID": "testing",
        "AWS_SECRET_ACCESS_KEY": "testing",
        "AWS_DEFAULT_REGION": "eu-west-1",
    }
    with pytest.MonkeyPatch.context() as patch:
        patch.delenv("DATA", raising=False)
        patch.chdir(ROOT)
        patch.setattr(sys, "path", [*sys.path])
        for name, value in variables.items():
            patch.setenv(name, value)
        yield patch


@pytest.fixture(scope="module")
def names(surroundings) -> dict[str, Any]:
    """What all cells leave behind."""
    import matplotlib.pyplot as plt

    found = run(CODE, {"__name__": "__main__"})
    plt.close("all")
    return found


def test_it_keeps_no_outputs():
    assert [cell["id"] for cell in CODE if cell["outputs"] or cell["execution_count"]] == []


def test_its_model_has_the_lowest_loss_of_the_curve_on_the_rows_to_choose_by(names):
    truth, prediction = names["validation"].target, names["prediction"]
    if names["configuration"].classification:
        loss = -np.log(np.where(truth == 1, prediction, 1 - prediction)).mean()
    else:
        loss = np.sqrt(((prediction - truth) ** 2).mean())
    assert loss == pytest.approx(names["losses"]["validation"].min(), rel=0.001)


def test_its_errors_are_those_of_the_model(names):
    assert names["judged"]["error"].to_numpy() == pytest.approx(abs(names["prediction"] - names["validation"].target))


def test_it_asks_the_endpoint_and_shows_what_it_answers(names):
    assert names["answers"]["predictions"]


def test_the_endpoint_is_given_rows_as_a_golden_request_has_them(names, local_run):
    """So it answers them as it did when the model was evaluated."""
    golden = json.loads((local_run.evaluation / "expected_answers.json").read_text())["requests"]
    request = next(each for each in golden if each["content_type"] == "application/json")
    answers = names["ask"](pd.DataFrame(json.loads(request["body"])["instances"]))
    assert answers["predictions"] == pytest.approx(request["predictions"], abs=0.001)


def test_without_an_endpoint_it_says_so_and_asks_nothing(names, surroundings, capsys):
    with surroundings.context() as patch:
        patch.delenv("ENDPOINT_NAME")
        again = run(CODE[-1:], dict(names))
    assert again["answers"] is None
    assert "ENDPOINT_NAME is not set" in capsys.readouterr().out
