"""The events of a stack, and what its description says after each of them."""

import json
import time
from typing import Any

import pytest
from botocore.exceptions import ClientError


def topics(**names: str) -> dict[str, Any]:
    resources = {
        logical_id: {"Type": "AWS::SNS::Topic", "Properties": {"DisplayName": name}}
        for logical_id, name in names.items()
    }
    return {"Resources": resources}


def events(sandbox: Any, stack: str, since: int = 0) -> list[tuple[str, str, str]]:
    """Logical id, status and reason of each event, oldest first."""
    found = sandbox.client("cloudformation").describe_stack_events(StackName=stack)["StackEvents"]
    oldest_first = list(reversed(found))[since:]
    return [(e["LogicalResourceId"], e["ResourceStatus"], e.get("ResourceStatusReason", "")) for e in oldest_first]


def test_a_creation_shows_when_each_resource_is_begun_and_done(sandbox: Any) -> None:
    sandbox.deploy("shown", topics(Topic="a"))
    assert events(sandbox, "shown") == [
        ("shown", "CREATE_IN_PROGRESS", "User Initiated"),
        ("Topic", "CREATE_IN_PROGRESS", ""),
        ("Topic", "CREATE_IN_PROGRESS", "Resource creation Initiated"),
        ("Topic", "CREATE_COMPLETE", ""),
        ("shown", "CREATE_COMPLETE", ""),
    ]


def test_an_update_shows_what_it_adds_changes_and_removes_and_nothing_of_the_rest(sandbox: Any) -> None:
    sandbox.deploy("changing", topics(Kept="a", Changed="b", Removed="c"))
    before = len(events(sandbox, "changing"))
    sandbox.update("changing", topics(Kept="a", Changed="other", New="d"))
    assert events(sandbox, "changing", before) == [
        ("changing", "UPDATE_IN_PROGRESS", "User Initiated"),
        ("Changed", "UPDATE_IN_PROGRESS", ""),
        ("Changed", "UPDATE_COMPLETE", ""),
        ("New", "CREATE_IN_PROGRESS", ""),
        ("New", "CREATE_IN_PROGRESS", "Resource creation Initiated"),
        ("New", "CREATE_COMPLETE", ""),
        ("changing", "UPDATE_COMPLETE_CLEANUP_IN_PROGRESS", ""),
        ("Removed", "DELETE_IN_PROGRESS", ""),
        ("Removed", "DELETE_COMPLETE", ""),
        ("changing", "UPDATE_COMPLETE", ""),
    ]
    resources = sandbox.client("cloudformation").describe_stack_resources(StackName="changing")["StackResources"]
    assert {each["LogicalResourceId"]: each["ResourceStatus"] for each in resources} == {
        "Kept": "CREATE_COMPLETE",
        "Changed": "UPDATE_COMPLETE",
        "New": "CREATE_COMPLETE",
    }


def test_a_creation_that_is_rolled_back_names_the_resource_and_takes_its_name(sandbox: Any) -> None:
    template = topics(Good="a")
    template["Resources"]["Wrong"] = {"Type": "AWS::SNS::Topic", "Properties": {"Colour": "red"}}
    stack = sandbox.deploy("rolled-back", template)
    reasons = {status: reason for _, status, reason in events(sandbox, "rolled-back")}
    assert reasons["ROLLBACK_IN_PROGRESS"] == (
        "The following resource(s) failed to create: [Wrong]. Rollback requested by user."
    )
    assert "DeletionTime" in stack
    assert not {"StackStatusReason", "LastUpdatedTime", "ChangeSetId"} & set(stack)
    with pytest.raises(ClientError, match=r"Stack \[rolled-back\] already exists"):
        sandbox.deploy("rolled-back", topics(Good="a"))


def test_a_creation_without_roll_back_stays_as_it_failed_until_it_is_deleted(sandbox: Any) -> None:
    stacks, template = sandbox.client("cloudformation"), topics(Good="a")
    template["Resources"]["Wrong"] = {"Type": "AWS::SNS::Topic", "Properties": {"Colour": "red"}, "DependsOn": "Good"}
    made = stacks.create_stack(StackName="staying", TemplateBody=json.dumps(template), DisableRollback=True)["StackId"]
    _wait(stacks, made, "CREATE_FAILED")
    resources = stacks.describe_stack_resources(StackName="staying")["StackResources"]
    statuses = {each["LogicalResourceId"]: each["ResourceStatus"] for each in resources}
    assert statuses["Good"] == "CREATE_COMPLETE"
    assert ("Wrong", "CREATE_FAILED") in [event[:2] for event in events(sandbox, "staying")]
    [topic] = [each["PhysicalResourceId"] for each in resources if each["LogicalResourceId"] == "Good"]
    assert sandbox.client("sns").get_topic_attributes(TopicArn=topic)["Attributes"]["DisplayName"] == "a"
    stacks.delete_stack(StackName="staying")
    _wait(stacks, made, "DELETE_COMPLETE")
    with pytest.raises(ClientError, match="NotFound"):
        sandbox.client("sns").get_topic_attributes(TopicArn=topic)


def _wait(stacks: Any, stack: str, status: str) -> None:
    while stacks.describe_stacks(StackName=stack)["Stacks"][0]["StackStatus"] != status:
        time.sleep(0.03)


def test_a_deleted_stack_is_known_by_its_id_and_its_name_is_free(sandbox: Any) -> None:
    stacks = sandbox.client("cloudformation")
    first = sandbox.deploy("coming-back", topics(Topic="a"))["StackId"]
    stacks.delete_stack(StackName="coming-back")
    _wait(stacks, first, "DELETE_COMPLETE")
    with pytest.raises(ClientError, match=r"Stack \[coming-back\] does not exist"):
        stacks.describe_stack_events(StackName="coming-back")
    second = sandbox.deploy("coming-back", topics(Topic="b"))["StackId"]
    assert stacks.describe_stacks(StackName="coming-back")["Stacks"][0]["StackId"] == second
    deleted = stacks.describe_stacks(StackName=first)["Stacks"][0]
    assert (deleted["StackStatus"], "DeletionTime" in deleted) == ("DELETE_COMPLETE", True)


def test_an_attribute_may_be_a_property_and_a_parameter_is_named_as_aws_names_it(sandbox: Any) -> None:
    template = topics(Topic="weather")
    shown = {"Type": "String", "Value": {"Fn::GetAtt": ["Topic", "DisplayName"]}}
    template["Resources"]["Shown"] = {"Type": "AWS::SSM::Parameter", "Properties": shown}
    template["Outputs"] = {"Name": {"Value": {"Ref": "Shown"}}}
    [output] = sandbox.deploy("attributes", template)["Outputs"]
    assert output["OutputValue"].startswith("CFN-Shown-")
    parameter = sandbox.client("ssm").get_parameter(Name=output["OutputValue"])["Parameter"]
    assert parameter["Value"] == "weather"
