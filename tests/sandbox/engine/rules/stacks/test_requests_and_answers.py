"""What CloudFormation refuses of a request, what is refused by name, and the members of its answers."""

import json
from typing import Any

import pytest
from botocore.exceptions import ClientError

TOPIC = {"Resources": {"Topic": {"Type": "AWS::SNS::Topic"}}}
BODY = json.dumps(TOPIC)


def refusal(sandbox: Any, operation: str, **request: Any) -> tuple[int, str]:
    with pytest.raises(ClientError) as refused:
        getattr(sandbox.client("cloudformation"), operation)(**request)
    answer = refused.value.response
    return answer["ResponseMetadata"]["HTTPStatusCode"], answer["Error"]["Message"]


@pytest.mark.parametrize(
    ("operation", "request_members", "message"),
    [
        ("create_stack", {"StackName": "none"}, "Either Template URL or Template Body must be specified."),
        ("get_template", {"ChangeSetName": "none"}, "StackName is a required parameter."),
        ("get_template", {"StackName": "none"}, "Stack with id none does not exist"),
        ("describe_stacks", {"StackName": "none"}, "Stack with id none does not exist"),
        ("list_stack_resources", {"StackName": "none"}, "Stack with id none does not exist"),
        ("describe_stack_events", {"StackName": "none"}, "Stack [none] does not exist"),
        ("update_stack", {"StackName": "none", "TemplateBody": BODY}, "Stack [none] does not exist"),
    ],
)
def test_what_is_not_there_is_refused_in_the_words_of_its_operation(
    sandbox: Any, operation: str, request_members: Any, message: str
) -> None:
    assert refusal(sandbox, operation, **request_members) == (400, message)


def test_a_resource_that_a_stack_lacks_is_named_with_the_stack(sandbox: Any) -> None:
    sandbox.deploy("one-topic", TOPIC)
    names = {"StackName": "one-topic", "LogicalResourceId": "Other"}
    message = "Resource Other does not exist for stack one-topic"
    assert refusal(sandbox, "describe_stack_resource", **names) == (400, message)


def test_a_name_of_a_stack_with_other_characters_is_refused(sandbox: Any) -> None:
    status, message = refusal(sandbox, "create_stack", StackName="under_score", TemplateBody=BODY)
    assert status == 400
    assert "at 'stackName' failed to satisfy constraint: Member must satisfy regular expression pattern" in message


@pytest.mark.parametrize(
    ("operation", "request_members", "name"),
    [
        ("detect_stack_drift", {"StackName": "x"}, "cloudformation:DetectStackDrift"),
        ("set_stack_policy", {"StackName": "x"}, "cloudformation:SetStackPolicy"),
        ("list_types", {}, "cloudformation:ListTypes"),
        ("create_stack", {"StackName": "x", "TemplateBody": BODY, "TimeoutInMinutes": 5}, "TimeoutInMinutes"),
        ("create_stack", {"StackName": "x", "TemplateBody": BODY, "OnFailure": "DELETE"}, "OnFailure DELETE"),
        ("update_stack", {"StackName": "x", "TemplateBody": BODY, "DisableRollback": True}, "DisableRollback"),
        ("create_stack_set", {"StackSetName": "x", "TemplateBody": BODY}, "PermissionModel SELF_MANAGED"),
        (
            "create_change_set",
            {"StackName": "x", "ChangeSetName": "x", "ChangeSetType": "IMPORT", "TemplateBody": BODY},
            "ChangeSetType IMPORT",
        ),
    ],
)
def test_what_the_project_does_not_use_is_refused_by_name(
    sandbox: Any, operation: str, request_members: Any, name: str
) -> None:
    status, message = refusal(sandbox, operation, **request_members)
    assert status == 501
    assert name in message
    assert message.endswith("is not emulated by the sandbox")


def test_a_stack_is_described_with_the_members_that_aws_gives(sandbox: Any) -> None:
    sandbox.deploy("described", {**TOPIC, "Description": "one topic"})
    stack = sandbox.client("cloudformation").describe_stacks(StackName="described")["Stacks"][0]
    assert set(stack) == {
        *("StackId", "StackName", "Description", "CreationTime", "RollbackConfiguration", "StackStatus"),
        *("DisableRollback", "NotificationARNs", "Capabilities", "Tags", "EnableTerminationProtection"),
        "DriftInformation",
    }
    assert (stack["NotificationARNs"], stack["RollbackConfiguration"], stack["Tags"]) == ([], {}, [])
    updated = sandbox.update("described", {**TOPIC, "Description": "still one topic", "Outputs": {"A": {"Value": "b"}}})
    assert updated["Description"] == "still one topic"
    assert {"LastUpdatedTime", "Outputs"} <= set(updated)


