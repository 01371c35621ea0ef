"""Answers GET /ping and POST /invocations with a model's inference.py, as AWS's framework images do.

The rules are those of sagemaker-containers 2.8.6.post2 (`_transformer.Transformer`, `_functions.error_wrapper`,
`_worker.Request`) and of sagemaker-xgboost-container (`serving._user_module_transformer`): every exception is answered
with 500, also one with another status; a returned Response counts with its own.

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

JSON, CSV = "application/json", "text/csv"
IN_PARTS = ("input_fn", "predict_fn", "output_fn")


def load(model_folder: Path) -> ModuleType:
    """The inference module in the model's own code folder."""
    submitted = os.environ.get("SAGEMAKER_SUBMIT_DIRECTORY", "")
    code = Path(submitted) if Path(submitted).is_dir() and submitted else model_folder / "code"
    file = code / os.environ.get("SAGEMAKER_PROGRAM", "inference.py")
    if not file.exists():
        raise SystemExit(f"the model's archive has no {file.relative_to(model_folder)}")
    sys.path.insert(0, str(code))
    specification = importlib.util.spec_from_file_location("inference", file)
    if specification is None or specification.loader is None:
        raise SystemExit(f"{file.relative_to(model_folder)} cannot be imported")
    module = importlib.util.module_from_spec(specification)
    specification.loader.exec_module(module)
    if hasattr(module, "transform_fn") and any(hasattr(module, name) for name in IN_PARTS):
        raise SystemExit("Cannot use transform_fn implementation with input_fn, predict_fn, and/or output_fn")
    return module


def answer(module: ModuleType, model: Any, body: bytes, content_type: str, accept: str) -> tuple[int, bytes, str]:
    """The response of the module: of its transform_fn, or of its input_fn, predict_fn and output_fn."""
    content = body.decode(errors="replace") if content_type in (JSON, CSV) else body
    if hasattr(module, "transform_fn"):
        result = module.transform_fn(model, content, content_type, accept)
    else:
        result = module.output_fn(module.predict_fn(module.input_fn(content, content_type), model), accept)
    if hasattr(result, "get_data"):  # a Response of Werkzeug, Flask or the toolkit
        return result.status_code, result.get_data(), result.content_type
    text, response_type = result if isinstance(result, tuple) else (result, "text/html; charset=utf-8")
    return 200, text.encode() if isinstance(text, str) else text, response_type


class Handler(BaseHTTPRequestHandler):
    """One request."""

    protocol_version = "HTTP/1.1"
    module: ModuleType
    model: Any

    def do_GET(self) -> None:
        self._send(200 if self.path == "/ping" else 404, b"\n", "text/plain")

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
        content_type = self.headers.get("Content-Type") or JSON
        try:
            self._send(*answer(self.module, self.model, body, content_type, self._accept()))
        except Exception:  # noqa: BLE001 - any exception of the model is a response
            traceback.print_exc()
            self._send(500, b"<!doctype html>\n<title>500 Internal Server Error</title>\n", "text/html; charset=utf-8")

    def _accept(self) -> str:
        """A request that accepts any type gets the image's default."""
        accept = self.headers.get("Accept", "*/*")
        return os.environ.get("SAGEMAKER_DEFAULT_INVOCATIONS_ACCEPT", JSON) if accept in ("", "*/*") else accept

    def _send(self, status: int, body: bytes, content_type: str) -> None:
        self.send_response(status)
        self.send_header("Content-Type", content_type)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the name in the base class
        """Pings and requests would fill the log."""


def main() -> None:
    folder, port = Path(sys.argv[1]), int(sys.argv[2])
    Handler.module = load(folder)
    Handler.model = Handler.module.model_fn(str(folder))
    server = ThreadingHTTPServer(("127.0.0.1", port), Handler)
    # gunicorn writes this line in AWS's images.
    sys.stdout.write(f"[INFO] Listening at: http://127.0.0.1:{port}\n")
    sys.stdout.flush()
    server.serve_forever()


if __name__ == "__main__":
    main()
