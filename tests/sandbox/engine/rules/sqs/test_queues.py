"""Queues and their messages are taken, refused and described as SQS does."""

import json
from typing import Any

import pytest

from tests.sandbox.conftest import Sandbox
from tests.sandbox.engine.rules.refusals import policy, refusal, unique

STATEMENT = {"Effect": "Allow", "Principal": "*", "Action": "sqs:SendMessage", "Resource": "*"}


@pytest.fixture
def queues(sandbox: Sandbox) -> Any:
    return sandbox.client("sqs")


@pytest.fixture
def queue(queues: Any) -> str:
    return queues.create_queue(QueueName=unique("queue"))["QueueUrl"]


def _attributes(queues: Any, queue: str) -> dict[str, str]:
    return queues.get_queue_attributes(QueueUrl=queue, AttributeNames=["All"])["Attributes"]


@pytest.mark.parametrize("name", ["", "a b", "a.b", "x" * 81])
def test_a_name_has_letters_digits_hyphens_and_underscores(queues: Any, name: str) -> None:
    code, message = refusal(queues.create_queue, QueueName=name)
    assert (code, message.startswith("Can only include alphanumeric")) == ("InvalidParameterValue", True)


def test_a_fifo_queue_is_refused_by_name(queues: Any) -> None:
    code, message = refusal(queues.create_queue, QueueName="q.fifo", Attributes={"FifoQueue": "true"})
    assert (code, message) == ("SandboxNotImplemented", "a FIFO queue is not emulated by the sandbox")


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("Colour", "InvalidAttributeName"),
        ("FifoQueue", "InvalidAttributeName"),
        ("ContentBasedDeduplication", "InvalidAttributeName"),
        ("DeduplicationScope", "InvalidAttributeName"),
        ("QueueArn", "InvalidAttributeName"),
        ("VisibilityTimeout", "InvalidAttributeValue"),
        ("KmsDataKeyReusePeriodSeconds", "InvalidAttributeValue"),
    ],
)
def test_an_unknown_attribute_or_value_is_refused(queues: Any, queue: str, name: str, code: str) -> None:
    assert refusal(queues.set_queue_attributes, QueueUrl=queue, Attributes={name: "false"})[0] == code
    assert refusal(queues.create_queue, QueueName=unique("new"), Attributes={name: "false"})[0] == code


@pytest.mark.parametrize(
    ("name", "low", "high"),
    [
        ("DelaySeconds", 0, 900),
        ("MaximumMessageSize", 1024, 1_048_576),
        ("MessageRetentionPeriod", 60, 1_209_600),
        ("ReceiveMessageWaitTimeSeconds", 0, 20),
        ("VisibilityTimeout", 0, 43_200),
    ],
)
def test_numbers_have_their_ranges(queues: Any, queue: str, name: str, low: int, high: int) -> None:
    for value in (low, high):
        queues.set_queue_attributes(QueueUrl=queue, Attributes={name: str(value)})
    for value in (low - 1, high + 1):
        refused = refusal(queues.set_queue_attributes, QueueUrl=queue, Attributes={name: str(value)})
        assert refused == ("InvalidAttributeValue", f"Invalid value for the parameter {name}.")


def test_a_queue_is_described_as_aws_does(queues: Any, queue: str) -> None:
    found = _attributes(queues, queue)
    assert (found["MaximumMessageSize"], found["SqsManagedSseEnabled"]) == ("1048576", "true")
    assert "Attributes" not in queues.get_queue_attributes(QueueUrl=queue)
    assert "Attributes" not in queues.get_queue_attributes(QueueUrl=queue, AttributeNames=["Policy"])
    assert "Tags" not in queues.list_queue_tags(QueueUrl=queue)
    assert refusal(queues.get_queue_attributes, QueueUrl=queue, AttributeNames=["Colour"])[0] == "InvalidAttributeName"


def test_a_queue_has_one_kind_of_encryption(queues: Any, queue: str) -> None:
    queues.set_queue_attributes(QueueUrl=queue, Attributes={"KmsMasterKeyId": "alias/aws/sqs"})
    found = _attributes(queues, queue)
    assert (found["SqsManagedSseEnabled"], found["KmsDataKeyReusePeriodSeconds"]) == ("false", "300")
    queues.set_queue_attributes(QueueUrl=queue, Attributes={"SqsManagedSseEnabled": "true"})
    assert not {"KmsMasterKeyId", "KmsDataKeyReusePeriodSeconds"} & set(_attributes(queues, queue))
    both = {"KmsMasterKeyId": "alias/aws/sqs", "SqsManagedSseEnabled": "true"}
    assert refusal(queues.set_queue_attributes, QueueUrl=queue, Attributes=both)[0] == "InvalidAttributeName"


