"""The API of the operations on stack sets, under the names of CloudFormation's operations."""

from sandbox.api.errors import ServiceError
from sandbox.api.types import Answer, Request
from sandbox.cloudformation.stack_sets import requests
from sandbox.cloudformation.stack_sets.records import Operation, target_of
from sandbox.cloudformation.stack_sets.stack_instance_api import unit_of

_NOT_IN_SUMMARY = ("StackSetId", "DeploymentTargets")


def DescribeStackSetOperation(request: Request) -> Answer:
    return {"StackSetOperation": _operation(request).detail}


def ListStackSetOperations(request: Request) -> Answer:
    details = [operation.detail for operation in reversed(requests.stack_set(request).operations.values())]
    return {
        "Summaries": [
            {name: value for name, value in detail.items() if name not in _NOT_IN_SUMMARY} for detail in details
        ]
    }


def ListStackSetOperationResults(request: Request) -> Answer:
    summaries: list[Answer] = []
    for key, result in _operation(request).results.items():
        account, region = target_of(key)
        summaries.append({"Account": account, "Region": region, **result, **unit_of(account)})
    return {"Summaries": summaries}


def _operation(request: Request) -> Operation:
    operation = requests.stack_set(request).operations.get(request["OperationId"])
    if operation is None:
        raise ServiceError("OperationNotFoundException", f"Operation {request['OperationId']} not found", 404)
    return operation
