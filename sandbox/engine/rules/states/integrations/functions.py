"""Functions of Lambda: by their ARN, or by the optimized integration `lambda:invoke`.

Developer guide, "Invoke an AWS Lambda function with Step Functions".
"""

import json
from typing import Any

from sandbox.engine.rules.states.integrations import calls
from sandbox.engine.rules.states.integrations.resources import Resource
from sandbox.engine.rules.states.language.failures import FailureError
from sandbox.engine.rules.states.language.scope import text

_INVOKE = Resource("arn:aws:states:::lambda:invoke", "lambda", "invoke")


def payload_of(function: str, data: Any) -> Any:
    """What a function returns, for a state whose resource is the function."""
    return invoke(_INVOKE, {"FunctionName": function, "Payload": data})["Payload"]


def invoke(resource: Resource, given: Any) -> dict[str, Any]:
    """The result of an invocation, its payload read as JSON.

    Raises:
        FailureError: with the error type of the function.

    """
    if isinstance(given, dict) and "Payload" in given:
        given = given | {"Payload": text(given["Payload"])}  # a text is JSON here too
    response = calls.answer(resource, "Invoke", given)
    raw = response["Payload"].read().decode()
    payload = json.loads(raw) if raw else {}
    if "FunctionError" in response:
        raise _failure(payload, raw)
    return calls.result(resource, response) | {"Payload": payload}


def _failure(payload: Any, raw: str) -> FailureError:
    error = payload.get("errorType") if isinstance(payload, dict) else None
    if error is None:
        problem = "The cause could not be determined because Lambda did not return an error type."
        return FailureError("Lambda.Unknown", f"{problem} Returned payload: {raw}")
    return FailureError(error, text(payload))
