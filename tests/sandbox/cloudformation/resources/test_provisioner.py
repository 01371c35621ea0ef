"""What the provisioner refuses by name: properties and types that the sandbox does not act on."""

from typing import Any

import pytest
from botocore.exceptions import ClientError


def test_a_property_that_the_type_lacks_fails_the_resource(sandbox: Any) -> None:
    topic = {"Type": "AWS::SNS::Topic", "Properties": {"Colour": "red"}}
    sandbox.deploy("unknown-property", {"Resources": {"Topic": topic}})
    assert "#: extraneous key [Colour] is not permitted" in sandbox.failures("unknown-property")[0]


def test_a_property_of_aws_that_the_sandbox_lacks_is_refused_by_name_before_anything_is_made(sandbox: Any) -> None:
    topic = {"Type": "AWS::SNS::Topic", "Properties": {"FifoThroughputScope": "Topic"}}
    with pytest.raises(ClientError, match="FifoThroughputScope of AWS::SNS::Topic is not emulated by the sandbox"):
        sandbox.deploy("lacking-property", {"Resources": {"Topic": topic}})
    with pytest.raises(ClientError, match="does not exist"):
        sandbox.client("cloudformation").describe_stacks(StackName="lacking-property")


def test_an_unknown_nested_property_is_refused_by_path(sandbox: Any) -> None:
    bucket = {"Type": "AWS::S3::Bucket", "Properties": {"VersioningConfiguration": {"Colour": "red"}}}
    sandbox.deploy("unknown-nested", {"Resources": {"Bucket": bucket}})
    assert "VersioningConfiguration/Colour" in sandbox.failures("unknown-nested")[0]


def test_an_unknown_type_is_refused_by_name(sandbox: Any) -> None:
    with pytest.raises(ClientError, match=r"Unrecognized resource types: \[AWS::Robot::Arm\]"):
        sandbox.deploy("unknown-type", {"Resources": {"Arm": {"Type": "AWS::Robot::Arm"}}})
