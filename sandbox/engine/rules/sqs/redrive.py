"""The two policies of dead-letter queues.

SQS Developer Guide, "Using dead-letter queues in Amazon SQS"; SQS API Reference, "SetQueueAttributes". The sentences
are those that users report.
"""

import json
from typing import Any

from ministack.core.responses import get_account_id, get_region
from ministack.services import sqs

from sandbox.api.errors import ServiceError

_PERMISSIONS = {"allowAll", "denyAll", "byQueue"}
_MOST_SOURCES = 10
_MOST_RECEIVES = 1000
_UNREADABLE = "Amazon SQS can't create the redrive allow policy, as it's in an unsupported format."


def check_target(name: str, value: str) -> None:
    policy = _map(name, value, "Redrive policy is not a valid JSON map.")
    for attribute in ("deadLetterTargetArn", "maxReceiveCount"):
        if attribute not in policy:
            reason = f"Redrive policy does not contain mandatory attribute: {attribute}."
            raise _invalid(name, value, reason)
    count, target = str(policy["maxReceiveCount"]), policy["deadLetterTargetArn"]
    if not count.isdigit() or not 1 <= int(count) <= _MOST_RECEIVES:
        reason = f"Invalid value for maxReceiveCount: {count}, valid values are from 1 to 1000 both inclusive."
        raise _invalid(name, value, reason)
    if not isinstance(target, str) or target.split(":")[3:5] != [get_region(), get_account_id()]:
        raise _invalid(name, value, "Invalid value for deadLetterTargetArn.")
    if not sqs._queue_by_arn(target):
        raise _invalid(name, value, "Dead letter target does not exist.")


def check_sources(name: str, value: str) -> None:
    policy = _map(name, value, _UNREADABLE)
    permission, sources = policy.get("redrivePermission"), policy.get("sourceQueueArns", [])
    if permission not in _PERMISSIONS or not isinstance(sources, list):
        raise _invalid(name, value, _UNREADABLE)
    if (permission == "byQueue") != bool(sources) or len(sources) > _MOST_SOURCES:
        with_queues = "When you specify the byQueue permission type, you must also specify one or more sourceQueueArns"
        raise _invalid(name, value, f"Amazon SQS can't create the redrive allow policy. {with_queues} values.")


def _map(name: str, value: str, reason: str) -> dict[str, Any]:
    try:
        policy = json.loads(value)
    except ValueError:
        policy = None
    if not isinstance(policy, dict):
        raise _invalid(name, value, reason)
    return policy


def _invalid(name: str, value: str, reason: str) -> ServiceError:
    return ServiceError("InvalidParameterValue", f"Value {value} for parameter {name} is invalid. Reason: {reason}")
