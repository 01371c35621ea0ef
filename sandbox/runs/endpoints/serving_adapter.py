"""Answers GET /ping and POST /invocations with a model's inference.py, as AWS's serving images do.

Runs with the Python of the seeds and imports nothing of the sandbox: python serving_adapter.py MODEL_FOLDER PORT
"""

import importlib.util
import os
import sys
import traceback
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from types import ModuleType
from typing import Any


def load(model_folder: Path) -> ModuleType:
    """The inference module in the model's own code folder."""
    submitted = os.environ.get("SAGEMAKER_SUBMIT_DIRECTORY", "")
    code = Path(submitted) if Path(submitted).is_dir() and submitted else model_folder / "code"
    file = code / os.environ.get("SAGEMAKER_PROGRAM", "inference.py")
    if not file.exists():
        raise SystemExit(f"the model's archive has no {file.relative_to(model_folder)}")
    sys.path.insert(0, str(code))
    specification = importlib.util.spec_from_file_location("inference", file)
    module = importlib.util.module_from_spec(specification)
    specification.loader.exec_module(module)
    return module


def answer(module: ModuleType, model: Any, body: bytes, kind: str, accept: str) -> tuple[bytes, str]:
    """What the module says to a request: its transform_fn, or its input_fn, predict_fn and output_fn."""
    if hasattr(module, "transform_fn"):
        result = module.transform_fn(model, body, kind, accept)
    else:
        result = module.output_fn(module.predict_fn(module.input_fn(body, kind), model), accept)
    text, answered = result if isinstance(result, tuple) else (result, accept)
    return text.encode() if isinstance(text, str) else text, answered


class Handler(BaseHTTPRequestHandler):
    """One request; an exception that carries an HTTP status becomes that answer, any other is 500."""

    protocol_version = "HTTP/1.1"
    module: ModuleType
    model: Any

    def do_GET(self) -> None:
        self._send(200 if self.path == "/ping" else 404, b"\n", "text/plain")

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
        default = os.environ.get("SAGEMAKER_DEFAULT_INVOCATIONS_ACCEPT", "*/*")
        accept = self.headers.get("Accept", default)
        try:
            text, kind = answer(self.module, self.model, body, self.headers.get("Content-Type", ""), accept)
        except Exception as error:  # noqa: BLE001 - whatever the model raises is an answer
            status = getattr(error, "code", None)
            status = status if isinstance(status, int) else 500
            if status >= 500:
                traceback.print_exc()
            self._send(status, str(getattr(error, "description", None) or error).encode(), "text/plain")
        else:
            self._send(200, text, kind)

    def _send(self, status: int, body: bytes, kind: str) -> None:
        self.send_response(status)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_arguments: object) -> None:
        """Pings and requests would fill the log."""


def main() -> None:
    folder, port = Path(sys.argv[1]), int(sys.argv[2])
    Handler.module = load(folder)
    Handler.model = Handler.module.model_fn(str(folder))
    server = ThreadingHTTPServer(("127.0.0.1", port), Handler)
    # AWS's images say so too, in gunicorn's words.
    sys.stdout.write(f"[INFO] Listening at: http://127.0.0.1:{port}\n")
    sys.stdout.flush()
    server.serve_forever()


if __name__ == "__main__":
    main()
