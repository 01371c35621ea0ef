"""What the provisioner refuses by name: properties and types that the sandbox does not act on."""

from typing import Any

import pytest
from botocore.exceptions import ClientError


def test_an_unknown_property_is_refused_by_name(sandbox: Any) -> None:
    topic = {"Type": "AWS::SNS::Topic", "Properties": {"Colour": "red"}}
    sandbox.deploy("unknown-property", {"Resources": {"Topic": topic}})
    assert sandbox.failures("unknown-property")[0] == (
        "AWS::SNS::Topic Topic: the sandbox does not act on property Colour"
    )


def test_an_unknown_nested_property_is_refused_by_path(sandbox: Any) -> None:
    bucket = {"Type": "AWS::S3::Bucket", "Properties": {"VersioningConfiguration": {"Colour": "red"}}}
    sandbox.deploy("unknown-nested", {"Resources": {"Bucket": bucket}})
    assert "VersioningConfiguration/Colour" in sandbox.failures("unknown-nested")[0]


def test_an_unknown_type_is_refused_by_name(sandbox: Any) -> None:
    with pytest.raises(ClientError, match=r"Unrecognized resource types: \[AWS::Robot::Arm\]"):
        sandbox.deploy("unknown-type", {"Resources": {"Arm": {"Type": "AWS::Robot::Arm"}}})
