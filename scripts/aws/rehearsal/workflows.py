"""State machines, as a data scientist sees them; and what a workflow leaves, which its own code deletes."""

from collections.abc import Iterable, Mapping
from typing import Any

from botocore.exceptions import ClientError

from scripts.aws.answers import error_code
from scripts.rehearsal.roles import WorkflowRun

SUFFIX = "-development"
LEFT = (
    ("list_endpoint_configs", "EndpointConfigs", "EndpointConfigName", "delete_endpoint_config"),
    ("list_models", "Models", "ModelName", "delete_model"),
)


def workflow_run(states: Any, execution: str) -> WorkflowRun:
    """The states of a joined execution that it has entered, and how it ended."""
    found = states.describe_execution(executionArn=execution)
    pages = states.get_paginator("get_execution_history").paginate(executionArn=execution)
    entered = _entered(event for page in pages for event in page["events"])
    reason = f"{found.get('error', '')} {found.get('cause', '')}".strip()
    return WorkflowRun(execution, found["status"], entered, found.get("redriveCount", 0), reason)


def remove_endpoint(sagemaker: Any, endpoint: str) -> int:
    """The endpoint of a workflow with its configurations and models; how many things were deleted."""
    count = _delete_endpoint(sagemaker, endpoint)
    group = endpoint.removesuffix(SUFFIX)
    for operation, members, name, delete in LEFT:
        pages = sagemaker.get_paginator(operation).paginate(NameContains=group)
        for found in [item[name] for page in pages for item in page[members]]:
            getattr(sagemaker, delete)(**{name: found})
            count += 1
    return count


def _delete_endpoint(sagemaker: Any, endpoint: str) -> int:
    try:
        sagemaker.delete_endpoint(EndpointName=endpoint)
    except ClientError as error:
        if error_code(error) == "ValidationException":  # SageMaker's word for what is not there
            return 0
        raise
    sagemaker.get_waiter("endpoint_deleted").wait(EndpointName=endpoint)
    return 1


def _entered(events: Iterable[Mapping[str, Any]]) -> tuple[str, ...]:
    """Each once, in the order of the first time."""
    names = [event["stateEnteredEventDetails"]["name"] for event in events if "stateEnteredEventDetails" in event]
    return tuple(dict.fromkeys(names))
