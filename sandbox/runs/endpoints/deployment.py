"""Creates, updates and ends endpoints: traffic moves as the deployment policy says, and back when an alarm goes off."""

import contextlib
import os
import socket
import time
from typing import Any

from sandbox.runs import alarms
from sandbox.runs.clock import scaled
from sandbox.runs.endpoints.fleet import ROUTES, Fleet, Route
from sandbox.runs.endpoints.plan import shares, variants
from sandbox.runs.jobs.failure import JobError
from sandbox.services import background, events
from sandbox.services.errors import ServiceError
from sandbox.services.identifiers import now
from sandbox.services.sagemaker.resources import STORE

Record = dict[str, Any]
_SECONDS_BETWEEN_LOOKS = 0.1


def create(endpoint: Record) -> None:
    """Start serving; the endpoint becomes InService or Failed."""
    _become(endpoint, "Creating")
    background.start(lambda: _create(endpoint))


def update(endpoint: Record, configuration: str, policy: Record) -> None:
    """Move to another configuration; the endpoint is InService again with the new one, or with the old and a reason."""
    endpoint.pop("FailureReason", None)
    _become(endpoint, "Updating")
    background.start(lambda: _update(endpoint, configuration, policy))


def end(endpoint: Record) -> None:
    _become(endpoint, "Deleting")
    route = ROUTES.pop(endpoint["EndpointArn"], None)
    if route:
        background.start(route.fleet.close)


def _create(endpoint: Record) -> None:
    try:
        ROUTES[endpoint["EndpointArn"]] = Route(_started(endpoint, endpoint["EndpointConfigName"]))
    except JobError as error:
        endpoint["FailureReason"] = str(error)
        _become(endpoint, "Failed")
        return
    _in_service(endpoint, endpoint["EndpointConfigName"])


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
        _rolled_back(endpoint, str(error))
        return
    route = ROUTES[endpoint["EndpointArn"]]
    old, watched = route.fleet, [each["AlarmName"] for each in _rollback(policy).get("Alarms", [])]
    for share, seconds in shares(policy, new.configuration):
        route.divide(new, share)
        gone_off = _watch(watched, scaled(seconds))
        if gone_off:
            route.settle(old)
            new.close()
            _rolled_back(endpoint, f"Deployment was rolled back: alarm {', '.join(gone_off)} went into ALARM state.")
            return
    route.settle(new)
    old.close()
    _in_service(endpoint, configuration)


def _rollback(policy: Record) -> Record:
    return policy.get("AutoRollbackConfiguration") or {}


def _watch(names: list[str], seconds: float) -> list[str]:
    """The alarms that go off within the time; they are looked at once in any case."""
    deadline = time.monotonic() + seconds
    while True:
        gone_off = [name for name in names if alarms.is_on(name)]
        if gone_off or time.monotonic() >= deadline:
            return gone_off
        time.sleep(_SECONDS_BETWEEN_LOOKS)


def _rolled_back(endpoint: Record, reason: str) -> None:
    endpoint["FailureReason"] = reason
    _become(endpoint, "InService")


def _in_service(endpoint: Record, configuration: str) -> None:
    shown = STORE.here("EndpointConfig")[configuration]
    kept = endpoint.get("ProductionVariants", []) if endpoint.get("RetainAllVariantProperties") else []
    endpoint |= {"EndpointConfigName": configuration, "ProductionVariants": variants(shown, kept)}
    for name in ("AsyncInferenceConfig", "DataCaptureConfig"):
        endpoint[name] = shown.get(name)
    if endpoint["DataCaptureConfig"]:
        # The description tells it in other words than the configuration.
        given = endpoint["DataCaptureConfig"]
        endpoint["DataCaptureConfig"] = {
            "EnableCapture": given.get("EnableCapture", False),
            "CaptureStatus": "Started" if given.get("EnableCapture") else "Stopped",
            "CurrentSamplingPercentage": given["InitialSamplingPercentage"],
            "DestinationS3Uri": given["DestinationS3Uri"],
            "KmsKeyId": given.get("KmsKeyId", ""),
        }
    _become(endpoint, "InService")


def _become(endpoint: Record, status: str) -> None:
    endpoint |= {"EndpointStatus": status, "LastModifiedTime": now()}
    detail = {name: value for name, value in endpoint.items() if name[0].isupper()}
    # Amazon EventBridge, "SageMaker AI endpoint state change": IN_SERVICE where the API says InService.
    detail["EndpointStatus"] = {"InService": "IN_SERVICE"}.get(status, status.upper())
    events.emit("aws.sagemaker", "SageMaker Endpoint State Change", detail, endpoint["EndpointArn"])


def resume(endpoint: Record) -> None:
    """Serve again after a restart, with the configuration that served before."""
    if endpoint["EndpointStatus"] == "Updating":
        endpoint["FailureReason"] = "Deployment was rolled back: the sandbox stopped in the middle of it."
    background.start(lambda: (_wait_for_gateway(), _create(endpoint)))


def _wait_for_gateway() -> None:
    """State is loaded before the sandbox answers, and the model comes out of its S3."""
    while True:
        with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", int(os.environ["GATEWAY_PORT"]))):
            return
        time.sleep(_SECONDS_BETWEEN_LOOKS)
