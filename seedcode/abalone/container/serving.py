#!/usr/bin/env python3
"""The `serve` that SageMaker starts: GET /ping and POST /invocations, answered by the code in the model's archive."""

import importlib
import os
import sys
from pathlib import Path
from typing import Any

from flask import Flask, Response, request
from gunicorn.app.base import BaseApplication
from werkzeug.exceptions import HTTPException

from account import give_up_root

BASE = Path(os.environ.get("SAGEMAKER_BASE_DIR", "/opt/ml"))
MEMORY = Path("/dev/shm")  # where gunicorn's heartbeat never waits for a disk
LARGEST_BODY = 100 * 1024 * 1024  # the largest payload of a batch transform


def application(model: Path) -> Flask:
    """The web application; what this server itself refuses is answered like a refusal of inference.py."""
    sys.path.insert(0, str(model / "code"))
    inference = importlib.import_module("inference")
    loaded = inference.model_fn(str(model))
    app = Flask("serving")
    app.config["MAX_CONTENT_LENGTH"] = LARGEST_BODY

    @app.get("/ping")
    def ping() -> Response:
        return Response("\n")

    @app.post("/invocations")
    def invocations() -> Response:
        accept = request.headers.get("Accept", "*/*")
        return inference.transform_fn(loaded, request.get_data(), request.content_type or "", accept)

    @app.errorhandler(HTTPException)
    def refusal(error: HTTPException) -> Response:
        return Response(f"{error.description}\n", error.code, content_type="text/plain; charset=utf-8")

    return app


def options(memory: Path = MEMORY) -> dict[str, object]:
    """How gunicorn runs; the variables are those that SageMaker and its own images know. Serverless has no /dev/shm."""
    address = os.environ.get("SERVE_ADDRESS", "0.0.0.0")  # SageMaker asks from outside the container
    port = os.environ.get("SAGEMAKER_BIND_TO_PORT", "8080")
    return {
        "bind": f"{address}:{port}",
        "workers": int(os.environ.get("SAGEMAKER_MODEL_SERVER_WORKERS") or os.cpu_count() or 1),
        # A thread is free for /ping while another predicts.
        "worker_class": "gthread",
        "threads": 4,
        "timeout": 70,  # SageMaker waits 60 seconds for an answer
        "worker_tmp_dir": str(memory) if os.access(memory, os.W_OK) else None,
        "control_socket_disable": True,
        "errorlog": "-",
        "loglevel": "warning",
    }


class Server(BaseApplication):
    """Gunicorn around the application. Each worker loads the model itself: the threads of XGBoost survive no fork."""

    def __init__(self, model: Path) -> None:
        self.model = model
        super().__init__()

    def load_config(self) -> None:
        settings: Any = self.cfg
        for name, value in options().items():
            settings.set(name, value)

    def load(self) -> Any:  # Gunicorn declares a narrower type than every framework has.
        return application(self.model)


if __name__ == "__main__":
    give_up_root([])
    Server(BASE / "model").run()
