"""Deletes the stack of an endpoint whose first deployment failed: it has no endpoint and can never be updated.

The event has the stack's id, which is not that of a newer stack of the same name.
"""

from typing import Any

import boto3

Event = dict[str, Any]


def handler(event: Event, _context: object) -> None:
    handle(event, boto3.client("cloudformation"))


def handle(event: Event, cloudformation: Any) -> None:
    cloudformation.delete_stack(StackName=event["detail"]["stack-id"])
