"""A mode in which DescribeStacks answers the state before a change for the first reads after it.

CloudFormation is eventually consistent: github.com/aws-powertools/powertools-lambda-typescript issue 5537. With
`SANDBOX_STALE_READS=3` the first three reads after a create, update, execute or delete are old. Stacks that services
create (`StackSet-*`, `SC-*`) are shown at once: the services here read them with the same call.
"""

import os

from ministack.core.responses import get_account_id, get_region

from sandbox.api.types import HttpAnswer
from sandbox.cloudformation.engine_api import HANDLERS, Handler, Parameters, parameter

_READS = int(os.environ.get("SANDBOX_STALE_READS", "0"))
_OF_SERVICES = ("StackSet-", "SC-")
_CHANGES = ("CreateStack", "UpdateStack", "ExecuteChangeSet", "DeleteStack")
_old: dict[tuple[str, str, str], list[HttpAnswer]] = {}
_engine_describe = HANDLERS["DescribeStacks"]


def _place(parameters: Parameters) -> tuple[str, str, str]:
    """Account, region and name of a stack, which is given by its name or by an ARN that holds it."""
    name = parameter(parameters, "StackName")
    return get_account_id(), get_region(), name.split("/")[1] if name.startswith("arn:") else name


def _with_old_reads(change: Handler) -> Handler:
    def handle(parameters: Parameters) -> HttpAnswer:
        before = _engine_describe(parameters)
        answer = change(parameters)
        if answer[0] == 200 and not _place(parameters)[2].startswith(_OF_SERVICES):
            _old[_place(parameters)] = [before] * _READS
        return answer

    return handle


def _describe(parameters: Parameters) -> HttpAnswer:
    old = _old.get(_place(parameters))
    return old.pop() if old else _engine_describe(parameters)


def install() -> None:
    if not _READS:
        return
    for name in _CHANGES:
        HANDLERS[name] = _with_old_reads(HANDLERS[name])
    HANDLERS["DescribeStacks"] = _describe
