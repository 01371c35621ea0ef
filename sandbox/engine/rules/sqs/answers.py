"""What SQS answers, where the engine answers something else; recorded where nothing else is said."""

import uuid

from sandbox.api.errors import ServiceError
from sandbox.api.types import Answer, Record, Request
from sandbox.engine.rules.sqs.stored import queue_at

_KEY_REUSE = "300"
_SENTENCES = {"AWS.SimpleQueueService.NonExistentQueue": "The specified queue does not exist."}


def CreateQueue(_request: Request, answer: Answer) -> Answer:
    """SQS Developer Guide, "Encryption at rest in Amazon SQS": with SQS's own keys unless a key is named."""
    _encrypt(_attributes(answer["QueueUrl"]))
    return answer


def SetQueueAttributes(request: Request, answer: Answer) -> Answer:
    attributes, given = _attributes(request["QueueUrl"]), request.get("Attributes") or {}
    if given.get("SqsManagedSseEnabled") == "true":
        attributes.pop("KmsMasterKeyId", None)
    elif given.get("KmsMasterKeyId"):
        attributes["SqsManagedSseEnabled"] = "false"
    _encrypt(attributes)
    return answer


def GetQueueAttributes(request: Request, answer: Answer) -> Answer:
    """No names, no attributes; and what has no value is left out."""
    found = {name: value for name, value in answer["Attributes"].items() if value}
    return {"Attributes": found} if found and request.get("AttributeNames") else {}


def ListQueueTags(_request: Request, answer: Answer) -> Answer:
    return answer if answer.get("Tags") else {}


def ListQueues(_request: Request, answer: Answer) -> Answer:
    return answer if answer.get("QueueUrls") else {}


def ReceiveMessage(request: Request, answer: Answer) -> Answer:
    """A message keeps the receipt handles of its earlier receipts."""
    handles = {message["ReceiptHandle"] for message in answer.get("Messages", [])}
    queue = queue_at(request["QueueUrl"])
    for message in queue["messages"] if queue else ():
        if message.get("receipt_handle") in handles:
            message.setdefault("handles", []).append(message["receipt_handle"])
    return answer


def engine_refusal(_request: Request, error: ServiceError) -> ServiceError:
    return ServiceError(error.code, _SENTENCES.get(error.code, error.message), error.status, error.members)


def _attributes(address: str) -> Record:
    queue = queue_at(address)
    return queue["attributes"] if queue else {}


def _encrypt(attributes: Record) -> None:
    if attributes.get("KmsMasterKeyId"):
        attributes["SqsManagedSseEnabled"] = "false"
        attributes.setdefault("KmsDataKeyReusePeriodSeconds", _KEY_REUSE)
        return
    attributes.setdefault("SqsManagedSseEnabled", "true")
    attributes.pop("KmsDataKeyReusePeriodSeconds", None)


def is_handle(text: str) -> bool:
    """Whether the engine makes receipt handles like this."""
    try:
        return str(uuid.UUID(text)) == text
    except ValueError:
        return False
