"""Stacks as the engine runs them with the resources of the sandbox: rules, roll back, retained resources."""

import json
from typing import Any

import pytest
from botocore.exceptions import ClientError

TOPIC = {"Resources": {"Topic": {"Type": "AWS::SNS::Topic"}}}


def test_a_rule_of_the_template_is_honoured(sandbox: Any) -> None:
    rule = {"Assertions": [{"Assert": {"Fn::Equals": [{"Ref": "Stage"}, "test"]}, "AssertDescription": "only test"}]}
    template = {"Parameters": {"Stage": {"Type": "String", "Default": "live"}}, "Rules": {"OnlyTest": rule}, **TOPIC}
    with pytest.raises(ClientError, match="only test"):
        sandbox.deploy("ruled", template)


def test_a_failed_update_brings_back_what_was(sandbox: Any) -> None:
    good = {"Topic": {"Type": "AWS::SNS::Topic", "Properties": {"TopicName": "kept", "DisplayName": "before"}}}
    sandbox.deploy("returning", {"Resources": good})
    worse = json.loads(json.dumps(good))
    worse["Topic"]["Properties"]["DisplayName"] = "after"
    worse["Queue"] = {"Type": "AWS::SQS::Queue", "DependsOn": "Topic", "Properties": {"Colour": "red"}}
    stack = sandbox.update("returning", {"Resources": worse})
    topic = sandbox.client("sns").get_topic_attributes(TopicArn="arn:aws:sns:us-east-1:222222222222:kept")
    assert stack["StackStatus"] == "UPDATE_ROLLBACK_COMPLETE"
    assert topic["Attributes"]["DisplayName"] == "before"


def test_a_retained_bucket_outlives_its_stack(sandbox: Any) -> None:
    bucket = {"Type": "AWS::S3::Bucket", "DeletionPolicy": "Retain", "Properties": {"BucketName": "outliving"}}
    stack = sandbox.deploy("retaining", {"Resources": {"Bucket": bucket}})
    sandbox.client("cloudformation").delete_stack(StackName="retaining")
    assert sandbox.settled(stack["StackId"])["StackStatus"] == "DELETE_COMPLETE"
    assert sandbox.client("s3").head_bucket(Bucket="outliving")


def test_a_condition_may_look_at_the_name_of_the_stack(sandbox: Any) -> None:
    """Before anything is made, at creation, in a change set and at an update."""
    last = {"Fn::Select": [1, {"Fn::Split": ["-", {"Ref": "AWS::StackName"}]}]}
    topic = {"Type": "AWS::SNS::Topic", "Properties": {"DisplayName": {"Fn::If": ["IsLive", "live", "other"]}}}
    template: dict[str, Any] = {
        "Conditions": {"IsLive": {"Fn::Equals": [last, "live"]}},
        "Resources": {"Topic": topic, "Live": {"Type": "AWS::SNS::Topic", "Condition": "IsLive"}},
    }
    for name, made in (("named-live", {"Topic", "Live"}), ("named-other", {"Topic"})):
        assert sandbox.deploy(name, template)["StackStatus"] == "CREATE_COMPLETE"
        listed = sandbox.client("cloudformation").list_stack_resources(StackName=name)["StackResourceSummaries"]
        assert {each["LogicalResourceId"] for each in listed} == made
        changed = {**template, "Resources": {**template["Resources"], "More": {"Type": "AWS::SNS::Topic"}}}
        assert sandbox.update(name, changed)["StackStatus"] == "UPDATE_COMPLETE"
        listed = sandbox.client("cloudformation").list_stack_resources(StackName=name)["StackResourceSummaries"]
        assert {each["LogicalResourceId"] for each in listed} == {*made, "More"}
    with pytest.raises(ClientError, match="Fn::Select"):
        sandbox.deploy("unnamed", template)
