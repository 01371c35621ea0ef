"""Deletes the stack of an endpoint whose first deployment failed: it serves nothing and can never be updated.

The event names the stack by its id, which a stack of the same name that was made since does not have.
"""

from typing import Any

import boto3

Event = dict[str, Any]


def handler(event: Event, _context: object) -> None:
    handle(event, boto3.client("cloudformation"))


def handle(event: Event, cloudformation: Any) -> None:
    cloudformation.delete_stack(StackName=event["detail"]["stack-id"])
