"""Whether EventBridge may deliver to targets that are reached by their own policy: functions, topics and queues.

EventBridge user guide, "Using resource-based policies for Amazon EventBridge".
"""

from collections.abc import Callable
from typing import Any

from ministack.core import iam_evaluator
from ministack.core.responses import get_account_id, get_region
from ministack.services import kms, sns, sqs

from sandbox.api.errors import ServiceError

Record = dict[str, Any]

_CALLER = "events.amazonaws.com"


def refuse_role(target: Record) -> None:
    """With a role "event delivery may fail" for these targets, so here it does."""
    if target.get("RoleArn"):
        raise ServiceError("INVALID_PARAMETER", f"The target {target['Arn']} is reached by its policy, not by a role")


def require(action: str, resource: str, rule: str) -> None:
    """The resource's own policy must let EventBridge in, and so must that of its key.

    No source for topics and their keys: EventBridge user guide, "Amazon SNS permissions" ("You can't use Condition
    blocks"), and SNS developer guide, "Key management" (the source keys are "not supported for
    EventBridge-to-encrypted topics").
    """
    service = action.partition(":")[0]
    source = {"aws:sourcearn": rule, "aws:sourceaccount": get_account_id()} if service != "sns" else {}
    _judge(action, service, resource, source)
    named, context = _KEYS[service](resource) if service in _KEYS else ("", {})
    if not named:
        return
    key = kms._resolve_key(named)
    if key is None:
        raise ServiceError("NO_PERMISSIONS", f"EventBridge cannot use the key {named} of {resource}")
    for use in ("kms:GenerateDataKey", "kms:Decrypt"):
        _judge(use, "kms", key["Arn"], source | context)


def _judge(action: str, service: str, resource: str, facts: Record) -> None:
    policy, _ = iam_evaluator._resource_policy(service, resource) or (None, None)
    context = iam_evaluator.EvalContext(
        principal_arn=_CALLER,
        principal_type="Service",
        principal_account="",
        action=action,
        resource_arn=resource,
        region=get_region(),
        service_context=facts,
    )
    if iam_evaluator.evaluate_resource_policy(policy, context, service=_CALLER).decision != "Allow":
        raise ServiceError("NO_PERMISSIONS", f"{_CALLER} is not authorized to perform: {action} on {resource}")


def _key_of_topic(topic: str) -> tuple[str, Record]:
    found = sns._topic_by_arn_any_scope(topic) or {"attributes": {}}
    return found["attributes"].get("KmsMasterKeyId", ""), {"kms:encryptioncontext:aws:sns:topicarn": topic}


def _key_of_queue(queue: str) -> tuple[str, Record]:
    found = sqs._queue_by_arn(queue) or {"attributes": {}}
    return found["attributes"].get("KmsMasterKeyId", ""), {"kms:encryptioncontext:aws:sqs:arn": queue}


# SNS and SQS developer guides, "Key management": what names the key, and what the key is used with.
_KEYS: dict[str, Callable[[str], tuple[str, Record]]] = {"sns": _key_of_topic, "sqs": _key_of_queue}
