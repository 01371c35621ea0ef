"""Custom resources: the function is invoked, and answers through the response URL."""

import json
import uuid
from typing import Any

from ministack.services.cloudformation import custom_resource

from sandbox.api import loopback
from sandbox.cloudformation import identity

# CloudFormation User Guide, "AWS::CloudFormation::CustomResource", ServiceTimeout: an hour by default. The answer need
# not be the function's own: a build that it started may send it. Here that takes seconds, unless the machine is busy.
_SECONDS_AFTER_THE_FUNCTION = 120


class CustomResourceError(Exception):
    """Why a custom resource failed: the function's reason, or that there was no answer."""


def _request(  # noqa: PLR0913, PLR0917 - the engine's signature
    request_type: str,
    logical_id: str,
    properties: dict[str, Any],
    _stack_name: str,
    stack_id: str,
    resource_type: str,
    physical_id: str | None = None,
    old_props: dict[str, Any] | None = None,
) -> tuple[str, dict[str, Any]]:
    token = uuid.uuid4().hex
    event = {
        "RequestType": request_type,
        "RequestId": uuid.uuid4().hex,
        "StackId": stack_id,
        "ResponseURL": custom_resource._response_url(token),
        "ResourceType": resource_type,
        "LogicalResourceId": logical_id,
        "ResourceProperties": custom_resource._normalise_resource_properties(properties),
    }
    if physical_id is not None:
        event["PhysicalResourceId"] = physical_id
    if old_props is not None:
        event["OldResourceProperties"] = custom_resource._normalise_resource_properties(old_props)
    return _answer(properties["ServiceToken"], event, token)


def _answer(function: str, event: dict[str, Any], token: str) -> tuple[str, dict[str, Any]]:
    response_received = custom_resource.register_token(token)
    failure = _invoke(function, event)
    response_received.wait(0 if failure else _SECONDS_AFTER_THE_FUNCTION)
    answer = custom_resource._pending.pop(token)["result"]
    if answer is None:
        raise CustomResourceError(f"{function} ended without an answer: {failure or 'and without an error'}")
    if answer.get("Status") != "SUCCESS":
        raise CustomResourceError(f"Received response status [FAILED] from custom resource. {answer.get('Reason')}")
    return answer.get("PhysicalResourceId") or event["RequestId"], answer.get("Data") or {}


def _invoke(function: str, event: dict[str, Any]) -> str:
    """Invoke the function and wait for it; returns its error, or an empty string."""
    answer = loopback.client("lambda").invoke(FunctionName=function, Payload=json.dumps(event).encode())
    return answer["Payload"].read().decode() if answer.get("FunctionError") else ""


def install() -> None:
    custom_resource.invoke_custom_resource = identity.as_stack(_request)
