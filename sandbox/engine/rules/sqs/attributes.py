"""Attributes of queues: names and values that SQS refuses.

SQS API Reference, "SetQueueAttributes"; sentences are recorded or reported by users of AWS.
"""

from collections.abc import Callable, Mapping

from sandbox.api.errors import ServiceError
from sandbox.engine.rules.sqs import redrive
from sandbox.policy_documents import resource_based
from sandbox.policy_documents.actions import actions, is_of
from sandbox.policy_documents.parsing import Element
from sandbox.policy_documents.problems import PolicyError

_RANGES = {
    "DelaySeconds": (0, 900),
    "KmsDataKeyReusePeriodSeconds": (60, 86_400),
    "MaximumMessageSize": (1024, 1_048_576),
    "MessageRetentionPeriod": (60, 1_209_600),
    "ReceiveMessageWaitTimeSeconds": (0, 20),
    "VisibilityTimeout": (0, 43_200),
}
_READ_ONLY = """
    ApproximateNumberOfMessages ApproximateNumberOfMessagesDelayed ApproximateNumberOfMessagesNotVisible
    CreatedTimestamp LastModifiedTimestamp QueueArn
"""
_FIFO_NAMES = ("FifoQueue", "ContentBasedDeduplication")
_FIFO_SETTINGS = ("DeduplicationScope", "FifoThroughputLimit")
_EMPTY_REMOVES = {"KmsMasterKeyId", "Policy", "RedriveAllowPolicy", "RedrivePolicy"}
_MOST_BYTES, _MOST_STATEMENTS, _MOST_PRINCIPALS, _MOST_ACTIONS, _MOST_CONDITIONS = 8192, 20, 50, 7, 10
# IAM's Service Authorization Reference, "Actions, resources, and condition keys for Amazon SQS".
_ACTIONS = """
    AddPermission CancelMessageMoveTask ChangeMessageVisibility ChangeMessageVisibilityBatch CreateQueue DeleteMessage
    DeleteMessageBatch DeleteQueue GetQueueAttributes GetQueueUrl ListDeadLetterSourceQueues ListMessageMoveTasks
    ListQueueTags ListQueues PurgeQueue ReceiveMessage RemovePermission SendMessage SendMessageBatch SetQueueAttributes
    StartMessageMoveTask TagQueue UntagQueue
"""


def check(attributes: Mapping[str, str]) -> None:
    for name, value in attributes.items():
        _check_name(name)
        if value or name not in _EMPTY_REMOVES:
            _VALUES[name](name, value)
    if attributes.get("KmsMasterKeyId") and attributes.get("SqsManagedSseEnabled") == "true":
        one = "You can use one type of server-side encryption (SSE) at one time."
        raise ServiceError("InvalidAttributeName", f"{one} You can either enable KMS SSE or SQS SSE.")


def check_names(names: list[str]) -> None:
    """Names that are read, in which AWS has one for all of them."""
    unknown = [
        each for each in names if each not in {"All", *_VALUES, *_READ_ONLY.split(), *_FIFO_NAMES, *_FIFO_SETTINGS}
    ]
    if unknown:
        raise ServiceError("InvalidAttributeName", f"Unknown Attribute {unknown[0]}.")


def _check_name(name: str) -> None:
    if name in _FIFO_SETTINGS:
        sentence = f"You can specify the {name} only when FifoQueue is set to true."
        raise ServiceError("InvalidAttributeName", sentence)
    if name not in _VALUES:
        raise ServiceError("InvalidAttributeName", f"Unknown Attribute {name}.")


def _invalid(name: str) -> ServiceError:
    return ServiceError("InvalidAttributeValue", f"Invalid value for the parameter {name}.")


def _check_number(name: str, value: str) -> None:
    low, high = _RANGES[name]
    if not value.isascii() or not value.isdigit() or not low <= int(value) <= high:
        raise _invalid(name)


def _check_flag(name: str, value: str) -> None:
    if value.lower() not in {"true", "false"}:
        raise _invalid(name)


def _check_policy(name: str, value: str) -> None:
    """SQS Developer Guide, "Amazon SQS policy quotas"; OverLimit is how AWS answers too many actions."""
    try:
        statements = resource_based.check(value, needs_resource=False)
        resource_based.check_sids(statements)
    except PolicyError:
        raise _invalid(name) from None
    named = [action for each in statements for action in actions(each)]
    if len(value.encode()) > _MOST_BYTES or not all(map(_is_action, named)):
        raise _invalid(name)
    for count, quota, words in _counts(statements):
        if count > quota:
            raise ServiceError("OverLimit", f"{count} {words} from the submitted policy, max allowed is {quota}", 403)


def _is_action(action: str) -> bool:
    return action == "*" or is_of("sqs", _ACTIONS.split(), action)


def _counts(statements: list[Element]) -> list[tuple[int, int, str]]:
    most_actions = max(len(actions(each)) for each in statements)
    principals = sum(len(resource_based.all_principals(each)) for each in statements)
    conditions = sum(len(keys) for each in statements for keys in each.get("Condition", {}).values())
    return [
        (most_actions, _MOST_ACTIONS, "actions were found in a statement"),
        (len(statements), _MOST_STATEMENTS, "statements were found"),
        (principals, _MOST_PRINCIPALS, "principals were found"),
        (conditions, _MOST_CONDITIONS, "conditions were found"),
    ]


_VALUES: dict[str, Callable[[str, str], None]] = {
    **dict.fromkeys(_RANGES, _check_number),
    "KmsMasterKeyId": lambda _name, _value: None,
    "Policy": _check_policy,
    "RedriveAllowPolicy": redrive.check_sources,
    "RedrivePolicy": redrive.check_target,
    "SqsManagedSseEnabled": _check_flag,
}
