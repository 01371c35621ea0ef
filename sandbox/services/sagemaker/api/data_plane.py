"""Requests to endpoints over HTTP: they have no target header, and carry what the model is asked as their body."""

import json
import re
import uuid
from collections.abc import Mapping
from typing import Any

from sandbox.api.errors import ServiceError, not_emulated
from sandbox.api.identifiers import arn
from sandbox.api.service import DataPlane, HttpAnswer
from sandbox.services.sagemaker.endpoints import asynchronous, invocation
from sandbox.services.sagemaker.endpoints.server import Request

_PATH = re.compile(r"/endpoints/([^/]+)/(invocations|async-invocations)")
_OPERATIONS = {"invocations": "InvokeEndpoint", "async-invocations": "InvokeEndpointAsync"}
_PREFIX = "x-amzn-sagemaker-"


def read(path: str) -> tuple[str, dict[str, Any]]:
    """The operation that a path stands for, and what the path says of its parameters."""
    match = _PATH.fullmatch(path)
    return (_OPERATIONS[match[2]], {"EndpointName": match[1]}) if match else (path, {})


def answer(path: str, headers: Mapping[str, str], body: bytes) -> HttpAnswer:
    operation, parameters = read(path)
    if operation not in _OPERATIONS.values():
        raise not_emulated(f"sagemaker-runtime:{path}")
    return (_invoke if operation == "InvokeEndpoint" else _accept)(parameters["EndpointName"], headers, body)


def _invoke(name: str, headers: Mapping[str, str], body: bytes) -> HttpAnswer:
    if invocation.serving(name).get("AsyncInferenceConfig"):
        raise ServiceError("ValidationError", f"Endpoint {name} is asynchronous: use InvokeEndpointAsync.")
    request = Request(body, headers.get("content-type", ""), headers.get("accept", "*/*"))
    try:
        reply, variant = invocation.invoke(name, request, headers.get(f"{_PREFIX}target-variant"))
    except invocation.ModelError as error:
        return _refusal(error)
    # In lower case: the engine takes a `Content-Type` for that of its own envelope and rewrites it.
    return 200, {"content-type": reply.kind, "x-Amzn-Invoked-Production-Variant": variant}, reply.body


def _refusal(error: invocation.ModelError) -> HttpAnswer:
    said = {
        "Message": str(error),
        "OriginalStatusCode": error.status,
        "OriginalMessage": error.text,
        "LogStreamArn": arn("logs", f"log-group:{error.log}"),
    }
    headers = {"Content-Type": "application/json", "x-amzn-errortype": "ModelError"}
    return 424, headers, json.dumps(said).encode()


def _accept(name: str, headers: Mapping[str, str], body: bytes) -> HttpAnswer:
    given = {
        each: headers.get(f"{_PREFIX}{each}", "")
        for each in ("inputlocation", "content-type", "accept", "inference-id", "filename", "s3outputpathextension")
    }
    if not given["inputlocation"]:
        raise not_emulated("InvokeEndpointAsync with Body") if body else _missing("InputLocation")
    inference = given["inference-id"] or str(uuid.uuid4())
    file = "/".join(filter(None, (given["s3outputpathextension"].strip("/"), given["filename"])))
    if given["s3outputpathextension"] and not given["filename"]:
        file = f"{file}/{inference}.out"
    kind = given["content-type"] or headers.get("content-type", "")
    wanted = asynchronous.Wanted(given["inputlocation"], kind, given["accept"] or "*/*", inference, file)
    order = asynchronous.accept(name, wanted)
    places = {"X-Amzn-SageMaker-OutputLocation": order.output, "Content-Type": "application/json"}
    if order.failure:
        places["X-Amzn-SageMaker-FailureLocation"] = order.failure
    return 202, places, json.dumps({"InferenceId": inference}).encode()


def _missing(name: str) -> ServiceError:
    return ServiceError("ValidationError", f"{name} is required.")


DATA_PLANE = DataPlane(read, answer)
