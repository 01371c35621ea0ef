"""Queues in stacks: what leaves a template goes back to its default."""

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
