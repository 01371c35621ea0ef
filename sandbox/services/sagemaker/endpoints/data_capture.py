"""Data capture: requests and responses as lines of JSON in S3, written a moment later under the model's role."""

import json
import random
import threading
import time
import uuid
from typing import NamedTuple

from botocore.exceptions import ClientError

from sandbox.api import background
from sandbox.api.errors import ServiceError
from sandbox.api.identifiers import now
from sandbox.api.types import Record
from sandbox.services.sagemaker.containers import s3_objects
from sandbox.services.sagemaker.containers.server import ModelRequest, ModelResponse
from sandbox.services.sagemaker.records.roles import assume
from sandbox.services.sagemaker.records.shapes import Endpoint, EndpointConfig

_SECONDS_IN_ONE_FILE = 1.0
_waiting: dict[tuple[str, str], list[str]] = {}
_lock = threading.Lock()


class Target(NamedTuple):
    """The variant that answered, and the role that writes what is captured of it."""

    endpoint: Endpoint
    variant: str
    role: str

    @property
    def key(self) -> tuple[str, str]:
        return self.endpoint["EndpointArn"], self.variant


def capture(target: Target, configuration: EndpointConfig, request: ModelRequest, response: ModelResponse) -> None:
    """Keep the request and its response, if the configuration's sampling includes this one."""
    wanted = configuration.get("DataCaptureConfig", {})
    if not wanted.get("EnableCapture") or random.uniform(0, 100) >= wanted["InitialSamplingPercentage"]:  # noqa: S311
        return
    with _lock:
        waiting = _waiting.setdefault(target.key, [])
        waiting.append(_line(wanted, request, response))
        if len(waiting) == 1:
            background.start(lambda: _write(target, wanted))


def _write(target: Target, wanted: Record) -> None:
    time.sleep(_SECONDS_IN_ONE_FILE)
    with _lock:
        lines = _waiting.pop(target.key)
    folder = f"{wanted['DestinationS3Uri'].rstrip('/')}/{target.endpoint['EndpointName']}/{target.variant}"
    uri = f"{folder}/{now():%Y/%m/%d/%H/%M-%S}-{uuid.uuid4()}.jsonl"
    body = "\n".join(lines).encode() + b"\n"
    try:
        s3_objects.write(assume(target.role, target.endpoint["EndpointArn"]), uri, body, wanted.get("KmsKeyId"))
    except (ClientError, ServiceError):
        # As at AWS, an endpoint whose role may not write goes on answering and captures nothing.
        return


def _line(wanted: Record, request: ModelRequest, response: ModelResponse) -> str:
    sides = {
        "Input": ("endpointInput", request.content_type, request.body),
        "Output": ("endpointOutput", response.content_type, response.body),
    }
    modes = [option["CaptureMode"] for option in wanted["CaptureOptions"]]
    chosen = ["Input", "Output"] if "InputAndOutput" in modes else modes
    data = {sides[mode][0]: _side(mode, *sides[mode][1:]) for mode in chosen}
    metadata = {"eventId": str(uuid.uuid4()), "inferenceTime": f"{now():%Y-%m-%dT%H:%M:%SZ}"}
    return json.dumps({"captureData": data, "eventMetadata": metadata, "eventVersion": "0"})


def _side(mode: str, content_type: str, body: bytes) -> Record:
    encoding = "CSV" if "csv" in content_type else "JSON"
    text = body.decode(errors="replace")
    return {"observedContentType": content_type, "mode": mode.upper(), "data": text, "encoding": encoding}
