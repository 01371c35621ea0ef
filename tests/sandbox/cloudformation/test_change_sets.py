"""Change sets: their names, the stack of a new one, what they say of changes, and when they can be executed."""

import json
from typing import Any

import pytest
from botocore.exceptions import ClientError

TOPIC = {"Resources": {"Topic": {"Type": "AWS::SNS::Topic"}}}


def shown(value: Any) -> str:
    topic = {"Type": "AWS::SNS::Topic", "Properties": {"DisplayName": value}}
    return json.dumps({"Parameters": {"Name": {"Type": "String", "Default": "first"}}, "Resources": {"Topic": topic}})


def create(sandbox: Any, stack: str, body: str, **options: Any) -> dict[str, Any]:
    names = {"StackName": stack, "ChangeSetName": "planned"}
    answer: dict[str, Any] = sandbox.client("cloudformation").create_change_set(**names, TemplateBody=body, **options)
    return answer


def execute(sandbox: Any, stack: str) -> dict[str, Any]:
    sandbox.client("cloudformation").execute_change_set(StackName=stack, ChangeSetName="planned")
    settled: dict[str, Any] = sandbox.settled(stack)
    return settled


def test_an_empty_change_set_fails_in_the_words_of_aws_and_cannot_be_executed(sandbox: Any) -> None:
    sandbox.deploy("unchanged", TOPIC)
    stacks = sandbox.client("cloudformation")
    stacks.create_change_set(StackName="unchanged", ChangeSetName="none", UsePreviousTemplate=True)
    found = stacks.describe_change_set(StackName="unchanged", ChangeSetName="none")
    assert found["Status"] == "FAILED"
    assert found["StatusReason"].startswith("The submitted information didn't contain changes.")
    with pytest.raises(ClientError, match=r"cannot be executed in its current status of \[FAILED\]"):
        stacks.execute_change_set(StackName="unchanged", ChangeSetName="none")


def test_a_change_set_is_executed(sandbox: Any) -> None:
    stacks = sandbox.client("cloudformation")
    body = json.dumps({"Resources": {"Queue": {"Type": "AWS::SQS::Queue", "Properties": {"QueueName": "planned"}}}})
    made = create(sandbox, "planned", body, ChangeSetType="CREATE")
    changes = stacks.describe_change_set(StackName="planned", ChangeSetName="planned")["Changes"]
    assert [change["ResourceChange"]["Action"] for change in changes] == ["Add"]
    stack = execute(sandbox, "planned")
    assert (stack["StackStatus"], stack["ChangeSetId"]) == ("CREATE_COMPLETE", made["Id"])


def test_an_executed_change_set_frees_its_name_and_is_found_by_its_arn(sandbox: Any) -> None:
    first = create(sandbox, "renewed", shown("a"), ChangeSetType="CREATE")
    execute(sandbox, "renewed")
    second = create(sandbox, "renewed", shown("b"))
    stacks = sandbox.client("cloudformation")
    by_name = stacks.describe_change_set(StackName="renewed", ChangeSetName="planned")
    assert by_name["ChangeSetId"] == second["Id"] != first["Id"]
    assert stacks.describe_change_set(ChangeSetName=first["Id"])["ExecutionStatus"] == "EXECUTE_COMPLETE"
    assert [each["ChangeSetId"] for each in stacks.list_change_sets(StackName="renewed")["Summaries"]] == [second["Id"]]


def test_a_change_set_that_waits_keeps_its_name(sandbox: Any) -> None:
    create(sandbox, "waiting", shown("a"), ChangeSetType="CREATE")
    with pytest.raises(ClientError, match="AlreadyExistsException"):
        create(sandbox, "waiting", shown("b"), ChangeSetType="CREATE")


