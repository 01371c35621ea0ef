"""Creates, updates and deletes endpoints: traffic moves by the deployment policy, and back when an alarm goes off."""

import contextlib
import os
import socket
import time

from sandbox.api import background
from sandbox.api.errors import ServiceError
from sandbox.api.identifiers import now
from sandbox.api.types import Record
from sandbox.engine import cloudwatch_alarms
from sandbox.machine.clock import scaled, wait_until
from sandbox.services.sagemaker.containers.failure import JobError
from sandbox.services.sagemaker.endpoints import status, traffic_steps
from sandbox.services.sagemaker.endpoints.deployment_policy import watched_alarms
from sandbox.services.sagemaker.endpoints.fleet import ROUTES, Fleet, Route
from sandbox.services.sagemaker.records.resources import ENDPOINT_CONFIG
from sandbox.services.sagemaker.records.shapes import Endpoint


def create(endpoint: Endpoint) -> None:
    """Start serving; the endpoint becomes InService or Failed."""
    status.set_status(endpoint, "Creating")
    background.start(lambda: _create(endpoint))


def update(endpoint: Endpoint, configuration: str, policy: Record) -> None:
    """Move to another configuration; the endpoint is InService again with the new one, or with the old and a reason."""
    endpoint.pop("FailureReason", None)
    status.set_status(endpoint, "Updating")
    background.start(lambda: _update(endpoint, configuration, policy))


def delete(endpoint: Endpoint) -> None:
    status.set_status(endpoint, "Deleting")
    route = ROUTES.pop(endpoint["EndpointArn"], None)
    if route:
        background.start(route.fleet.close)


def resume(endpoint: Endpoint) -> None:
    """Serve again after a restart, with the configuration that served before."""
    if endpoint["EndpointStatus"] in ("Updating", "RollingBack"):
        endpoint["FailureReason"] = "Deployment was rolled back: the sandbox stopped in the middle of it."

    def create_when_possible() -> None:
        # State is loaded before the sandbox answers, and the model comes out of its S3.
        wait_until(_gateway_is_open)
        _create(endpoint)

    background.start(create_when_possible)


def _create(endpoint: Endpoint) -> None:
    try:
        ROUTES[endpoint["EndpointArn"]] = Route(_ready_fleet(endpoint, endpoint["EndpointConfigName"]))
    except JobError as error:
        endpoint["FailureReason"] = str(error)
        status.set_status(endpoint, "Failed")
        return
    status.set_in_service(endpoint, endpoint["EndpointConfigName"])


def _ready_fleet(endpoint: Endpoint, configuration: str) -> Fleet:
    try:
        fleet = Fleet(endpoint, ENDPOINT_CONFIG.here()[configuration])
    except ServiceError as error:
        raise JobError(error.message) from error
    fleet.wait_until_ready()
    return fleet


def _update(endpoint: Endpoint, configuration: str, policy: Record) -> None:
    try:
        new = _ready_fleet(endpoint, configuration)
    except JobError as error:
        status.set_rolled_back(endpoint, str(error))
        return
    route = ROUTES[endpoint["EndpointArn"]]
    old = route.fleet
    problem = _move_forward(endpoint, route, new, policy)
    if problem:
        _move_back(endpoint, route, new, policy)
        status.set_rolled_back(endpoint, f"Deployment was rolled back: {problem}")
        return
    route.settle(new)
    old.close()
    status.set_in_service(endpoint, configuration)


def _move_forward(endpoint: Endpoint, route: Route, new: Fleet, policy: Record) -> str | None:
    """Give the new fleet its traffic, step by step; the problem because of which it has to be taken away again."""
    alarms, started, left = watched_alarms(policy), now(), traffic_steps.longest_seconds(policy)
    for step in traffic_steps.forward(policy, new.configuration):
        route.divide(new, step.share)
        status.show_pending(endpoint, new.configuration, step, started)
        gone_off = _watch(alarms, scaled(min(step.seconds, left)))
        if gone_off:
            return f"alarm {', '.join(gone_off)} went into ALARM state."
        left -= step.seconds
        if left < 0:
            return "it took longer than MaximumExecutionTimeoutInSeconds."
    return None


def _move_back(endpoint: Endpoint, route: Route, new: Fleet, policy: Record) -> None:
    status.set_status(endpoint, "RollingBack")
    started = now()
    for step in traffic_steps.back(policy, new.configuration, route.share):
        route.divide(new, step.share)
        status.show_pending(endpoint, new.configuration, step, started)
        time.sleep(scaled(step.seconds))
    route.settle(route.fleet)
    new.close()


def _watch(names: list[str], seconds: float) -> list[str]:
    """The alarms that go off within the time; they are read once in any case."""
    gone_off: list[str] = []

    def has_gone_off() -> bool:
        gone_off.extend(name for name in names if cloudwatch_alarms.is_on(name))
        return bool(gone_off)

    wait_until(has_gone_off, seconds)
    return gone_off


def _gateway_is_open() -> bool:
    with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", int(os.environ["GATEWAY_PORT"]))):
        return True
    return False
