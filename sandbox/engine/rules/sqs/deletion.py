"""Deleting a message with any receipt handle that it ever had.

SQS API Reference, "DeleteMessage": a standard queue takes an older handle and one of a message that is gone (recorded
for an older one).
"""

from ministack.services import sqs

from sandbox.api.errors import ServiceError
from sandbox.api.types import Answer, Request
from sandbox.engine.rules.sqs.answers import is_handle


def DeleteMessage(request: Request) -> Answer:
    handle = request.get("ReceiptHandle", "")
    try:
        queue = sqs._get_q(request["QueueUrl"], "sqs:DeleteMessage")
    except sqs._Err:
        raise ServiceError("AWS.SimpleQueueService.NonExistentQueue", "The specified queue does not exist.") from None
    if not is_handle(handle):
        raise ServiceError(
            "ReceiptHandleIsInvalid", f'The input receipt handle "{handle}" is not a valid receipt handle.'
        )
    queue["messages"] = [each for each in queue["messages"] if handle not in each.get("handles", ())]
    return {}