def test_a_stack_in_review_stays_the_same_and_has_nothing_yet(sandbox: Any) -> None:
    stacks = sandbox.client("cloudformation")
    first = create(sandbox, "in-review", shown("a"), ChangeSetType="CREATE", Tags=[{"Key": "team", "Value": "a"}])
    second = stacks.create_change_set(
        StackName="in-review", ChangeSetName="another", ChangeSetType="CREATE", TemplateBody=shown("b")
    )
    assert first["StackId"] == second["StackId"]
    with pytest.raises(ClientError, match="Unresolved resource dependencies"):
        stacks.create_change_set(
            StackName="in-review", ChangeSetName="x", ChangeSetType="CREATE", TemplateBody=shown({"Ref": "Nothing"})
        )
    stack = stacks.describe_stacks(StackName="in-review")["Stacks"][0]
    assert (stack["StackStatus"], stack["StackStatusReason"]) == ("REVIEW_IN_PROGRESS", "User Initiated")
    assert (stack["StackId"], stack["Tags"]) == (first["StackId"], [])
    assert not {"LastUpdatedTime", "Capabilities", "Outputs", "ChangeSetId"} & set(stack)


def test_a_stack_that_is_there_is_not_created_by_a_change_set_and_a_missing_one_not_updated(sandbox: Any) -> None:
    sandbox.deploy("there", TOPIC)
    problem = r"Stack \[there\] already exists and cannot be created again with the changeSet \[planned\]\."
    with pytest.raises(ClientError, match=problem):
        create(sandbox, "there", shown("a"), ChangeSetType="CREATE")
    with pytest.raises(ClientError, match=r"Stack \[not-there\] does not exist"):
        create(sandbox, "not-there", shown("a"))


def test_a_name_says_nothing_without_its_stack(sandbox: Any) -> None:
    with pytest.raises(ClientError, match="StackName must be specified if ChangeSetName is not specified as an ARN"):
        sandbox.client("cloudformation").describe_change_set(ChangeSetName="planned")


def test_a_parameter_is_named_as_the_cause_of_a_change_with_the_values_before_and_after(sandbox: Any) -> None:
    create(sandbox, "followed", shown({"Ref": "Name"}), ChangeSetType="CREATE")
    execute(sandbox, "followed")
    given = [{"ParameterKey": "Name", "ParameterValue": "second"}]
    made = create(sandbox, "followed", shown({"Ref": "Name"}), Parameters=given)
    stacks = sandbox.client("cloudformation")
    found = stacks.describe_change_set(ChangeSetName=made["Id"], IncludePropertyValues=True)
    [change] = [each["ResourceChange"] for each in found["Changes"]]
    [detail] = change["Details"]
    assert (detail["ChangeSource"], detail["CausingEntity"]) == ("ParameterReference", "Name")
    assert (detail["Target"]["BeforeValue"], detail["Target"]["AfterValue"]) == ("first", "second")
    assert json.loads(change["BeforeContext"]) == {"Properties": {"DisplayName": "first"}}
    assert json.loads(change["AfterContext"]) == {"Properties": {"DisplayName": "second"}}


def test_a_condition_that_turns_true_adds_a_resource(sandbox: Any) -> None:
    template = {
        "Parameters": {"Both": {"Type": "String"}},
        "Conditions": {"Both": {"Fn::Equals": [{"Ref": "Both"}, "yes"]}},
        "Resources": {**TOPIC["Resources"], "Other": {"Type": "AWS::SNS::Topic", "Condition": "Both"}},
    }
    sandbox.deploy("turning", template, Parameters=[{"ParameterKey": "Both", "ParameterValue": "no"}])
    given = [{"ParameterKey": "Both", "ParameterValue": "yes"}]
    made = create(sandbox, "turning", json.dumps(template), Parameters=given)
    changes = sandbox.client("cloudformation").describe_change_set(ChangeSetName=made["Id"])["Changes"]
    found = [(each["ResourceChange"]["Action"], each["ResourceChange"]["LogicalResourceId"]) for each in changes]
    assert found == [("Add", "Other")]


def test_outputs_alone_can_be_changed(sandbox: Any) -> None:
    sandbox.deploy("telling", TOPIC)
    made = create(sandbox, "telling", json.dumps({**TOPIC, "Outputs": {"Told": {"Value": "more"}}}))
    found = sandbox.client("cloudformation").describe_change_set(ChangeSetName=made["Id"])
    assert (found["Status"], found["Changes"]) == ("CREATE_COMPLETE", [])
    assert execute(sandbox, "telling")["Outputs"] == [{"OutputKey": "Told", "OutputValue": "more"}]
