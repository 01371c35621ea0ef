"""Keys: a switch that is off."""

from typing import Any


def test_a_key_that_must_not_rotate_does_not(sandbox: Any) -> None:
    statement = {
        "Effect": "Allow",
        "Principal": {"AWS": "arn:aws:iam::222222222222:root"},
        "Action": "kms:*",
        "Resource": "*",
    }
    policy = {"Version": "2012-10-17", "Statement": [statement]}
    key = {"Type": "AWS::KMS::Key", "Properties": {"KeyPolicy": policy, "EnableKeyRotation": False}}
    template = {"Resources": {"Key": key}, "Outputs": {"Key": {"Value": {"Ref": "Key"}}}}
    identifier = sandbox.deploy("resting", template)["Outputs"][0]["OutputValue"]
    assert not sandbox.client("kms").get_key_rotation_status(KeyId=identifier)["KeyRotationEnabled"]
