"""What endpoints write without a key."""

from typing import Any

from scripts.gate.rules.endpoint_encryption import check
from tests.scripts.gate.small import reported, resource, sub, template

KEY = {"Ref": "KmsKeyArn"}
MACHINE = {"InstanceType": {"Ref": "InstanceType"}}
SERVERLESS = {"ServerlessConfig": {"MaxConcurrency": 1}}


def of(variant: Any, **properties: Any) -> list[str]:
    configuration = resource("AWS::SageMaker::EndpointConfig", ProductionVariants=[variant], **properties)
    return reported(check, template({"Configuration": configuration}, "endpoint"))


def test_disks_are_encrypted_with_a_key_that_is_given() -> None:
    assert of(MACHINE, KmsKeyId=KEY) == []
    assert of(MACHINE) == ["Configuration"]
    assert of(MACHINE, KmsKeyId="arn:aws:kms:us-east-1:999999999999:key/x") == ["Configuration"]
    assert of(SERVERLESS) == []


def test_what_is_captured_and_answered_has_the_key_and_a_place_that_is_given() -> None:
    place = sub("${Place}/capture")
    for settings, expected in (
        ({"KmsKeyId": KEY, "DestinationS3Uri": place}, []),
        ({"DestinationS3Uri": place}, ["Configuration"]),
        ({"KmsKeyId": KEY, "DestinationS3Uri": "s3://somebody-elses-bucket"}, ["Configuration"]),
    ):
        assert of(MACHINE, KmsKeyId=KEY, DataCaptureConfig=settings) == expected
    assert of(MACHINE, KmsKeyId=KEY, AsyncInferenceConfig={"OutputConfig": {}}) == ["Configuration"]
