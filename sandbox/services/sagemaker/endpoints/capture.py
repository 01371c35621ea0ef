"""Data capture: requests and answers as lines of JSON in S3, written a moment later with the model's role."""

import json
import random
import threading
import time
import uuid
from typing import Any

from botocore.exceptions import ClientError

from sandbox.api import background
from sandbox.api.errors import ServiceError
from sandbox.api.identifiers import now
from sandbox.services.sagemaker.api.roles import assumed
from sandbox.services.sagemaker.endpoints.server import Reply, Request
from sandbox.services.sagemaker.jobs import objects

Record = dict[str, Any]
_SECONDS_TOGETHER = 1.0
_waiting: dict[tuple[str, str], list[str]] = {}
_lock = threading.Lock()


def take(endpoint: Record, configuration: Record, role: str, variant: str, exchange: tuple[Request, Reply]) -> None:
    """Keep the exchange, if the configuration wants this one."""
    wanted = configuration.get("DataCaptureConfig", {})
    if not wanted.get("EnableCapture") or random.uniform(0, 100) >= wanted["InitialSamplingPercentage"]:  # noqa: S311
        return
    key = (endpoint["EndpointArn"], variant)
    with _lock:
        waiting = _waiting.setdefault(key, [])
        waiting.append(_line(wanted, *exchange))
        if len(waiting) == 1:
            place = f"{wanted['DestinationS3Uri'].rstrip('/')}/{endpoint['EndpointName']}/{variant}"
            background.start(lambda: _write(key, role, place, wanted.get("KmsKeyId")))


def _write(key: tuple[str, str], role: str, place: str, key_id: str | None) -> None:
    time.sleep(_SECONDS_TOGETHER)
    with _lock:
        lines = _waiting.pop(key)
    name = f"{now():%Y/%m/%d/%H/%M-%S}-{uuid.uuid4()}.jsonl"
    try:
        objects.write(assumed(role, key[0]), f"{place}/{name}", "\n".join(lines).encode() + b"\n", key_id)
    except (ClientError, ServiceError):
        # As at AWS, an endpoint whose role may not write goes on answering and captures nothing.
        return


def _line(wanted: Record, request: Request, reply: Reply) -> str:
    sides = {
        "Input": ("endpointInput", request.kind, request.body),
        "Output": ("endpointOutput", reply.kind, reply.body),
    }
    modes = [each["CaptureMode"] for each in wanted["CaptureOptions"]]
    chosen = ["Input", "Output"] if "InputAndOutput" in modes else modes
    data = {sides[each][0]: _side(each, *sides[each][1:]) for each in chosen}
    meta = {"eventId": str(uuid.uuid4()), "inferenceTime": f"{now():%Y-%m-%dT%H:%M:%SZ}"}
    return json.dumps({"captureData": data, "eventMetadata": meta, "eventVersion": "0"})


def _side(mode: str, kind: str, body: bytes) -> Record:
    encoding = "CSV" if "csv" in kind else "JSON"
    text = body.decode(errors="replace")
    return {"observedContentType": kind, "mode": mode.upper(), "data": text, "encoding": encoding}
