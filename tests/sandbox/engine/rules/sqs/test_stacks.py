"""Queues in stacks: what leaves a template goes back to its default."""

import json
from typing import Any

from tests.sandbox.conftest import Sandbox
from tests.sandbox.engine.rules.refusals import unique


def _template(**properties: Any) -> dict[str, Any]:
    letters = {"Type": "AWS::SQS::Queue"}
    return {"Resources": {"Letters": letters, "Queue": {"Type": "AWS::SQS::Queue", "Properties": properties}}}


def test_a_property_that_is_taken_out_gets_its_default_again(sandbox: Sandbox) -> None:
    name, stack = unique("reset"), unique("stack")
    redrive = {"deadLetterTargetArn": {"Fn::GetAtt": ["Letters", "Arn"]}, "maxReceiveCount": 3}
    full = {"KmsMasterKeyId": "alias/aws/sqs", "MessageRetentionPeriod": 600, "RedrivePolicy": redrive}
    assert sandbox.deploy(stack, _template(QueueName=name, **full))["StackStatus"] == "CREATE_COMPLETE"
    assert sandbox.update(stack, _template(QueueName=name, VisibilityTimeout=0))["StackStatus"] == "UPDATE_COMPLETE"
    queues = sandbox.client("sqs")
    address = queues.get_queue_url(QueueName=name)["QueueUrl"]
    found = queues.get_queue_attributes(QueueUrl=address, AttributeNames=["All"])["Attributes"]
    assert (found["MessageRetentionPeriod"], found["MaximumMessageSize"]) == ("345600", "262144")
    assert found["VisibilityTimeout"] == "0"
    assert not {"KmsMasterKeyId", "RedrivePolicy"} & set(found)


def _policies(queues: Any, names: list[str]) -> list[str | None]:
    """The action that the policy of each queue allows; None without a policy."""
    addresses = [queues.get_queue_url(QueueName=name)["QueueUrl"] for name in names]
    found = [
        queues.get_queue_attributes(QueueUrl=each, AttributeNames=["Policy"]).get("Attributes") for each in addresses
    ]
    return [json.loads(each["Policy"])["Statement"][0]["Action"] if each else None for each in found]


def test_a_policy_is_put_on_every_queue_of_its_list_and_taken_from_the_others(sandbox: Sandbox) -> None:
    names, stack, queues = [unique("shared") for _ in range(3)], unique("stack"), sandbox.client("sqs")
    made = {
        f"Q{number}": {"Type": "AWS::SQS::Queue", "Properties": {"QueueName": name}}
        for number, name in enumerate(names)
    }

    def template(action: str, *numbers: int) -> dict[str, Any]:
        document = {"Statement": [{"Effect": "Allow", "Principal": "*", "Action": action, "Resource": "*"}]}
        properties = {"Queues": [{"Ref": f"Q{number}"} for number in numbers], "PolicyDocument": document}
        policy = {"Policy": {"Type": "AWS::SQS::QueuePolicy", "Properties": properties}} if numbers else {}
        return {"Resources": made | policy}

    sandbox.deploy(stack, template("sqs:SendMessage", 0, 1))
    assert _policies(queues, names) == ["sqs:SendMessage", "sqs:SendMessage", None]
    sandbox.update(stack, template("sqs:ReceiveMessage", 0, 1))
    assert _policies(queues, names) == ["sqs:ReceiveMessage", "sqs:ReceiveMessage", None]
    sandbox.update(stack, template("sqs:ReceiveMessage", 1, 2))
    assert _policies(queues, names) == [None, "sqs:ReceiveMessage", "sqs:ReceiveMessage"]
    sandbox.update(stack, template(""))
    assert _policies(queues, names) == [None, None, None]
