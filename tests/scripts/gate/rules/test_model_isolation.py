"""Models that could call out, or serve what nobody approved."""

from typing import Any

import pytest

from scripts.gate.rules.model_isolation import check
from tests.scripts.gate.small import reported, resource, template

CONTAINER = {
    "Image": "123456789012.dkr.ecr.us-east-1.amazonaws.com/sagemaker-x:1",
    "ModelDataUrl": "s3://sagemaker-x/releases/0/model.tar.gz",
}
GOOD: dict[str, Any] = {
    "EnableNetworkIsolation": True,
    "ExecutionRoleArn": {"Ref": "ExecutionRoleArn"},
    "PrimaryContainer": CONTAINER,
    "VpcConfig": {name: {"Ref": name} for name in ("Subnets", "SecurityGroupIds")},
}


def of(**properties: Any) -> list[str]:
    return reported(check, template({"Model": resource("AWS::SageMaker::Model", **properties)}, "endpoint"))


@pytest.mark.parametrize("name", GOOD)
def test_every_property_is_needed(name: str) -> None:
    assert of(**GOOD) == []
    assert of(**{other: value for other, value in GOOD.items() if other != name}) == ["Model"]


@pytest.mark.parametrize(
    "change",
    [{"Image": "python:latest"}, {"ModelDataUrl": "s3://sagemaker-x/executions/model.tar.gz"}, {"ImageConfig": {}}],
)
def test_image_and_file_are_those_that_were_approved(change: dict[str, Any]) -> None:
    assert of(**{**GOOD, "PrimaryContainer": {**CONTAINER, **change}}) == ["Model"]


def test_a_serverless_endpoint_has_neither_by_aws_s_choice() -> None:
    rest = {name: GOOD[name] for name in ("ExecutionRoleArn", "PrimaryContainer")}
    for variant, expected in (({"ServerlessConfig": {}}, []), ({"InstanceType": "ml.m5.large"}, ["Model"])):
        resources = {
            "Model": resource("AWS::SageMaker::Model", **rest),
            "Configuration": resource("AWS::SageMaker::EndpointConfig", ProductionVariants=[variant]),
        }
        assert reported(check, template(resources, "endpoint")) == expected
