"""Calls of APIs under the role of a workflow."""

from typing import Any

from botocore.exceptions import ClientError, ParamValidationError

from sandbox.api import loopback
from sandbox.engine.rules.states.integrations import errors, parameters
from sandbox.engine.rules.states.integrations.resources import Resource
from sandbox.engine.rules.states.language.failures import FailureError
from sandbox.engine.rules.states.language.problems import StateProblemError
from sandbox.engine.rules.states.language.scope import text


def answer(resource: Resource, operation: str, given: Any) -> dict[str, Any]:
    """The answer of an operation under the current credentials, as botocore has it.

    Raises:
        FailureError: the service refused.
        StateProblemError: the parameters are not the operation's, or the sandbox lacks the operation.

    """
    shape = parameters.input_shape(resource.model, operation)
    strange = list(parameters.unknown_names(shape, given)) if isinstance(given, dict) else ["."]
    if strange:
        problems = ", ".join(f"The field '{name}' is not supported by Step Functions" for name in strange)
        raise StateProblemError(f"The Parameters '{text(given)}' could not be used to start the Task: [{problems}]")
    try:
        return loopback.client(resource.model)._make_api_call(operation, parameters.to_api(shape, given))
    except ParamValidationError as problem:
        problems = str(problem).replace("\n", " ")
        raise StateProblemError(
            f"The Parameters '{text(given)}' could not be used to start the Task: [{problems}]"
        ) from problem
    except ClientError as refused:
        raise _failure(resource, refused) from refused


def _failure(resource: Resource, refused: ClientError) -> FailureError | StateProblemError:
    response: Any = refused.response
    if response["ResponseMetadata"]["HTTPStatusCode"] == 501:
        return StateProblemError(response["Error"]["Message"])
    return errors.failure(resource, response)


def result(resource: Resource, response: dict[str, Any]) -> dict[str, Any]:
    """An answer as the result of a task; those of optimized integrations say how they came over HTTP."""
    metadata = response.pop("ResponseMetadata")
    found = plain_result(resource, resource.operation, response)
    if resource.is_sdk or resource.service == "events":
        return found
    return found | _metadata(metadata)


def plain_result(resource: Resource, operation: str, response: dict[str, Any]) -> dict[str, Any]:
    shape = parameters.output_shape(resource.model, operation)
    return parameters.from_api(shape, response, is_sdk=resource.is_sdk) if shape else {}


def _metadata(metadata: dict[str, Any]) -> dict[str, Any]:
    headers = metadata.get("HTTPHeaders", {})
    return {
        "SdkHttpMetadata": {
            "AllHttpHeaders": {name: [value] for name, value in headers.items()},
            "HttpHeaders": dict(headers),
            "HttpStatusCode": metadata["HTTPStatusCode"],
        },
        "SdkResponseMetadata": {"RequestId": metadata.get("RequestId", "")},
    }
