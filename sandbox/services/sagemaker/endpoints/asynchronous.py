"""Asynchronous requests: read from S3, answered later, the answer left in S3 and told to a topic."""

import contextlib
import json
import uuid
from typing import Any, NamedTuple

from botocore.exceptions import ClientError
from ministack.core.responses import get_region
from ministack.services import cloudwatch

from sandbox.api import background, loopback
from sandbox.api.errors import ServiceError
from sandbox.api.identifiers import now
from sandbox.api.loopback import Credentials
from sandbox.services.sagemaker.api.roles import assumed
from sandbox.services.sagemaker.endpoints import invocation
from sandbox.services.sagemaker.endpoints.fleet import ROUTES
from sandbox.services.sagemaker.endpoints.server import Request
from sandbox.services.sagemaker.jobs import objects
from sandbox.services.sagemaker.jobs.failure import JobError, refusal

Record = dict[str, Any]
_backlog: dict[str, int] = {}


class Wanted(NamedTuple):
    """What a request says: where it lies, of which kind it is, and how its answer is to be called."""

    source: str
    kind: str
    accept: str
    identifier: str
    file: str


class Order(NamedTuple):
    """A request that was taken: where its answer or its failure will be."""

    name: str
    wanted: Wanted
    received: str
    output: str
    failure: str | None


def accept(name: str, wanted: Wanted) -> Order:
    """Take a request; it is answered in the background."""
    endpoint = invocation.serving(name)
    given = endpoint.get("AsyncInferenceConfig")
    if not given:
        raise ServiceError("ValidationError", f"Endpoint {name} is not an asynchronous endpoint.")
    places = given["OutputConfig"]
    output = f"{places['S3OutputPath'].rstrip('/')}/{wanted.file or f'{uuid.uuid4()}.out'}"
    failure = f"{places['S3FailurePath'].rstrip('/')}/{uuid.uuid4()}-error.out" if "S3FailurePath" in places else None
    order = Order(name, wanted, _time(), output, failure)
    background.start(lambda: _answer(order, endpoint, places))
    return order


def _answer(order: Order, endpoint: Record, places: Record) -> None:
    _count(order.name, 1)
    variant, server = next(iter(ROUTES[endpoint["EndpointArn"]].fleet.servers.items()))
    credentials, key = assumed(server.place.role, endpoint["EndpointArn"]), places.get("KmsKeyId")
    topics = places.get("NotificationConfig", {})
    problem, kind = _result(order, credentials, key)
    if problem and order.failure:
        with contextlib.suppress(ClientError):
            objects.write(credentials, order.failure, problem.encode(), key)
    # Developer Guide, "Alarms and logs for tracking metrics from asynchronous endpoints": failures by variant.
    of_variant = _place(order.name) | {"VariantName": variant}
    cloudwatch.record_metric("AWS/SageMaker", "InvocationFailures", int(bool(problem)), "Count", of_variant)
    _tell(credentials, topics.get("ErrorTopic" if problem else "SuccessTopic"), _notice(order, problem, kind))
    _count(order.name, -1)


def _result(order: Order, credentials: Credentials, key: str | None) -> tuple[str | None, str]:
    """Why there is no answer, or None; and the content type of the answer."""
    try:
        objects.require_exchange(credentials, order.wanted.source, order.output, key)
        body = objects.read(credentials, order.wanted.source)
        reply, _ = invocation.invoke(order.name, Request(body, order.wanted.kind, order.wanted.accept), None)
        objects.write(credentials, order.output, reply.body, key)
    except ClientError as error:
        return refusal(error), ""
    except (invocation.ModelError, ServiceError, JobError) as error:
        return str(error), ""
    return None, reply.kind


def _notice(order: Order, problem: str | None, kind: str) -> Record:
    """The message in AWS's shape: Developer Guide, "Check prediction results"."""
    asked = {"contentType": order.wanted.kind, "endpointName": order.name, "inputLocation": order.wanted.source}
    ended: Record = {"invocationStatus": "Completed", "requestParameters": asked}
    if problem is None:
        ended["responseParameters"] = {"contentType": kind, "outputLocation": order.output}
    else:
        ended |= {"invocationStatus": "Failed", "failureReason": problem}
        ended |= {"responseParameters": {"failureLocation": order.failure}} if order.failure else {}
    return {
        "awsRegion": get_region(),
        "eventTime": _time(),
        "receivedTime": order.received,
        **ended,
        "inferenceId": order.wanted.identifier,
        "eventVersion": "1.0",
        "eventSource": "aws:sagemaker",
        "eventName": "InferenceResult",
    }


def _tell(credentials: Credentials, topic: str | None, notice: Record) -> None:
    if topic:
        with loopback.acting_as(credentials), contextlib.suppress(ClientError):
            loopback.client("sns").publish(TopicArn=topic, Message=json.dumps(notice))


def _time() -> str:
    return f"{now().isoformat(timespec='milliseconds').removesuffix('+00:00')}Z"


def _count(name: str, change: int) -> None:
    _backlog[name] = _backlog.get(name, 0) + change
    cloudwatch.record_metric("AWS/SageMaker", "ApproximateBacklogSize", _backlog[name], "Count", _place(name))


def _place(name: str) -> dict[str, str]:
    return {"EndpointName": name}
