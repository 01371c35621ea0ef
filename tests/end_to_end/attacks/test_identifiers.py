"""Projects whose ids begin alike, launched with an id that the launcher chose (finding 5)."""

from collections.abc import Callable
from typing import Any

import pytest

from scripts.aws.answers import pages
from scripts.launch import LaunchedProject
from scripts.rehearsal.attacks import ATTACKS
from scripts.rehearsal.attacks.attack import attempts
from scripts.rehearsal.attacks.launches import launch
from scripts.rehearsal.attacks.scene import Scene, Session, Target
from tests.end_to_end.attacks.conftest import Become, explain, not_refused, target

DEVELOPMENT = "222222222222"
ROLES = {"build": "build", "job": "execution", "prepare": "prepare", "test": "test"}
BY_CODE = [attack for attack in ATTACKS if attack.attacker in ROLES]


@pytest.fixture(scope="module")
def neighbour(victim: Target, person: Callable[[str], Session], sandbox: Any) -> Target:
    """A project whose id is that of the other one with one character more."""
    identifier = f"{victim.identifier}x"
    chosen = {"SageMakerProjectId": identifier, "SageMakerProjectName": "neighbour"}
    name = str(launch(person("data-scientist"), "build-train-deploy", chosen))
    catalog = sandbox.client("servicecatalog", DEVELOPMENT)
    found = pages(catalog.get_provisioned_product_outputs, ProvisionedProductName=name)
    values = {item["OutputKey"]: item["OutputValue"] for page in found for item in page["Outputs"]}
    return target(LaunchedProject("neighbour", identifier, DEVELOPMENT, values))


@pytest.fixture(params=["the longer id attacks", "the shorter id attacks"])
def sides(request: pytest.FixtureRequest, victim: Target, neighbour: Target) -> tuple[Target, Target]:
    """Attacker and attacked."""
    return (neighbour, victim) if request.param == "the longer id attacks" else (victim, neighbour)


def test_code_of_a_project_whose_id_begins_alike_gets_nothing(
    sides: tuple[Target, Target], become: Become, sandbox: Any
) -> None:
    own, attacked = sides
    assets = sandbox.client("ssm", DEVELOPMENT).get_parameter(Name="/mlops-catalog/asset-bucket")["Parameter"]["Value"]
    sessions = {name: become(own.role(part)) for name, part in ROLES.items()}
    sessions |= {f"{stage}-test": sessions["test"].assume(own.stage_role(stage, "test"), {}) for stage in own.stages}
    scene = Scene(attacked, {"build": own, "deploy": own}, assets, sessions)
    assert not_refused(list(attempts(BY_CODE, scene, explain))) == []
