"""InvokeEndpoint: the variant that answers, metrics, data capture, and the error of a model that refuses."""

import json
import random
import time
from collections.abc import Mapping

from ministack.core.responses import get_account_id
from ministack.services import cloudwatch

from sandbox.api.errors import ServiceError
from sandbox.api.identifiers import arn
from sandbox.api.service import HttpAnswer
from sandbox.machine.clock import wait_until
from sandbox.services.sagemaker.containers.server import ModelRequest, ModelResponse
from sandbox.services.sagemaker.endpoints import data_capture
from sandbox.services.sagemaker.endpoints.fleet import ROUTES, Fleet, Route
from sandbox.services.sagemaker.records.resources import ENDPOINT
from sandbox.services.sagemaker.records.shapes import Endpoint

_SERVING = ("InService", "Updating", "RollingBack")
_SECONDS_AFTER_RESTART = 60


class ModelError(Exception):
    """The model responded with an error status."""

    def __init__(self, response: ModelResponse, log_group: str) -> None:
        self.status, self.text, self.log_group = response.status, response.body.decode(errors="replace"), log_group
        side = "client error" if response.status < 500 else "server error"
        super().__init__(f'Received {side} ({response.status}) from primary with message "{self.text}".')


def answer(name: str, headers: Mapping[str, str], body: bytes) -> HttpAnswer:
    """The HTTP answer of InvokeEndpoint."""
    if serving_endpoint(name).get("AsyncInferenceConfig"):
        raise ServiceError("ValidationError", f"Endpoint {name} is asynchronous: use InvokeEndpointAsync.")
    request = ModelRequest(body, headers.get("content-type", ""), headers.get("accept", "*/*"))
    try:
        response, variant = invoke(name, request, headers.get("x-amzn-sagemaker-target-variant"))
    except ModelError as error:
        return _model_error(error)
    # In lower case: the engine takes a `Content-Type` for that of its own envelope and rewrites it.
    shown = {"content-type": response.content_type, "x-Amzn-Invoked-Production-Variant": variant}
    return 200, shown, response.body


def invoke(name: str, request: ModelRequest, variant: str | None) -> tuple[ModelResponse, str]:
    """The model's response, and the variant that gave it.

    Raises:
        ModelError: the model responded with an error status.
        ServiceError: no endpoint of that name serves.

    """
    endpoint = serving_endpoint(name)
    fleet = _route(endpoint).pick()
    chosen = variant or _choose_variant(endpoint, fleet)
    if chosen not in fleet.servers:
        raise ServiceError("ValidationError", f"Variant {chosen} was not found in endpoint {name}.")
    server, start = fleet.servers[chosen], time.perf_counter()
    response = server.invoke(request)
    dimensions = {"EndpointName": name, "VariantName": chosen}
    microseconds = (time.perf_counter() - start) * 1e6
    _record_metrics(dimensions, fleet.configuration["EndpointConfigName"], response.status, microseconds)
    if not 200 <= response.status < 300:
        raise ModelError(response, server.identity.log_group)
    target = data_capture.Target(endpoint, chosen, server.identity.role)
    data_capture.capture(target, fleet.configuration, request, response)
    return response, chosen


def serving_endpoint(name: str) -> Endpoint:
    """The record of an endpoint that serves."""
    endpoint = ENDPOINT.here().get(name)
    if endpoint is None or endpoint["EndpointStatus"] not in _SERVING:
        raise ServiceError("ValidationError", f"Endpoint {name} of account {get_account_id()} not found.")
    return endpoint


def _route(endpoint: Endpoint) -> Route:
    """After a restart the first requests wait for the model."""
    wait_until(lambda: endpoint["EndpointArn"] in ROUTES, _SECONDS_AFTER_RESTART)
    return ROUTES[endpoint["EndpointArn"]]


def _choose_variant(endpoint: Endpoint, fleet: Fleet) -> str:
    weights = {summary["VariantName"]: summary["CurrentWeight"] for summary in endpoint.get("ProductionVariants", [])}
    names = list(fleet.servers)
    shares = [weights.get(name, 1.0) for name in names]
    return random.choices(names, shares if any(shares) else None)[0]  # noqa: S311 - traffic, no secret


def _model_error(error: ModelError) -> HttpAnswer:
    body = {
        "Message": str(error),
        "OriginalStatusCode": error.status,
        "OriginalMessage": error.text,
        "LogStreamArn": arn("logs", f"log-group:{error.log_group}"),
    }
    return 424, {"Content-Type": "application/json", "x-amzn-errortype": "ModelError"}, json.dumps(body).encode()


def _record_metrics(dimensions: dict[str, str], configuration: str, status: int, microseconds: float) -> None:
    """Amazon SageMaker AI metrics in CloudWatch, "endpoint invocation metrics"; and once more for each fleet.

    Developer Guide, "Auto-Rollback Configuration and Monitoring": the metrics also come with EndpointConfigName.
    """
    values = {
        "Invocations": (1, "Count"),
        "ModelLatency": (microseconds, "Microseconds"),
        "Invocation4XXErrors": (int(400 <= status < 500), "Count"),
        "Invocation5XXErrors": (int(status >= 500), "Count"),
    }
    for metric, (value, unit) in values.items():
        for place in (dimensions, dimensions | {"EndpointConfigName": configuration}):
            cloudwatch.record_metric("AWS/SageMaker", metric, value, unit, place)
