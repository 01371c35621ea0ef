"""The definition: AWS's own request shapes, references that lead somewhere, and the same text for the same input."""

import json
import re
from collections.abc import Iterator
from typing import Any

import boto3
import pytest
from botocore.validate import ParamValidator

from pipeline import definition
from project.configuration import Configuration
from project.settings import VARIABLES, read_settings

CALLS = {
    "Processing": ("CreateProcessingJob", "ProcessingJobName"),
    "Transform": ("CreateTransformJob", "TransformJobName"),
    "Model": ("CreateModel", "ModelName"),
}
ENVIRONMENT = dict.fromkeys(VARIABLES.values(), "value") | {
    "PIPELINE_ROLE_ARN": "arn:aws:iam::111122223333:role/jobs",
    "AWS_REGION": "eu-west-1",
    "NETWORK_SUBNETS": "subnet-1,subnet-2",
    "NETWORK_SECURITY_GROUPS": "sg-1",
}
NO_NETWORK = {"NETWORK_SUBNETS": "none", "NETWORK_SECURITY_GROUPS": "none"}


def document(**changed: str) -> dict[str, Any]:
    return json.loads(definition(read_settings(ENVIRONMENT | changed), Configuration(), "code/1"))


def every(steps: list[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    for step in steps:
        yield step
        if step["Type"] == "Condition":
            yield from every([*step["Arguments"]["IfSteps"], *step["Arguments"]["ElseSteps"]])


def filled_in(value: Any) -> Any:
    if isinstance(value, list):
        return [filled_in(item) for item in value]
    if not isinstance(value, dict):
        return value
    if set(value) <= {"Get", "Std:Join", "Std:JsonGet"}:
        return "text"
    return {name: filled_in(item) for name, item in value.items()}


@pytest.mark.parametrize("network", [{}, NO_NETWORK])
def test_every_request_has_the_shape_that_aws_takes(network):
    model = boto3.client("sagemaker", region_name="eu-west-1").meta.service_model
    for step in every(document(**network)["Steps"]):
        if step["Type"] in CALLS:
            operation, name = CALLS[step["Type"]]
            shape = model.operation_model(operation).input_shape
            report = ParamValidator().validate({name: "text"} | filled_in(step["Arguments"]), shape)
            assert not report.has_errors(), report.generate_report()


def test_references_lead_to_steps_that_are_there():
    found = document()
    names = [step["Name"] for step in every(found["Steps"])]
    assert len(names) == len(set(names))
    assert set(re.findall(r'"Get": "Steps\.(\w+)', json.dumps(found))) <= set(names)


def test_every_job_has_the_projects_key_tags_and_network():
    for step in every(document()["Steps"]):
        if step["Type"] in CALLS:
            text = json.dumps(step["Arguments"])
            assert '"sagemaker:project-id"' in text, step["Name"]
            assert step["Type"] == "Transform" or "subnet-2" in text, step["Name"]
            assert step["Type"] == "Model" or '"KmsKeyId": "value"' in text, step["Name"]


def test_without_a_network_none_is_named():
    assert "Subnets" not in json.dumps(document(**NO_NETWORK))


def test_nothing_is_predicted_without_rows_and_nothing_published_without_files():
    usable = document()["Steps"][1]
    (rows,) = usable["Arguments"]["IfSteps"]
    (files,) = rows["Arguments"]["ElseSteps"]
    named = [
        [step["Name"] for step in branch] for branch in (rows["Arguments"]["IfSteps"], files["Arguments"]["IfSteps"])
    ]
    assert named == [["CreateModel", "Predict", "Publish", "PublishDone"], ["Report", "ReportDone"]]
    assert files["Arguments"]["ElseSteps"] == []


def test_the_same_input_gives_the_same_text():
    settings = read_settings(ENVIRONMENT)
    assert definition(settings, Configuration(), "code/1") == definition(settings, Configuration(), "code/1")
