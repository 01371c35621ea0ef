"""The definition follows from code and settings alone."""

import json
from dataclasses import replace

from pipeline import definition
from project.definition_check import all_steps

CODE = "s3://sagemaker-p-abc123def456-0a1b2c3d/code/0123456789abcdef"
CHAMPION = f"{CODE}/champions/one"
INSIDE = ("Preprocess", "Train", "Evaluate", "CreateModel")


def test_the_same_code_gives_the_same_text_and_a_network_is_all_that_the_network_adds(text, settings):
    inside = replace(settings, subnets=("subnet-1", "subnet-2"), security_groups=("sg-1",))
    document = json.loads(definition(inside, CODE, CHAMPION))
    requests = [step["Arguments"] for step in all_steps(document["Steps"]) if step["Name"] in INSIDE]
    networks = [(request.pop("NetworkConfig", None) or request).pop("VpcConfig") for request in requests]
    assert networks == [{"Subnets": ["subnet-1", "subnet-2"], "SecurityGroupIds": ["sg-1"]}] * len(requests)
    assert json.dumps(document) == json.dumps(json.loads(text))