def test_a_parameter_of_the_parameter_store_shows_its_key_and_its_value(sandbox: Any) -> None:
    sandbox.client("ssm").put_parameter(Name="/weather/station", Value="seattle", Type="String")
    template = {"Parameters": {"Station": {"Type": "AWS::SSM::Parameter::Value<String>"}}, **TOPIC}
    given = [{"ParameterKey": "Station", "ParameterValue": "/weather/station"}]
    stack = sandbox.deploy("stationed", template, Parameters=given)
    assert stack["Parameters"] == [
        {"ParameterKey": "Station", "ParameterValue": "/weather/station", "ResolvedValue": "seattle"}
    ]


def test_a_secret_parameter_is_hidden_in_a_change_set(sandbox: Any) -> None:
    template = {"Parameters": {"Word": {"Type": "String", "NoEcho": True}}, **TOPIC}
    stacks = sandbox.client("cloudformation")
    made = stacks.create_change_set(
        StackName="hiding",
        ChangeSetName="first",
        ChangeSetType="CREATE",
        TemplateBody=json.dumps(template),
        Parameters=[{"ParameterKey": "Word", "ParameterValue": "secret"}],
    )
    found = stacks.describe_change_set(ChangeSetName=made["Id"])
    assert found["Parameters"] == [{"ParameterKey": "Word", "ParameterValue": "****"}]
    assert (found["Capabilities"], found["IncludeNestedStacks"]) == ([], False)


def test_resources_are_listed_by_their_logical_ids(sandbox: Any) -> None:
    names = ("Zebra", "apple", "Middle")
    sandbox.deploy("ordered", {"Resources": {name: {"Type": "AWS::SNS::Topic"} for name in names}})
    stacks = sandbox.client("cloudformation")
    found = stacks.describe_stack_resources(StackName="ordered")["StackResources"]
    assert [each["LogicalResourceId"] for each in found] == ["Middle", "Zebra", "apple"]


def test_a_template_is_summed_up_with_its_parameters_types_and_identifiers(sandbox: Any) -> None:
    parameters = {
        "Stage": {"Type": "String", "AllowedValues": ["test", "live"], "Default": "test"},
        "Word": {"Type": "String", "NoEcho": True, "Description": "A secret."},
    }
    body = json.dumps({"AWSTemplateFormatVersion": "2010-09-09", "Parameters": parameters, **TOPIC})
    stacks = sandbox.client("cloudformation")
    summary = stacks.get_template_summary(TemplateBody=body)
    stage, word = summary["Parameters"]
    assert (stage["DefaultValue"], stage["ParameterConstraints"]) == ("test", {"AllowedValues": ["test", "live"]})
    assert (word["NoEcho"], word["ParameterConstraints"], "DefaultValue" in word) == (True, {}, False)
    assert (summary["ResourceTypes"], summary["Version"]) == (["AWS::SNS::Topic"], "2010-09-09")
    assert summary["ResourceIdentifierSummaries"] == [
        {"ResourceType": "AWS::SNS::Topic", "LogicalResourceIds": ["Topic"], "ResourceIdentifiers": ["TopicArn"]}
    ]
    validated = stacks.validate_template(TemplateBody=body)
    assert validated["Parameters"][1] == {"ParameterKey": "Word", "NoEcho": True, "Description": "A secret."}
    assert "Description" not in validated


def test_an_attribute_of_aws_that_the_sandbox_lacks_is_refused_by_name(sandbox: Any) -> None:
    template = {
        "Resources": {"Bucket": {"Type": "AWS::S3::Bucket"}},
        "Outputs": {"Address": {"Value": {"Fn::GetAtt": ["Bucket", "WebsiteURL"]}}},
    }
    request = {"StackName": "addressed", "TemplateBody": json.dumps(template)}
    status, message = refusal(sandbox, "create_stack", **request)
    assert (status, message) == (501, "attribute WebsiteURL of AWS::S3::Bucket is not emulated by the sandbox")
