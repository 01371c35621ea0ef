"""Whose models a project deploys is decided by their owner."""

import re

import pytest

from tests.templates.rendered import PRODUCTS, resources_of, template_of

TRAINING = ["build-train", "build-train-deploy"]
ALLOWED = ["none", "p-abc123def456", "p-abc123def4567"]
REFUSED = ["", "p-*", "*", "p-ABC123def456", "p-abc123def45", "p-abc123def45678", "x-p-abc123def456", "p-abc123def456 "]


@pytest.mark.parametrize("name", TRAINING)
def test_nobody_deploys_the_models_of_a_project_unless_its_owner_names_it(name: str) -> None:
    parameter = template_of(name)["Parameters"]["ModelsDeployedBy"]
    assert (parameter["Type"], parameter["Default"]) == ("CommaDelimitedList", "none")
    assert all(re.search(parameter["AllowedPattern"], value) for value in ALLOWED)
    assert not any(re.search(parameter["AllowedPattern"], value) for value in REFUSED)


def test_a_project_that_has_no_models_asks_nobody() -> None:
    assert "ModelsDeployedBy" not in template_of("deploy")["Parameters"]


@pytest.mark.parametrize("name", PRODUCTS)
def test_every_role_of_a_project_has_its_id_as_a_tag(name: str) -> None:
    for role in resources_of(template_of(name), "AWS::IAM::Role").values():
        assert {"Key": "sagemaker:project-id", "Value": {"Ref": "SageMakerProjectId"}} in role["Properties"]["Tags"]


@pytest.mark.parametrize("name", [*TRAINING, "deploy"])
def test_nobody_monitors_a_project_unless_its_owner_names_one_project(name: str) -> None:
    parameter = template_of(name)["Parameters"]["MonitoredBy"]
    assert (parameter["Type"], parameter["Default"]) == ("String", "none")
    assert all(re.search(parameter["AllowedPattern"], value) for value in ALLOWED)
    assert not any(re.search(parameter["AllowedPattern"], value) for value in REFUSED)


def _denied_reads(name: str, prefix: str) -> list[dict]:
    statements = template_of(name)["Resources"]["BucketPolicy"]["Properties"]["PolicyDocument"]["Statement"]
    wanted = {"Fn::Sub": f"${{Bucket.Arn}}/{prefix}*"}
    found = [each for each in statements if each.get("Effect") == "Deny" and wanted in each["Resource"]]
    return [each for each in found if "s3:GetObject" in each["Action"]]


@pytest.mark.parametrize("name", ["deploy", "build-train-deploy"])
def test_what_endpoints_captured_is_read_by_the_project_that_monitors_and_by_no_other_one(name: str) -> None:
    [denial] = _denied_reads(name, "endpoints/")
    assert denial["Condition"]["StringNotLike"] == {"aws:PrincipalTag/sagemaker:project-id": {"Ref": "MonitoredBy"}}
    [own] = denial["Condition"]["ArnNotLike"].values()
    assert own["Fn::Sub"].endswith(":role/mlops-catalog/sagemaker-${SageMakerProjectId}-*")


def test_a_project_without_endpoints_lets_no_other_one_read_where_they_would_be() -> None:
    for name in ("build-train", "model-monitor"):
        [denial] = _denied_reads(name, "endpoints/")
        assert "StringNotLike" not in denial["Condition"]


def test_models_are_read_by_who_deploys_them_and_by_who_monitors_them() -> None:
    [denial] = _denied_reads("build-train", "models/")
    tag = "aws:PrincipalTag/sagemaker:project-id"
    assert denial["Condition"]["StringNotEquals"] == {tag: {"Ref": "ModelsDeployedBy"}}
    assert denial["Condition"]["StringNotLike"] == {tag: {"Ref": "MonitoredBy"}}
