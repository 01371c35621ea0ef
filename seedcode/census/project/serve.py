"""Serves the model on this machine the way SageMaker does: GET /ping, POST /invocations."""

import argparse
import sys
from pathlib import Path

from flask import Flask, Response, request
from werkzeug.wrappers import Response as BaseResponse

sys.path.insert(0, str(Path(__file__).parents[1] / "steps"))

import inference


def application(model_dir: Path) -> Flask:
    """The web application."""
    model = inference.model_fn(str(model_dir))
    app = Flask(__name__)

    @app.get("/ping")
    def ping() -> Response:
        return Response("\n")

    @app.post("/invocations")
    def invocations() -> BaseResponse:
        accept = request.headers.get("Accept", "*/*")
        return inference.transform_fn(model, request.get_data(), request.content_type or "", accept)

    return app


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--model", type=Path, default=Path("build/model"))
    parser.add_argument("--port", type=int, default=8080)
    arguments = parser.parse_args()
    application(arguments.model).run(port=arguments.port)
