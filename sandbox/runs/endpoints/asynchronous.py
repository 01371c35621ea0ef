"""Asynchronous requests: read from S3, answered later, the answer left in S3 and told to a topic."""

import contextlib
import json
import uuid
from typing import Any, NamedTuple

from botocore.exceptions import ClientError
from ministack.services import cloudwatch

from sandbox import loopback
from sandbox.loopback import Credentials
from sandbox.runs.endpoints import invocation
from sandbox.runs.endpoints.fleet import ROUTES
from sandbox.runs.endpoints.server import Request
from sandbox.runs.jobs import objects
from sandbox.runs.jobs.failure import refusal
from sandbox.services import background
from sandbox.services.errors import ServiceError
from sandbox.services.sagemaker.roles import assumed

Record = dict[str, Any]
_backlog: dict[str, int] = {}


class Order(NamedTuple):
    """One request: where it lies, and where its answer or its failure will be."""

    name: str
    identifier: str
    source: str
    kind: str
    accept: str
    output: str
    failure: str | None


def accept(name: str, source: str, kind: str, wanted: str) -> Order:
    """Take a request; it is answered in the background."""
    endpoint = invocation.serving(name)
    given = endpoint.get("AsyncInferenceConfig")
    if not given:
        raise ServiceError("ValidationError", f"Endpoint {name} is not an asynchronous endpoint.")
    identifier, places = str(uuid.uuid4()), given["OutputConfig"]
    output = f"{places['S3OutputPath'].rstrip('/')}/{identifier}.out"
    failure = f"{places['S3FailurePath'].rstrip('/')}/{identifier}-error.out" if "S3FailurePath" in places else None
    order = Order(name, identifier, source, kind, wanted, output, failure)
    background.start(lambda: _answer(order, endpoint, places))
    return order


def _answer(order: Order, endpoint: Record, places: Record) -> None:
    _count(order.name, 1)
    role = next(iter(ROUTES[endpoint["EndpointArn"]].fleet.servers.values())).place.role
    credentials, key = assumed(role, endpoint["EndpointArn"]), places.get("KmsKeyId")
    topics = places.get("NotificationConfig", {})
    problem = _problem(order, credentials, key)
    if problem and order.failure:
        with contextlib.suppress(ClientError):
            objects.write(credentials, order.failure, problem.encode(), key)
    cloudwatch.record_metric("AWS/SageMaker", "InvocationFailures", int(bool(problem)), "Count", _place(order.name))
    _tell(order, credentials, topics.get("ErrorTopic" if problem else "SuccessTopic"), problem)
    _count(order.name, -1)


def _problem(order: Order, credentials: Credentials, key: str | None) -> str | None:
    """Why there is no answer; None when it is where it should be."""
    try:
        body = objects.read(credentials, order.source)
        reply, _ = invocation.invoke(order.name, Request(body, order.kind, order.accept), None)
        objects.write(credentials, order.output, reply.body, key)
    except ClientError as error:
        return refusal(error)
    except (invocation.ModelError, ServiceError) as error:
        return str(error)
    return None


def _tell(order: Order, credentials: Credentials, topic: str | None, problem: str | None) -> None:
    if not topic:
        return
    message = {
        "inferenceId": order.identifier,
        "invocationStatus": "Failed" if problem else "Completed",
        "requestParameters": {"endpointName": order.name, "inputLocation": order.source},
        **({"failureReason": problem} if problem else {"responseParameters": {"outputLocation": order.output}}),
    }
    with loopback.acting_as(credentials), contextlib.suppress(ClientError):
        loopback.client("sns").publish(TopicArn=topic, Message=json.dumps(message))


def _count(name: str, change: int) -> None:
    _backlog[name] = _backlog.get(name, 0) + change
    cloudwatch.record_metric("AWS/SageMaker", "ApproximateBacklogSize", _backlog[name], "Count", _place(name))


def _place(name: str) -> dict[str, str]:
    return {"EndpointName": name}
