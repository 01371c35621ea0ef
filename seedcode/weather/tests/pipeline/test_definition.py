"""The definition as SageMaker gets it."""

import json

import pytest

from project.configuration import read_project
from project.definition_check import DefinitionError, all_steps, check, problems
from project.model_parameters import parameter_name

JOBS = ("Preprocess", "Train", "Evaluate")


@pytest.fixture
def steps(text):
    return {step["Name"]: step for step in all_steps(json.loads(text)["Steps"])}


def test_sagemaker_would_accept_it(text):
    assert problems(text) == []


def parameter(name):
    """A parameter as the text that jobs are given."""
    return {"Std:Join": {"On": "", "Values": [{"Get": f"Parameters.{name}"}]}}


def test_the_evaluation_is_given_the_limits_of_the_gate(steps):
    arguments = steps["Evaluate"]["Arguments"]["AppSpecification"]["ContainerArguments"]
    limits = [parameter(name) for name in ("MinimumImprovement", "MaximumRegression")]
    assert arguments == ["--minimum_improvement", limits[0], "--maximum_regression", limits[1]]


def test_defaults_are_those_of_the_configuration(text):
    defaults = {each["Name"]: each.get("DefaultValue") for each in json.loads(text)["Parameters"]}
    configuration = read_project()
    for setting, value in configuration.model.items():
        if setting != "refit":
            assert defaults[parameter_name(setting)] == value
    assert defaults["Refit"] == str(configuration.model.get("refit", True)).lower()
    assert defaults["MinimumImprovement"] == configuration.gate.minimum_improvement


def test_every_job_is_encrypted_tagged_and_runs_as_the_project(steps, settings):
    for name in JOBS:
        arguments = json.dumps(steps[name]["Arguments"])
        assert arguments.count(settings.key_arn) == 2
        assert {"Key": "sagemaker:project-id", "Value": settings.project_id} in steps[name]["Arguments"]["Tags"]
        assert steps[name]["Arguments"]["RoleArn"] == settings.role_arn
        assert "VpcConfig" not in arguments


def test_steps_are_cached_and_parameters_reach_them(steps):
    for name in JOBS:
        assert steps[name]["CacheConfig"] == {"Enabled": True, "ExpireAfter": "P30D"}
    cluster = steps["Preprocess"]["Arguments"]["ProcessingResources"]["ClusterConfig"]
    assert cluster["InstanceCount"] == {"Get": "Parameters.ProcessingInstanceCount"}


def test_parameters_become_hyperparameters(steps):
    chosen = [name for name, value in read_project().model.items() if type(value) in (int, float)]
    given = {name: parameter(parameter_name(name)) for name in chosen} | {"refit": {"Get": "Parameters.Refit"}}
    assert given.items() <= steps["Train"]["Arguments"]["HyperParameters"].items()


def test_code_is_installed_without_a_package_index(steps):
    """A job or endpoint in a network without the internet would fail before any code of this repository ran."""
    container = steps["RegisterModel"]["Arguments"]["InferenceSpecification"]["Containers"][0]
    for environment in (steps["Train"]["Arguments"]["Environment"], container["Environment"]):
        assert environment["PIP_NO_BUILD_ISOLATION"] == "0"
        assert environment["PIP_NO_INDEX"] == "1"


def broken(text, change):
    document = json.loads(text)
    change(document)
    return json.dumps(document)


@pytest.mark.parametrize(
    ("change", "message"),
    [
        (lambda it: it["Steps"].append(it["Steps"][0]), "two steps are called Preprocess"),
        (lambda it: it["Steps"].pop(0), "a reference to step Preprocess, which does not exist"),
        (lambda it: it["Parameters"].pop(0), "a reference to parameter DataUri, which does not exist"),
        (
            lambda it: it["Steps"][1]["Arguments"]["IfSteps"][0]["Arguments"].pop("OutputDataConfig"),
            "Train .*OutputDataConfig",
        ),
        (
            lambda it: it["Steps"][1]["Arguments"]["IfSteps"][0]["Arguments"]["HyperParameters"].update(max_depth=1),
            "Train .*max_depth",
        ),
    ],
)
def test_a_broken_definition_is_refused_with_the_place(text, change, message):
    with pytest.raises(DefinitionError, match=f"(?s){message}"):
        check(broken(text, change))
