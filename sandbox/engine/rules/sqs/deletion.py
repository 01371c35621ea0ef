"""Deleting a message with any receipt handle that it ever had.

SQS API Reference, "DeleteMessage": a standard queue takes an older handle and one of a message that is gone (recorded
for an older one).
"""

from sandbox.api.errors import ServiceError
from sandbox.api.types import Answer, Request
from sandbox.engine.rules.sqs.answers import is_handle
from sandbox.engine.rules.sqs.stored import queue_at


def DeleteMessage(request: Request) -> Answer | None:
    """None lets the engine delete what there is, for a caller whom the queue's policy lets."""
    handle, queue = request.get("ReceiptHandle", ""), queue_at(request["QueueUrl"])
    if not queue:
        return None
    if not is_handle(handle):
        sentence = f'The input receipt handle "{handle}" is not a valid receipt handle.'
        raise ServiceError("ReceiptHandleIsInvalid", sentence)
    found = next((each for each in queue["messages"] if handle in each.get("handles", ())), None)
    if not found:
        return {}
    found["receipt_handle"] = handle
    return None
