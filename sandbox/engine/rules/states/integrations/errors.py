"""How the refusal of a service is called in a workflow.

AWS SDK integrations have the names of the SDK for Java 2, optimized ones those of the SDK for Java 1: recorded answers
of GetExecutionHistory; an error that a service's model lacks has the name of the service.
"""

import re
from typing import Any

from sandbox.api import shapes
from sandbox.engine.rules.states.integrations.resources import Resource
from sandbox.engine.rules.states.language.failures import FailureError

_WORDS = re.compile(r"[A-Z]+(?![a-z])|[A-Z][a-z]+|[a-z]+|\d+")
# Prefix and name of the service of an optimized integration.
_OPTIMIZED = {
    "lambda": ("Lambda", "AWSLambda"),
    "sns": ("SNS", "AmazonSNS"),
    "sqs": ("SQS", "AmazonSQS"),
    "events": ("EventBridge", "AmazonEventBridge"),
    "states": ("StepFunctions", "AWSStepFunctions"),
    "sagemaker": ("SageMaker", "AmazonSageMaker"),
    "codebuild": ("CodeBuild", "AWSCodeBuild"),
}


def failure(resource: Resource, response: dict[str, Any]) -> FailureError:
    """The failure of a task whose call was refused, from botocore's response."""
    return _sdk(resource, response) if resource.is_sdk else _optimized(resource, response)


def _sdk(resource: Resource, response: dict[str, Any]) -> FailureError:
    service = java_name(shapes.model(resource.model).metadata["serviceId"])
    error, metadata = response["Error"], response["ResponseMetadata"]
    details = f"Service: {service}, Status Code: {metadata['HTTPStatusCode']}, Request ID: {_request_id(metadata)}"
    if resource.model == "s3":
        details += f", Extended Request ID: {metadata.get('HostId') or 'null'}"
    name = _exception(resource.model, error.get("Code", "")) or f"{service}Exception"
    return FailureError(f"{service}.{name}", f"{error.get('Message')} ({details})")


def _optimized(resource: Resource, response: dict[str, Any]) -> FailureError:
    prefix, service = _OPTIMIZED[resource.service]
    error, metadata = response["Error"], response["ResponseMetadata"]
    code = error.get("Code", "")
    details = f"Service: {service}; Status Code: {metadata['HTTPStatusCode']}; Error Code: {code}"
    cause = f"{error.get('Message')} ({details}; Request ID: {_request_id(metadata)}; Proxy: null)"
    return FailureError(f"{prefix}.{_exception(resource.model, code) or f'{service}Exception'}", cause)


def _request_id(metadata: dict[str, Any]) -> str:
    return metadata.get("RequestId", "null")


def _exception(model: str, code: str) -> str | None:
    """Java's name of an error that a service's model has."""
    described: Any = shapes.model(model)
    for shape in described.error_shapes:
        if code in {shape.name, shape.metadata.get("error", {}).get("code")}:
            return shape.name.removesuffix("Exception").removesuffix("Fault") + "Exception"
    return None


def java_name(service_id: str) -> str:
    """A service's name in the SDK for Java 2: DynamoDB is DynamoDb, SNS is Sns."""
    return "".join(word.capitalize() for word in _WORDS.findall(service_id))
