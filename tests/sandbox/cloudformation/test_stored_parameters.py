"""Parameters of a template that are read from the parameter store."""

from typing import Any

import pytest
from botocore.exceptions import ClientError


def test_a_parameter_is_read_from_the_parameter_store(sandbox: Any) -> None:
    sandbox.client("ssm").put_parameter(Name="/stacks/name", Type="String", Value="from-store")
    parameter = {"Type": "AWS::SSM::Parameter::Value<String>", "Default": "/stacks/name"}
    topic = {"Type": "AWS::SNS::Topic", "Properties": {"TopicName": {"Ref": "Name"}}}
    template = {"Parameters": {"Name": parameter}, "Resources": {"Topic": topic}}
    sandbox.deploy("stored", template)
    assert sandbox.client("sns").get_topic_attributes(TopicArn="arn:aws:sns:us-east-1:222222222222:from-store")


def test_the_pattern_of_a_stored_parameter_is_for_its_name(sandbox: Any) -> None:
    sandbox.client("ssm").put_parameter(Name="/stacks/patterned", Type="String", Value="No Path")
    parameter = {"Type": "AWS::SSM::Parameter::Value<String>", "AllowedPattern": "^/stacks/[a-z]+$"}
    topic = {"Type": "AWS::SNS::Topic", "Properties": {"DisplayName": {"Ref": "Name"}}}
    template = {"Parameters": {"Name": parameter}, "Resources": {"Topic": topic}}
    value = {"ParameterKey": "Name", "ParameterValue": "/stacks/patterned"}
    assert sandbox.deploy("patterned", template, Parameters=[value])["StackStatus"] == "CREATE_COMPLETE"
    with pytest.raises(ClientError, match="must match pattern"):
        sandbox.deploy("unpatterned", template, Parameters=[{**value, "ParameterValue": "/other/name"}])


def test_the_allowed_values_of_a_stored_parameter_are_names(sandbox: Any) -> None:
    """aws-cloudformation/cfn-lint issue 1570 has such a template; CloudFormation validates keys, and no values."""
    for name in ("allowed", "other"):
        sandbox.client("ssm").put_parameter(Name=f"/stacks/{name}", Type="String", Value=f"{name} topic")
    parameter = {
        "Type": "AWS::SSM::Parameter::Value<String>",
        "Default": "/stacks/allowed",
        "AllowedValues": ["/stacks/allowed"],
    }
    topic = {"Type": "AWS::SNS::Topic", "Properties": {"DisplayName": {"Ref": "Name"}}}
    template = {"Parameters": {"Name": parameter}, "Resources": {"Topic": topic}}
    assert sandbox.deploy("allowed", template)["StackStatus"] == "CREATE_COMPLETE"
    for value in ("/stacks/other", "allowed topic"):
        given = {"ParameterKey": "Name", "ParameterValue": value}
        with pytest.raises(ClientError, match="must be one of AllowedValues"):
            sandbox.deploy("redirected", template, Parameters=[given])
