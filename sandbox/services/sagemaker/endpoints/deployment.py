"""Creates, updates and ends endpoints: traffic moves as the deployment policy says, and back when an alarm goes off."""

import contextlib
import os
import socket
import time
from typing import Any

from sandbox.api import background
from sandbox.api.errors import ServiceError
from sandbox.api.identifiers import now
from sandbox.engine import cloudwatch_alarms
from sandbox.machine.clock import scaled
from sandbox.services.sagemaker.api.resources import STORE
from sandbox.services.sagemaker.endpoints import plan, status
from sandbox.services.sagemaker.endpoints.fleet import ROUTES, Fleet, Route
from sandbox.services.sagemaker.jobs.failure import JobError

Record = dict[str, Any]
_SECONDS_BETWEEN_LOOKS = 0.1


def create(endpoint: Record) -> None:
    """Start serving; the endpoint becomes InService or Failed."""
    status.become(endpoint, "Creating")
    background.start(lambda: _create(endpoint))


def update(endpoint: Record, configuration: str, policy: Record) -> None:
    """Move to another configuration; the endpoint is InService again with the new one, or with the old and a reason."""
    endpoint.pop("FailureReason", None)
    status.become(endpoint, "Updating")
    background.start(lambda: _update(endpoint, configuration, policy))


def end(endpoint: Record) -> None:
    status.become(endpoint, "Deleting")
    route = ROUTES.pop(endpoint["EndpointArn"], None)
    if route:
        background.start(route.fleet.close)


def _create(endpoint: Record) -> None:
    try:
        ROUTES[endpoint["EndpointArn"]] = Route(_started(endpoint, endpoint["EndpointConfigName"]))
    except JobError as error:
        endpoint["FailureReason"] = str(error)
        status.become(endpoint, "Failed")
        return
    status.in_service(endpoint, endpoint["EndpointConfigName"])


def _started(endpoint: Record, configuration: str) -> Fleet:
    try:
        fleet = Fleet(endpoint, STORE.here("EndpointConfig")[configuration])
    except ServiceError as error:
        raise JobError(error.message) from error
    fleet.wait_until_ready()
    return fleet


def _update(endpoint: Record, configuration: str, policy: Record) -> None:
    try:
        new = _started(endpoint, configuration)
    except JobError as error:
        status.rolled_back(endpoint, str(error))
        return
    route = ROUTES[endpoint["EndpointArn"]]
    old = route.fleet
    reason = _moved(endpoint, route, new, policy)
    if reason:
        _move_back(endpoint, route, new, policy)
        status.rolled_back(endpoint, f"Deployment was rolled back: {reason}")
        return
    route.settle(new)
    old.close()
    status.in_service(endpoint, configuration)


def _moved(endpoint: Record, route: Route, new: Fleet, policy: Record) -> str | None:
    """Give the new fleet its traffic, step by step; why it has to be taken away again."""
    watched = [each["AlarmName"] for each in (policy.get("AutoRollbackConfiguration") or {}).get("Alarms", [])]
    begun, left = now(), plan.longest(policy)
    for share, seconds in plan.shares(policy, new.configuration):
        route.divide(new, share)
        status.show(endpoint, plan.pending(new.configuration, share, seconds, begun))
        gone_off = _watch(watched, scaled(min(seconds, left)))
        if gone_off:
            return f"alarm {', '.join(gone_off)} went into ALARM state."
        left -= seconds
        if left < 0:
            return "it took longer than MaximumExecutionTimeoutInSeconds."
    return None


def _move_back(endpoint: Record, route: Route, new: Fleet, policy: Record) -> None:
    status.become(endpoint, "RollingBack")
    begun = now()
    for share, seconds in plan.back(policy, new.configuration, route.share):
        route.divide(new, share)
        status.show(endpoint, plan.pending(new.configuration, share, seconds, begun))
        time.sleep(scaled(seconds))
    route.settle(route.fleet)
    new.close()


def _watch(names: list[str], seconds: float) -> list[str]:
    """The alarms that go off within the time; they are looked at once in any case."""
    deadline = time.monotonic() + seconds
    while True:
        gone_off = [name for name in names if cloudwatch_alarms.is_on(name)]
        if gone_off or time.monotonic() >= deadline:
            return gone_off
        time.sleep(_SECONDS_BETWEEN_LOOKS)


def resume(endpoint: Record) -> None:
    """Serve again after a restart, with the configuration that served before."""
    if endpoint["EndpointStatus"] in ("Updating", "RollingBack"):
        endpoint["FailureReason"] = "Deployment was rolled back: the sandbox stopped in the middle of it."
    background.start(lambda: (_wait_for_gateway(), _create(endpoint)))


def _wait_for_gateway() -> None:
    """State is loaded before the sandbox answers, and the model comes out of its S3."""
    while True:
        with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", int(os.environ["GATEWAY_PORT"]))):
            return
        time.sleep(_SECONDS_BETWEEN_LOOKS)
