"""Requests to an endpoint: which model answers, what is measured, what is kept, and how a refusal looks."""

import random
import time
from typing import Any

from ministack.core.responses import get_account_id
from ministack.services import cloudwatch

from sandbox.api.errors import ServiceError
from sandbox.services.sagemaker.api.resources import STORE
from sandbox.services.sagemaker.endpoints import capture
from sandbox.services.sagemaker.endpoints.fleet import ROUTES, Fleet
from sandbox.services.sagemaker.endpoints.server import Reply, Request

Record = dict[str, Any]
_SERVING = ("InService", "Updating", "RollingBack")
_SECONDS_AFTER_RESTART = 60


class ModelError(Exception):
    """The model answered, but with a refusal."""

    def __init__(self, reply: Reply, log: str) -> None:
        self.status, self.text, self.log = reply.status, reply.body.decode(errors="replace"), log
        side = "client error" if reply.status < 500 else "server error"
        super().__init__(f'Received {side} ({reply.status}) from primary with message "{self.text}".')


def invoke(name: str, request: Request, variant: str | None) -> tuple[Reply, str]:
    """The model's answer, and the variant that gave it.

    Raises:
        ModelError: the model refused, or failed.
        ServiceError: no endpoint of that name serves.

    """
    endpoint = serving(name)
    fleet = _route(endpoint).pick()
    chosen = variant or _chosen(endpoint, fleet)
    if chosen not in fleet.servers:
        raise ServiceError("ValidationError", f"Variant {chosen} was not found in endpoint {name}.")
    start = time.perf_counter()
    reply = fleet.servers[chosen].ask(request)
    place = {"EndpointName": name, "VariantName": chosen}
    _measure(place, fleet.configuration["EndpointConfigName"], reply.status, (time.perf_counter() - start) * 1e6)
    if not 200 <= reply.status < 300:
        raise ModelError(reply, fleet.servers[chosen].place.group)
    capture.take(endpoint, fleet.configuration, fleet.servers[chosen].place.role, chosen, (request, reply))
    return reply, chosen


def serving(name: str) -> Record:
    """The record of an endpoint that answers."""
    endpoint = STORE.here("Endpoint").get(name)
    if endpoint is None or endpoint["EndpointStatus"] not in _SERVING:
        raise ServiceError("ValidationError", f"Endpoint {name} of account {get_account_id()} not found.")
    return endpoint


def _route(endpoint: Record) -> Any:
    """After a restart the first requests wait for the model."""
    deadline = time.monotonic() + _SECONDS_AFTER_RESTART
    while endpoint["EndpointArn"] not in ROUTES and time.monotonic() < deadline:
        time.sleep(0.05)
    return ROUTES[endpoint["EndpointArn"]]


def _chosen(endpoint: Record, fleet: Fleet) -> str:
    weights = {each["VariantName"]: each["CurrentWeight"] for each in endpoint.get("ProductionVariants", [])}
    names = list(fleet.servers)
    shares = [weights.get(name, 1.0) for name in names]
    return random.choices(names, shares if any(shares) else None)[0]  # noqa: S311 - traffic, no secret


def _measure(place: dict[str, str], configuration: str, status: int, microseconds: float) -> None:
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
        for dimensions in (place, place | {"EndpointConfigName": configuration}):
            cloudwatch.record_metric("AWS/SageMaker", metric, value, unit, dimensions)
