"""The two names of an error of a service that has moved on from the query protocol: AWS's header gives both."""

import functools
from typing import Any

# Recorded: what SQS answers beside the codes that its model lacks.
_UNMODELLED = {
    "AWS.SimpleQueueService.NonExistentQueue": "QueueDoesNotExist",
    "InvalidParameterValue": "InvalidParameterValueException",
    "MissingParameter": "MissingRequiredParameterException",
    "QueueAlreadyExists": "QueueNameExists",
}


def has_two(described: Any) -> bool:
    """Whether the model of a service says that its errors have both."""
    return "awsQueryCompatible" in described.metadata


@functools.cache
def exception_of(described: Any, operation: str, code: str) -> str:
    """The exception of an operation, or else of its service, that has a code of the query protocol."""
    own = [shape.name for shape in described.operation_model(operation).error_shapes]
    for name in (*own, *described.shape_names):
        metadata = described.shape_for(name).metadata
        if metadata.get("exception") and metadata.get("error", {}).get("code", name) == code:
            return name
    return _UNMODELLED.get(code, code)
