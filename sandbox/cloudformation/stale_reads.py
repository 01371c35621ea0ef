"""A mode in which DescribeStacks answers the state before a change for the first reads after it.

CloudFormation is eventually consistent: github.com/aws-powertools/powertools-lambda-typescript issue 5537. With
`SANDBOX_STALE_READS=3` the first three reads after a create, update, execute or delete are old. What services make for
somebody (`StackSet-*`, `SC-*`) is shown at once: the services here look at it with the same call.
"""

import os
from collections.abc import Callable
from typing import Any

from ministack.core.responses import get_account_id, get_region
from ministack.services.cloudformation import handlers

Handler = Callable[[dict], tuple]
_READS = int(os.environ.get("SANDBOX_STALE_READS", "0"))
_OF_SERVICES = ("StackSet-", "SC-")
_CHANGES = ("CreateStack", "UpdateStack", "ExecuteChangeSet", "DeleteStack")
_old: dict[tuple[str, str, str], list[tuple]] = {}


def _place(parameters: dict) -> tuple[str, str, str]:
    """A stack is named by its name, or by an ARN that holds it."""
    named: Any = parameters.get("StackName", "")
    name = named[0] if isinstance(named, list) else named
    return get_account_id(), get_region(), name.split("/")[1] if name.startswith("arn:") else name


def _changing(change: Handler) -> Handler:
    def handle(parameters: dict) -> tuple:
        before = handlers._describe_stacks(parameters)
        answer = change(parameters)
        if answer[0] == 200 and not _place(parameters)[2].startswith(_OF_SERVICES):
            _old[_place(parameters)] = [before] * _READS
        return answer

    return handle


def _describe(parameters: dict) -> tuple:
    waiting = _old.get(_place(parameters))
    return waiting.pop() if waiting else handlers._describe_stacks(parameters)


def install() -> None:
    if not _READS:
        return
    for name in _CHANGES:
        handlers._ACTION_HANDLERS[name] = _changing(handlers._ACTION_HANDLERS[name])
    handlers._ACTION_HANDLERS["DescribeStacks"] = _describe
