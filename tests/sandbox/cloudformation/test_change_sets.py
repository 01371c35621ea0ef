"""Change sets: an empty one fails, another one is executed."""

import json
from typing import Any

TOPIC = {"Resources": {"Topic": {"Type": "AWS::SNS::Topic"}}}


def test_an_empty_change_set_fails_in_the_words_of_aws(sandbox: Any) -> None:
    sandbox.deploy("unchanged", TOPIC)
    stacks = sandbox.client("cloudformation")
    stacks.create_change_set(StackName="unchanged", ChangeSetName="none", UsePreviousTemplate=True)
    found = stacks.describe_change_set(StackName="unchanged", ChangeSetName="none")
    assert found["Status"] == "FAILED"
    assert found["StatusReason"].startswith("The submitted information didn't contain changes.")


def test_a_change_set_is_executed(sandbox: Any) -> None:
    stacks = sandbox.client("cloudformation")
    body = json.dumps({"Resources": {"Queue": {"Type": "AWS::SQS::Queue", "Properties": {"QueueName": "planned"}}}})
    options = {"StackName": "planned", "ChangeSetName": "first"}
    stacks.create_change_set(**options, ChangeSetType="CREATE", TemplateBody=body)
    changes = stacks.describe_change_set(**options)["Changes"]
    stacks.execute_change_set(**options)
    assert [change["ResourceChange"]["Action"] for change in changes] == ["Add"]
    assert sandbox.settled("planned")["StackStatus"] == "CREATE_COMPLETE"
