"""Every attribute of a message for one more of the names that SQS takes for all of them: recorded."""

from typing import Any

from ministack.services import sqs

_engine_filter = sqs._filter_msg_attrs


def _filter_attributes(attributes: dict[str, Any], names: list[str]) -> dict[str, Any]:
    return _engine_filter(attributes, ["All"] if "*" in names else names)


def install() -> None:
    sqs._filter_msg_attrs = _filter_attributes
