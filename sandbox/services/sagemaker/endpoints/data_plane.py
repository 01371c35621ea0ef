"""Requests to endpoints over HTTP: they have no target header, and carry the model's input as their body."""

import re
from collections.abc import Mapping

from sandbox.api.errors import not_emulated
from sandbox.api.service import DataPlane, HttpAnswer
from sandbox.api.types import Request
from sandbox.services.sagemaker.endpoints import asynchronous, invocation

_PATH = re.compile(r"/endpoints/([^/]+)/(invocations|async-invocations)")
_OPERATIONS = {"invocations": "InvokeEndpoint", "async-invocations": "InvokeEndpointAsync"}


def read(path: str) -> tuple[str, Request]:
    """The operation that a path stands for, and the parameters in the path."""
    match = _PATH.fullmatch(path)
    return (_OPERATIONS[match[2]], {"EndpointName": match[1]}) if match else (path, {})


def answer(path: str, headers: Mapping[str, str], body: bytes) -> HttpAnswer:
    operation, parameters = read(path)
    match operation:
        case "InvokeEndpoint":
            return invocation.answer(parameters["EndpointName"], headers, body)
        case "InvokeEndpointAsync":
            return asynchronous.answer(parameters["EndpointName"], headers, body)
        case _:
            raise not_emulated(f"sagemaker-runtime:{path}")


DATA_PLANE = DataPlane(read, answer)
