"""The definition as SageMaker gets it."""

import json

import pytest

from project.configuration import read_project
from project.definition_check import DefinitionError, all_steps, check, problems

JOBS = ("Preprocess", "Train", "Evaluate")


@pytest.fixture
def steps(text):
    return {step["Name"]: step for step in all_steps(json.loads(text)["Steps"])}


def test_sagemaker_would_accept_it(text):
    assert problems(text) == []


def as_text(parameter):
    return {"Std:Join": {"On": "", "Values": [{"Get": f"Parameters.{parameter}"}]}}


def test_the_evaluation_is_given_the_limits_of_the_gate(steps):
    assert steps["Evaluate"]["Arguments"]["AppSpecification"]["ContainerArguments"] == [
        *("--minimum_improvement", as_text("MinimumImprovement")),
        *("--minimum", {"Get": "Parameters.MinimumMetric"}),
        *("--maximum_regression", as_text("MaximumRegression")),
    ]


def test_the_limits_of_the_gate_are_those_of_the_project(text):
    gate = read_project().gate
    values = {item["Name"]: item.get("DefaultValue") for item in json.loads(text)["Parameters"]}
    assert values["MinimumImprovement"] == gate.minimum_improvement
    assert values["MaximumRegression"] == gate.maximum_regression
    assert values["MinimumMetric"] == ("none" if gate.minimum is None else str(gate.minimum))


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
    assert cluster["InstanceType"] == {"Get": "Parameters.ProcessingInstanceType"}


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
            lambda it: it["Steps"][1]["Arguments"]["IfSteps"][0]["Arguments"]["HyperParameters"].update(max_depth=4),
            "Train .*max_depth",
        ),
    ],
)
def test_a_broken_definition_is_refused_with_the_place(text, change, message):
    with pytest.raises(DefinitionError, match=f"(?s){message}"):
        check(broken(text, change))


def test_a_version_names_the_baseline_that_a_monitor_compares_with(steps):
    request = steps["RegisterModel"]["Arguments"]
    baseline = request["DriftCheckBaselines"]["ModelDataQuality"]["Statistics"]
    report = request["ModelMetrics"]["Explainability"]["Report"]["S3Uri"]
    assert baseline["ContentType"] == "application/json"
    assert baseline["S3Uri"]["Std:Join"]["Values"] == [report["Std:Join"]["Values"][0], "baseline/baseline.json"]
