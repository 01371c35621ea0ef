"""A local run of a seed reaches a real MLflow server; and one that nobody answers for holds it up for seconds only."""

import json
import os
import signal
import socket
import subprocess
import time
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).parents[2]
SEED = ROOT / "seedcode" / "census"
PYTHON = ROOT / ".venv-seeds" / "bin" / "python"
RECORD = {
    "time": "2026-11-22T01:40:00Z",
    "commit": "1" * 40,
    "code": "a" * 16,
    "data": "d" * 64,
    "rows": 1000,
    "settings": {"model.max_depth": 4},
    "metric": {"name": "auc", "direction": "higher"},
    "metrics": {"auc": {"value": 0.9, "low": 0.88, "high": 0.92}},
    "passed": True,
    "verdict": "Good enough",
    "seconds": 1.5,
    "model": "c0ffee" * 10,
}
TRACK = """
import sys
from pathlib import Path
from project.tracking import track
print(track(Path(sys.argv[1]), [Path(sys.argv[2])], deadline=float(sys.argv[3])))
"""


def free_port() -> int:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return found.getsockname()[1]


def post(url: str, **body: Any) -> dict[str, Any]:
    request = urllib.request.Request(url, json.dumps(body).encode(), {"Content-Type": "application/json"})  # noqa: S310 - http
    with urllib.request.urlopen(request, timeout=60) as answer:  # noqa: S310 - http
        return json.load(answer)


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of MLflow's own tracking server."""
    folder, port = tmp_path_factory.mktemp("mlflow"), free_port()
    options = [
        *("--backend-store-uri", f"sqlite:///{folder}/mlflow.db", "--artifacts-destination", str(folder / "files")),
        *("--host", "127.0.0.1", "--port", str(port), "--workers", "1"),
    ]
    environment = {
        "PATH": f"{PYTHON.parent}:{os.environ['PATH']}",
        "HOME": str(folder),
        "MLFLOW_DISABLE_TELEMETRY": "true",
    }
    command = [str(PYTHON), "-m", "mlflow", "server", *options]
    with (folder / "log").open("w") as log:
        process = subprocess.Popen(command, cwd=folder, env=environment, stdout=log, stderr=log, start_new_session=True)
    try:
        yield wait(f"http://127.0.0.1:{port}", process, folder / "log")
    finally:
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()


def wait(url: str, process: subprocess.Popen[bytes], log: Path) -> str:
    while process.poll() is None:
        try:
            urllib.request.urlopen(f"{url}/health", timeout=5).close()  # noqa: S310 - http
        except OSError:
            time.sleep(0.5)
        else:
            return url
    raise AssertionError(log.read_text())


def tracked(folder: Path, uri: str, deadline: float = 300) -> str:
    """What `make local` prints of the tracking. The deadline is for a machine with other work."""
    record, page = folder / "20261122T014000Z-c0ffeec0.json", folder / "report.html"
    record.write_text(json.dumps(RECORD))
    page.write_text("<html>")
    environment = {
        "PATH": os.environ["PATH"],
        "HOME": str(folder),
        "MLFLOW_TRACKING_URI": uri,
        "PYTHONDONTWRITEBYTECODE": "1",
    }
    command = [str(PYTHON), "-c", TRACK, str(record), str(page), str(deadline)]
    ended = subprocess.run(command, cwd=SEED, env=environment, capture_output=True, text=True, check=True)
    return ended.stdout.strip()


def test_a_run_with_parameters_metrics_tags_and_page_is_on_the_server(server, tmp_path):
    line = tracked(tmp_path, server)
    assert line.startswith(f"logged to {server} as run "), line
    api = f"{server}/api/2.0/mlflow"
    [experiment] = [
        each for each in post(f"{api}/experiments/search", max_results=10)["experiments"] if each["name"] == "census"
    ]
    [run] = post(f"{api}/runs/search", experiment_ids=[experiment["experiment_id"]])["runs"]
    assert run["info"]["run_id"] == line.split()[-1]
    assert run["info"]["status"] == "FINISHED"
    metrics = {each["key"]: each["value"] for each in run["data"]["metrics"]}
    assert metrics == {"auc": 0.9, "auc_low": 0.88, "auc_high": 0.92, "passed": 1, "seconds": 1.5}
    parameters = {each["key"]: each["value"] for each in run["data"]["params"]}
    assert parameters == {"model.max_depth": "4", "data": "d" * 64, "rows": "1000", "commit": "1" * 40}
    tags = {each["key"]: each["value"] for each in run["data"]["tags"]}
    assert (tags["commit"], tags["data"], tags["verdict"]) == ("1" * 40, "d" * 64, "Good enough")
    with urllib.request.urlopen(  # noqa: S310 - http
        f"{api}/artifacts/list?run_id={run['info']['run_id']}", timeout=60
    ) as answer:
        assert [each["path"] for each in json.load(answer)["files"]] == ["report.html"]


def test_a_closed_port_is_one_sentence(tmp_path):
    line = tracked(tmp_path, f"http://127.0.0.1:{free_port()}")
    assert "the run is not logged" in line
    assert "\n" not in line


def test_a_server_that_accepts_and_never_answers_is_given_up(tmp_path):
    with socket.create_server(("127.0.0.1", 0)) as silent:
        start = time.monotonic()
        line = tracked(tmp_path, f"http://127.0.0.1:{silent.getsockname()[1]}", deadline=10)
        assert "the run is not logged" in line
        assert time.monotonic() - start < 120  # by itself MLflow tries for minutes, seven times two of them


def test_the_arn_of_an_mlflow_app_is_an_address_for_the_locked_plugin():
    """AWS's plugin, which requirements/tracking.lock names, finds the host of an app by its ARN."""
    code = (
        "import mlflow, sys\n"
        "from mlflow.tracking._tracking_service.utils import _get_store\n"
        "from sagemaker_mlflow.host_creds import get_host_creds\n"
        "print(type(_get_store(sys.argv[1])).__name__, get_host_creds(sys.argv[1]).host)\n"
    )
    arn = "arn:aws:sagemaker:eu-west-1:123456789012:mlflow-app/app-ABCDEFGHIJKL"
    environment = {"PATH": os.environ["PATH"], "MLFLOW_TRACKING_URI": arn, "AWS_EC2_METADATA_DISABLED": "true"}
    command = [str(PYTHON), "-c", code, arn]
    ended = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
    assert ended.stdout.split() == ["MlflowSageMakerStore", "https://mlflow.sagemaker.eu-west-1.app.aws"], ended.stderr
    assert "sagemaker-mlflow==" in (SEED / "requirements" / "tracking.lock").read_text()
