"""Refusals that AWS gives now and then, on demand: `<state>/faults.json` lists them, each for a number of times.

An entry has `operation` (of a JSON service) or `method` and `path` (of S3: the end of it), and the answer: `status`,
`code`, `message`, `times`.
"""

import json
import os
import threading
from pathlib import Path
from typing import Any

_lock = threading.Lock()
_given: dict[str, int] = {}


def answer(scope: dict[str, Any]) -> tuple[int, list[tuple[bytes, bytes]], bytes] | None:
    """The refusal that a request meets; None for nearly all of them."""
    file = Path(os.environ["SANDBOX_STATE"]) / "faults.json"
    if not file.exists():
        return None
    headers = {name.decode().lower(): value.decode() for name, value in scope["headers"]}
    operation = headers.get("x-amz-target", "").rpartition(".")[2]
    for number, fault in enumerate(json.loads(file.read_text())):
        if _meets(fault, scope, operation) and _counts(f"{number} {file.stat().st_mtime_ns}", fault["times"]):
            return _refusal(fault)
    return None


def _meets(fault: dict[str, Any], scope: dict[str, Any], operation: str) -> bool:
    if "operation" in fault:
        return fault["operation"] == operation
    return fault["method"] == scope["method"] and scope["path"].endswith(fault["path"])


def _counts(key: str, times: int) -> bool:
    with _lock:
        _given[key] = _given.get(key, 0) + 1
        return _given[key] <= times


def _refusal(fault: dict[str, Any]) -> tuple[int, list[tuple[bytes, bytes]], bytes]:
    if "operation" in fault:
        body = json.dumps({"__type": fault["code"], "message": fault["message"], "Message": fault["message"]})
        kind, headers = "application/x-amz-json-1.1", [(b"x-amzn-errortype", fault["code"].encode())]
    else:
        body = f"<Error><Code>{fault['code']}</Code><Message>{fault['message']}</Message></Error>"
        kind, headers = "application/xml", []
    return fault["status"], [(b"content-type", kind.encode()), *headers], body.encode()
