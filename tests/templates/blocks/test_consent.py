"""Whose models a project deploys is decided by their owner."""

import re

import pytest

from tests.templates.rendered import PROJECT_PRODUCTS, resources_of, template_of

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


@pytest.mark.parametrize("name", PROJECT_PRODUCTS)
def test_every_role_of_a_project_has_its_id_as_a_tag(name: str) -> None:
    for role in resources_of(template_of(name), "AWS::IAM::Role").values():
        assert {"Key": "sagemaker:project-id", "Value": {"Ref": "SageMakerProjectId"}} in role["Properties"]["Tags"]
