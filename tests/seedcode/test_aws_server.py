"""The models of the seeds that AWS's XGBoost image serves, inside AWS's own server, started as SageMaker starts it."""

import csv
import io
import json
import os
import shutil
import signal
import socket
import subprocess
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import NamedTuple

import pytest

ROOT = Path(__file__).parents[2]
PYTHON = ROOT / ".venv-serving" / "bin" / "python"
SERVED_BY_AWS = ("census", "weather")
SETTINGS = "import json; from project.script_mode import SERVING; print(json.dumps(SERVING))"
RAISES = """
from werkzeug.exceptions import BadRequest

def model_fn(folder):
    return folder

def input_fn(body, kind):
    raise BadRequest("row 1 is bad")

def predict_fn(rows, model):
    return rows

def output_fn(prediction, accept):
    return str(prediction), accept
"""


class Model(NamedTuple):
    """A model's folder, the variables that its version in the registry has, and requests with their answers."""

    folder: Path
    variables: dict[str, str]
    golden: list[dict]


class Server:
    """One container: /opt/ml is a folder of its own, and so is the place where pip installs."""

    def __init__(self, folder: Path, model: Path, variables: dict[str, str]) -> None:
        self.base, site = folder / "ml", folder / "site"
        site.mkdir(parents=True)
        shutil.copytree(model, self.base / "model")
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self.port = probe.getsockname()[1]
        submitted = variables["SAGEMAKER_SUBMIT_DIRECTORY"].replace("/opt/ml", str(self.base))
        environment = {
            **variables,
            "SAGEMAKER_SUBMIT_DIRECTORY": submitted,
            "SAGEMAKER_BASE_DIR": str(self.base),
            "SAGEMAKER_SERVING_MODULE": "aws_server:main",
            "SAGEMAKER_BIND_TO_PORT": str(self.port),
            "SAGEMAKER_MODEL_SERVER_WORKERS": "1",
            "SAGEMAKER_USE_NGINX": "false",  # the image of today starts gunicorn alone, too
            "PIP_TARGET": str(site),
            # An index that answers nobody: what a network without the internet is to pip.
            "PIP_INDEX_URL": "http://127.0.0.1:9/simple",
            "PIP_RETRIES": "0",
            "PIP_CONFIG_FILE": os.devnull,
            "PATH": f"{PYTHON.parent}{os.pathsep}/usr/bin{os.pathsep}/bin",
            "PYTHONPATH": f"{site}{os.pathsep}{Path(__file__).parent}",
            "OMP_NUM_THREADS": "1",
        }
        self.log = folder / "log"
        with self.log.open("w") as log:
            command = [PYTHON, str(Path(__file__).with_name("aws_server.py"))]
            self.process = subprocess.Popen(
                command, cwd=folder, env=environment, stdout=log, stderr=log, start_new_session=True
            )

    def wait_until_ready(self) -> "Server":
        deadline = time.monotonic() + 60
        while self.process.poll() is None and time.monotonic() < deadline:
            try:
                with urllib.request.urlopen(f"http://127.0.0.1:{self.port}/ping", timeout=5):
                    return self
            except OSError:
                time.sleep(0.1)
        raise AssertionError(self.log.read_text())

    def ask(self, body: str, content_type: str, accept: str) -> tuple[int, str]:
        headers = {"Content-Type": content_type, "Accept": accept}
        request = urllib.request.Request(f"http://127.0.0.1:{self.port}/invocations", body.encode(), headers)
        try:
            with urllib.request.urlopen(request, timeout=30) as answer:  # noqa: S310
                return answer.status, answer.read().decode()
        except urllib.error.HTTPError as error:
            return error.code, error.read().decode()

    def close(self) -> None:
        if self.process.poll() is None:
            os.killpg(self.process.pid, signal.SIGKILL)
            self.process.wait()


@pytest.fixture(scope="module")
def start(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Callable[..., Server]]:
    started: list[Server] = []

    def one(model: Path, variables: dict[str, str]) -> Server:
        started.append(Server(tmp_path_factory.mktemp("container"), model, variables))
        return started[-1]

    yield one
    for server in started:
        server.close()


@pytest.fixture(scope="module", params=SERVED_BY_AWS)
def model(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory, run_seed) -> Model:
    folder = shutil.copytree(ROOT / "seedcode" / request.param, tmp_path_factory.mktemp("seed") / request.param)
    ended, settings = run_seed("-m", "project.local", folder=folder), run_seed("-c", SETTINGS, folder=folder)
    assert ended.returncode == 0, ended.stderr
    golden = json.loads((folder / "build" / "evaluation" / "expected_answers.json").read_text())["requests"]
    return Model(folder / "build" / "model", json.loads(settings.stdout), golden)


@pytest.fixture(scope="module")
def server(model, start) -> Server:
    return start(model.folder, model.variables).wait_until_ready()


def numbers(body: str) -> list[float]:
    if body.startswith("{"):
        return json.loads(body)["predictions"]
    # The label of a classification follows its probability.
    return [float(row[0]) for row in csv.reader(io.StringIO(body))]


def test_golden_requests_get_their_recorded_answers(server, model):
    for request in model.golden:
        status, body = server.ask(request["body"], request["content_type"], request["accept"])
        assert (status, numbers(body)) == (200, pytest.approx(request["predictions"], abs=0.001))


@pytest.mark.parametrize(
    ("changed", "status", "reason"),
    [
        ({"body": "warm", "content_type": "text/csv"}, 400, "row 1"),
        ({"body": "{}", "content_type": "application/json"}, 400, "instances"),
        ({"content_type": "application/xml"}, 415, "application/xml"),
        ({"accept": "image/png"}, 406, "image/png"),
    ],
)
def test_a_bad_request_is_the_callers_fault_and_says_why(server, model, changed, status, reason):
    request = {name: model.golden[0][name] for name in ("body", "content_type", "accept")} | changed
    answered, text = server.ask(**request)
    assert answered == status
    assert reason in text


def test_without_its_variables_the_code_cannot_be_installed_and_nothing_serves(model, start):
    variables = {name: value for name, value in model.variables.items() if not name.startswith("PIP_")}
    stopped = start(model.folder, variables)
    assert stopped.process.wait(timeout=60) != 0
    assert "InstallModuleError" in stopped.log.read_text()


def test_the_server_makes_500_of_every_exception_whatever_its_status(tmp_path, start):
    """The reason why the seeds return their refusals."""
    (tmp_path / "code").mkdir()
    (tmp_path / "code" / "inference.py").write_text(RAISES)
    offline = {"PIP_NO_BUILD_ISOLATION": "0", "PIP_NO_INDEX": "1"}
    place = {"SAGEMAKER_PROGRAM": "inference.py", "SAGEMAKER_SUBMIT_DIRECTORY": "/opt/ml/model/code"}
    server = start(tmp_path, place | offline).wait_until_ready()
    assert server.ask("warm", "text/csv", "text/csv")[0] == 500
