"""Attributes of messages, whose types topics and queues share.

SNS Developer Guide, "Amazon SNS message attributes"; SQS Developer Guide, "Amazon SQS message metadata".
"""

import re

from sandbox.api.types import Record

UNKNOWN_TYPE = (
    "The message attribute '{}' has an invalid message attribute type, the set of supported type prefixes is Binary, "
    "Number, and String."
)

_TYPE = re.compile(r"(?P<base>String|Number|Binary)(\..+)?", re.DOTALL)
_NAME = re.compile(r"(?!(aws|amazon)\.)(?!.*\.\.)[A-Za-z0-9_-][A-Za-z0-9_.-]{0,255}(?<!\.)", re.IGNORECASE)


def base_type(attribute: Record) -> str:
    """String, Number or Binary; empty when the type is none of them."""
    found = _TYPE.fullmatch(attribute.get("DataType") or "")
    return found["base"] if found else ""


def value_of(attribute: Record) -> str | bytes:
    return attribute.get("BinaryValue" if base_type(attribute) == "Binary" else "StringValue") or ""


def is_name(name: str) -> bool:
    return _NAME.fullmatch(name) is not None


def size(attributes: Record) -> int:
    """The bytes that count towards the size of a message: name, type and value."""
    return sum(_bytes(name) + _bytes(each["DataType"]) + _bytes(value_of(each)) for name, each in attributes.items())


def _bytes(value: str | bytes) -> int:
    return len(value.encode() if isinstance(value, str) else value)
