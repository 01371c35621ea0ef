"""Measures what a user waits for: a local run, one prediction, a thousand rows in one request, the environments."""

import contextlib
import io
import json
import logging
import statistics
import sys
import tempfile
import threading
import time
import urllib.request
from pathlib import Path

from werkzeug.serving import make_server

from project.example_data import many
from project.local import run
from project.serve import application

ROUNDS = 200


def ask(url: str, body: bytes) -> float:
    """Milliseconds until the answer is there."""
    start = time.perf_counter()
    request = urllib.request.Request(url, body, {"Content-Type": "text/csv"})
    with urllib.request.urlopen(request, timeout=30) as answer:
        answer.read()
    return (time.perf_counter() - start) * 1000


def megabytes(folder: Path) -> float:
    return sum(file.lstat().st_size for file in folder.rglob("*") if not file.is_symlink()) / 1e6


def predictions(build: Path) -> dict[str, float]:
    """Over HTTP, with a golden request of the evaluation, and with a thousand rows like its first."""
    golden = json.loads((build / "evaluation" / "expected_answers.json").read_text())["requests"]
    body = next(request for request in golden if request["content_type"] == "text/csv")["body"]
    server = make_server("127.0.0.1", 0, application(build / "model"))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    url = f"http://127.0.0.1:{server.server_port}/invocations"
    one = statistics.median(ask(url, body.encode()) for _ in range(ROUNDS))
    thousand = statistics.median(ask(url, many(body, 1000).encode()) for _ in range(10))
    server.shutdown()
    return {"a golden request, p50, ms": one, "1,000 rows in one request, ms": thousand}


def main() -> None:
    logging.getLogger("werkzeug").setLevel(logging.ERROR)  # it would write a line per request
    with tempfile.TemporaryDirectory() as folder:
        build, start = Path(folder) / "build", time.perf_counter()
        with contextlib.redirect_stdout(io.StringIO()):
            run("", build)
        figures = {"local run, s": time.perf_counter() - start} | predictions(build)
    for environment in map(Path, sys.argv[1:]):
        if environment.exists():
            figures[f"{environment.name}, MB"] = megabytes(environment)
    for name, value in figures.items():
        print(f"{name:<32}{value:>8.1f}")


if __name__ == "__main__":
    main()