def test_a_queue_can_be_made_again_with_less_and_not_with_anything_else(queues: Any) -> None:
    name = unique("again")
    made = queues.create_queue(QueueName=name, Attributes={"DelaySeconds": "5"})["QueueUrl"]
    assert queues.create_queue(QueueName=name)["QueueUrl"] == made
    for other in ({"DelaySeconds": "6"}, {"KmsMasterKeyId": "alias/aws/sqs"}):
        assert refusal(queues.create_queue, QueueName=name, Attributes=other)[0] == "QueueAlreadyExists"


def test_a_queue_that_does_not_exist_is_told_apart_in_both_protocols(queues: Any, queue: str) -> None:
    with pytest.raises(queues.exceptions.QueueDoesNotExist) as raised:
        queues.get_queue_attributes(QueueUrl=f"{queue}x", AttributeNames=["All"])
    error = raised.value.response["Error"]
    assert (error["Code"], error["QueryErrorCode"]) == ("AWS.SimpleQueueService.NonExistentQueue", "QueueDoesNotExist")


@pytest.mark.parametrize(
    ("target", "count", "reason"),
    [
        ("", 1, "Invalid value for deadLetterTargetArn."),
        ("arn:aws:sqs:us-east-1:222222222222:missing", 1, "Dead letter target does not exist."),
        ("arn:aws:sqs:us-east-1:333333333333:q", 1, "Invalid value for deadLetterTargetArn."),
        ("own", 0, "Invalid value for maxReceiveCount: 0, valid values are from 1 to 1000 both inclusive."),
        ("own", 1001, "Invalid value for maxReceiveCount: 1001, valid values are from 1 to 1000 both inclusive."),
    ],
)
def test_a_redrive_policy_names_a_queue_and_a_count(
    queues: Any, queue: str, target: str, count: int, reason: str
) -> None:
    arn = _attributes(queues, queue)["QueueArn"] if target == "own" else target
    document = json.dumps({"deadLetterTargetArn": arn, "maxReceiveCount": count})
    code, message = refusal(queues.set_queue_attributes, QueueUrl=queue, Attributes={"RedrivePolicy": document})
    assert (code, message.endswith(f"Reason: {reason}")) == ("InvalidParameterValue", True)


@pytest.mark.parametrize(
    "document", ["[]", '{"redrivePermission": "some"}', '{"redrivePermission": "byQueue"}', "no JSON"]
)
def test_a_redrive_allow_policy_has_a_known_permission(queues: Any, queue: str, document: str) -> None:
    refused = refusal(queues.set_queue_attributes, QueueUrl=queue, Attributes={"RedriveAllowPolicy": document})
    assert refused[0] == "InvalidParameterValue"


@pytest.mark.parametrize(
    "change",
    [
        {"Effect": "Perhaps"},
        {"Action": "SendMessage"},
        {"Action": "sns:Publish"},
        {"Action": "sqs:Send"},
        {"Principal": {"Robot": "*"}},
        {"Condition": {"StringIs": {"aws:PrincipalOrgID": "o-1"}}},
    ],
)
def test_a_policy_that_breaks_the_grammar_is_refused(queues: Any, queue: str, change: dict[str, Any]) -> None:
    document = policy({**STATEMENT, **change})
    refused = refusal(queues.set_queue_attributes, QueueUrl=queue, Attributes={"Policy": document})
    assert refused == ("InvalidAttributeValue", "Invalid value for the parameter Policy.")


def test_a_policy_without_a_statement_or_json_is_refused(queues: Any, queue: str) -> None:
    for document in ("no JSON", "{}", '{"Version": "2012-10-17", "Statement": []}'):
        refused = refusal(queues.set_queue_attributes, QueueUrl=queue, Attributes={"Policy": document})
        assert refused[0] == "InvalidAttributeValue"


def test_a_policy_has_quotas(queues: Any, queue: str) -> None:
    seven = ["SendMessage", "ReceiveMessage", "DeleteMessage", "GetQueueUrl", "TagQueue", "UntagQueue", "DeleteQueue"]
    actions = {"Action": [f"sqs:{action}" for action in seven]}
    queues.set_queue_attributes(QueueUrl=queue, Attributes={"Policy": policy({**STATEMENT, **actions})})
    actions["Action"].append("sqs:ListQueueTags")
    code, message = refusal(
        queues.set_queue_attributes, QueueUrl=queue, Attributes={"Policy": policy({**STATEMENT, **actions})}
    )
    assert (code, message.startswith("8 actions were found in a statement")) == ("OverLimit", True)
    many = policy(*[STATEMENT] * 21)
    assert refusal(queues.set_queue_attributes, QueueUrl=queue, Attributes={"Policy": many})[0] == "OverLimit"


