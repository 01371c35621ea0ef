"""The state machines of a seed, by AWS's own rules: the language, and the parameters of every call."""

import json
from typing import Any

import botocore.session
import pytest
from statelint.linter import Linter

from tests.seedcode.conftest import FOLDER
from tests.seedcode.drawers import seeds

# Runs in the seed: its definitions, filled in for a project with a network.
FILL = """
import json, os
from project.definitions import PARTS, definition
from project.settings import VARIABLES, read_settings

arn = "arn:aws:states:us-east-1:123456789012:stateMachine:sagemaker-p-abcdefghijkl-workflow"
given = {name: "x" for name in VARIABLES.values()} | {"AWS_REGION": "us-east-1", "WORKFLOW_ARN": arn}
print(json.dumps({part: definition(part, read_settings(given)) for part in PARTS}))
"""
SERVICES = {"states": "stepfunctions", "aws-sdk:sagemakerruntime": "sagemaker-runtime"}


@pytest.fixture(scope="module", params=seeds("workflow"), ids=lambda folder: folder.name)
def definitions(request, run_seed) -> dict[str, str]:
    ended = run_seed("-c", FILL, folder=FOLDER / request.param.name)
    assert ended.returncode == 0, ended.stderr
    return json.loads(ended.stdout)


def tasks(definitions: dict[str, str]) -> list[tuple[str, dict[str, Any]]]:
    return [
        (f"{part}: {name}", state)
        for part, text in definitions.items()
        for name, state in json.loads(text)["States"].items()
        if state["Type"] == "Task"
    ]


def shape_of(resource: str) -> Any:
    """The request of the API that a resource calls."""
    service, action = resource.split(":::")[1].partition(".sync")[0].rsplit(":", 1)
    model = botocore.session.get_session().get_service_model(SERVICES.get(service, service.removeprefix("aws-sdk:")))
    return model.operation_model(action[0].upper() + action[1:]).input_shape


def strange(shape: Any, given: Any, place: str) -> list[str]:
    """Members that the API does not have, and those that it requires and does not get."""
    if shape.type_name == "list" and isinstance(given, list):
        return [found for item in given for found in strange(shape.member, item, place)]
    if shape.type_name != "structure" or not isinstance(given, dict):
        return []
    known = {member[0].upper() + member[1:]: member for member in shape.members}
    names = {key.removesuffix(".$"): value for key, value in given.items()}
    required = {member[0].upper() + member[1:] for member in shape.required_members}
    inside = [
        found
        for name, value in names.items()
        if name in known
        for found in strange(shape.members[known[name]], value, f"{place}.{name}")
    ]
    return [*(f"{place}.{name}" for name in sorted((names.keys() - known) | (required - names.keys()))), *inside]


def test_the_language_has_nothing_against_them(definitions):
    for part, text in definitions.items():
        assert Linter.validate(json.loads(text)) == [], part


def test_every_service_knows_the_parameters_that_it_is_given_and_gets_those_that_it_requires(definitions):
    found = [strange(shape_of(state["Resource"]), state["Parameters"], name) for name, state in tasks(definitions)]
    assert len(found) > 20
    assert [sentence for sentences in found for sentence in sentences] == []


def test_a_parameter_that_a_service_lacks_is_found(definitions):
    (train,) = [state for name, state in tasks(definitions) if name == "train: Train"]
    broken = train["Parameters"] | {"Epochs": 3, "ResourceConfig": {"InstanceSort": "ml.m5.large"}}
    found = strange(shape_of(train["Resource"]), broken, "Train")
    assert "Train.Epochs" in found
    assert "Train.ResourceConfig.InstanceSort" in found


def test_each_state_that_waits_for_a_job_waits_for_one_whose_rule_the_template_allows(definitions):
    waited = {state["Resource"].split(":::")[1] for _, state in tasks(definitions) if ".sync" in state["Resource"]}
    assert waited == {
        "sagemaker:createProcessingJob.sync",
        "sagemaker:createTrainingJob.sync",
        "states:startExecution.sync:2",
    }
