"""InvokeEndpointAsync: input and output are objects in S3, and a topic is notified of the result."""

import contextlib
import json
import uuid
from collections.abc import Mapping
from typing import NamedTuple

from botocore.exceptions import ClientError
from ministack.core.responses import get_region
from ministack.services import cloudwatch

from sandbox.api import background, loopback
from sandbox.api.errors import ServiceError, not_emulated
from sandbox.api.identifiers import now
from sandbox.api.loopback import Credentials
from sandbox.api.service import HttpAnswer
from sandbox.api.types import Record
from sandbox.services.sagemaker.containers import s3_objects
from sandbox.services.sagemaker.containers.failure import JobError, refusal
from sandbox.services.sagemaker.containers.server import ModelRequest
from sandbox.services.sagemaker.endpoints import invocation
from sandbox.services.sagemaker.endpoints.fleet import ROUTES
from sandbox.services.sagemaker.records.roles import assume
from sandbox.services.sagemaker.records.shapes import Endpoint

_PREFIX = "x-amzn-sagemaker-"
_backlog: dict[str, int] = {}


class AsyncRequest(NamedTuple):
    """A request that was accepted: where it lies, its types, and where its output or its failure will be."""

    endpoint: str
    inference_id: str
    input: str
    content_type: str
    accept: str
    received: str
    output: str
    failure: str | None


def answer(name: str, headers: Mapping[str, str], body: bytes) -> HttpAnswer:
    """The HTTP answer of InvokeEndpointAsync; the request itself is worked on in the background."""
    if not headers.get(f"{_PREFIX}inputlocation"):
        required = ServiceError("ValidationError", "InputLocation is required.")
        raise not_emulated("InvokeEndpointAsync with Body") if body else required
    endpoint = invocation.serving_endpoint(name)
    configuration = endpoint.get("AsyncInferenceConfig")
    if not configuration:
        raise ServiceError("ValidationError", f"Endpoint {name} is not an asynchronous endpoint.")
    request = _request(name, headers, configuration["OutputConfig"])
    background.start(lambda: _process(request, endpoint, configuration["OutputConfig"]))
    locations = {"X-Amzn-SageMaker-OutputLocation": request.output, "Content-Type": "application/json"}
    if request.failure:
        locations["X-Amzn-SageMaker-FailureLocation"] = request.failure
    return 202, locations, json.dumps({"InferenceId": request.inference_id}).encode()


def _request(name: str, headers: Mapping[str, str], target: Record) -> AsyncRequest:
    inference_id = headers.get(f"{_PREFIX}inference-id") or str(uuid.uuid4())
    failures = target.get("S3FailurePath", "").rstrip("/")
    return AsyncRequest(
        endpoint=name,
        inference_id=inference_id,
        input=headers[f"{_PREFIX}inputlocation"],
        content_type=headers.get(f"{_PREFIX}content-type") or headers.get("content-type", ""),
        accept=headers.get(f"{_PREFIX}accept") or "*/*",
        received=_time(),
        output=f"{target['S3OutputPath'].rstrip('/')}/{_file(headers, inference_id)}",
        failure=f"{failures}/{uuid.uuid4()}-error.out" if failures else None,
    )


def _file(headers: Mapping[str, str], inference_id: str) -> str:
    """The output's path below S3OutputPath, from S3OutputPathExtension and Filename."""
    folder, name = headers.get(f"{_PREFIX}s3outputpathextension", "").strip("/"), headers.get(f"{_PREFIX}filename", "")
    if folder:
        return f"{folder}/{name or f'{inference_id}.out'}"
    return name or f"{uuid.uuid4()}.out"


def _process(request: AsyncRequest, endpoint: Endpoint, target: Record) -> None:
    _count_backlog(request.endpoint, 1)
    variant, server = next(iter(ROUTES[endpoint["EndpointArn"]].fleet.servers.items()))
    credentials, key = assume(server.identity.role, endpoint["EndpointArn"]), target.get("KmsKeyId")
    topics = target.get("NotificationConfig", {})
    problem, content_type = _result(request, credentials, key)
    if problem and request.failure:
        with contextlib.suppress(ClientError):
            s3_objects.write(credentials, request.failure, problem.encode(), key)
    # Developer Guide, "Alarms and logs for tracking metrics from asynchronous endpoints": failures by variant.
    dimensions = {"EndpointName": request.endpoint, "VariantName": variant}
    cloudwatch.record_metric("AWS/SageMaker", "InvocationFailures", int(bool(problem)), "Count", dimensions)
    topic = topics.get("ErrorTopic" if problem else "SuccessTopic")
    _publish(credentials, topic, _notification(request, problem, content_type))
    _count_backlog(request.endpoint, -1)


def _result(request: AsyncRequest, credentials: Credentials, key: str | None) -> tuple[str | None, str]:
    """Why there is no output, or None; and the content type of the output."""
    try:
        s3_objects.require_exchange(credentials, request.input, request.output, key)
        body = s3_objects.read(credentials, request.input)
        given = ModelRequest(body, request.content_type, request.accept)
        response, _ = invocation.invoke(request.endpoint, given, None)
        s3_objects.write(credentials, request.output, response.body, key)
    except ClientError as error:
        return refusal(error), ""
    except (invocation.ModelError, ServiceError, JobError) as error:
        return str(error), ""
    return None, response.content_type


def _notification(request: AsyncRequest, problem: str | None, content_type: str) -> Record:
    """The message in AWS's shape: Developer Guide, "Check prediction results"."""
    if problem is None:
        result = {"invocationStatus": "Completed"}
        response = {"contentType": content_type, "outputLocation": request.output}
    else:
        result = {"invocationStatus": "Failed", "failureReason": problem}
        response = {"failureLocation": request.failure} if request.failure else {}
    return {
        "awsRegion": get_region(),
        "eventTime": _time(),
        "receivedTime": request.received,
        **result,
        "requestParameters": {
            "contentType": request.content_type,
            "endpointName": request.endpoint,
            "inputLocation": request.input,
        },
        **({"responseParameters": response} if response else {}),
        "inferenceId": request.inference_id,
        "eventVersion": "1.0",
        "eventSource": "aws:sagemaker",
        "eventName": "InferenceResult",
    }


def _publish(credentials: Credentials, topic: str | None, notification: Record) -> None:
    if topic:
        with loopback.acting_as(credentials), contextlib.suppress(ClientError):
            loopback.client("sns").publish(TopicArn=topic, Message=json.dumps(notification))


def _time() -> str:
    return f"{now().isoformat(timespec='milliseconds').removesuffix('+00:00')}Z"


def _count_backlog(endpoint: str, change: int) -> None:
    _backlog[endpoint] = _backlog.get(endpoint, 0) + change
    dimensions = {"EndpointName": endpoint}
    cloudwatch.record_metric("AWS/SageMaker", "ApproximateBacklogSize", _backlog[endpoint], "Count", dimensions)