def test_a_queue_has_at_most_fifty_tags(queues: Any, queue: str) -> None:
    queues.tag_queue(QueueUrl=queue, Tags={str(number): "" for number in range(50)})
    assert refusal(queues.tag_queue, QueueUrl=queue, Tags={"more": ""})[0] == "InvalidParameterValue"
    assert refusal(queues.tag_queue, QueueUrl=queue, Tags={"aws:mine": ""})[0] == "InvalidParameterValue"


@pytest.mark.parametrize(
    ("name", "low", "high"),
    [("MaxNumberOfMessages", 1, 10), ("VisibilityTimeout", 0, 43_200), ("WaitTimeSeconds", 0, 20)],
)
def test_receiving_has_ranges(queues: Any, queue: str, name: str, low: int, high: int) -> None:
    for value in (low - 1, high + 1):
        code, message = refusal(queues.receive_message, QueueUrl=queue, **{name: value})
        assert (code, message.startswith(f"Value {value} for parameter {name}")) == ("InvalidParameterValue", True)


def _text(value: str, kind: str = "String") -> dict[str, str]:
    return {"DataType": kind, "StringValue": value}


@pytest.mark.parametrize(
    ("attributes", "words"),
    [
        ({"a": _text("")}, "'a' must contain a non-empty value of type 'String'."),
        ({"a": _text("x", "Text")}, 'must be prefixed with "String", "Binary", or "Number"'),
        ({"a": _text("x", "Number")}, "Can't cast the value"),
        ({"AWS.a": _text("x")}, "beginning with 'AWS.' or 'Amazon.'"),
        ({"a": _text("\x00")}, "Invalid characters found."),
        ({f"a{number}": _text("x") for number in range(11)}, "exceeds the allowed maximum [10]"),
    ],
)
def test_attributes_of_messages_are_checked(queues: Any, queue: str, attributes: Any, words: str) -> None:
    code, message = refusal(queues.send_message, QueueUrl=queue, MessageBody="x", MessageAttributes=attributes)
    assert (code, words in message) == ("InvalidParameterValue", True)


def test_a_message_fits_its_queue_with_its_attributes(queues: Any, queue: str) -> None:
    queues.set_queue_attributes(QueueUrl=queue, Attributes={"MaximumMessageSize": "1024"})
    queues.send_message(QueueUrl=queue, MessageBody="x" * 1024)
    code, message = refusal(
        queues.send_message, QueueUrl=queue, MessageBody="x" * 1020, MessageAttributes={"a": _text("x")}
    )
    assert (code, message.endswith("Message must be shorter than 1024 bytes.")) == ("InvalidParameterValue", True)


def test_groups_of_messages_are_refused_by_name(queues: Any, queue: str) -> None:
    for group in ("one", ""):
        refused = refusal(queues.send_message, QueueUrl=queue, MessageBody="x", MessageGroupId=group)
        assert refused[0] == "SandboxNotImplemented"


@pytest.mark.parametrize("names", [["All"], [".*"], ["*"]])
def test_attributes_are_received_under_each_name_for_all(queues: Any, queue: str, names: list[str]) -> None:
    queues.send_message(QueueUrl=queue, MessageBody="x", MessageAttributes={"a": _text("1"), "b": _text("2")})
    (message,) = queues.receive_message(QueueUrl=queue, MessageAttributeNames=names)["Messages"]
    assert set(message["MessageAttributes"]) == {"a", "b"}


def test_a_message_is_deleted_with_an_older_handle(queues: Any, queue: str) -> None:
    queues.send_message(QueueUrl=queue, MessageBody="x")
    first, second = (
        queues.receive_message(QueueUrl=queue, VisibilityTimeout=0)["Messages"][0]["ReceiptHandle"] for _ in range(2)
    )
    queues.delete_message(QueueUrl=queue, ReceiptHandle=first)
    assert "Messages" not in queues.receive_message(QueueUrl=queue)
    queues.delete_message(QueueUrl=queue, ReceiptHandle=second)
    assert refusal(queues.delete_message, QueueUrl=queue, ReceiptHandle="?")[0] == "ReceiptHandleIsInvalid"
