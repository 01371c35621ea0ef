"""The network of a stage's account, from the environment's file to the settings of every spoke."""

import json
from typing import Any

import pytest

from scripts.configuration import Workspace
from scripts.errors import ConfigurationError
from scripts.publishing.catalog_template import FoundationTemplates
from scripts.publishing.stack_set_composition import compose_stack_sets
from templates import names

NETWORKS = """
  stage_networks:
    us-east-1:
      production:
        subnets: [subnet-0a1b2c3d, subnet-1a1b2c3d]
        security_groups: [sg-0a1b2c3d]
"""


def settings_of(workspace: Workspace, more: str = "") -> dict[str, Any]:
    """The template of the spoke settings, for the sandbox's environment with something added to its settings."""
    path = workspace.portfolios_folder / "environments" / "sandbox.yaml"
    path.write_text(path.read_text(encoding="utf-8").rstrip("\n") + more, encoding="utf-8")
    stack_sets = compose_stack_sets(workspace.environment("sandbox"), FoundationTemplates())
    text = next(one.template for one in stack_sets if one.name == names.SPOKE_SETTINGS_STACK_SET)
    return json.loads(text)


def value(template: dict[str, Any], name: str) -> Any:
    """What the SSM parameter gets in us-east-1."""
    found = template["Resources"][f"{name}Setting"]["Properties"]["Value"]
    if isinstance(found, str):
        return found
    mapping, _, key = found["Fn::FindInMap"]
    return template["Mappings"][mapping]["us-east-1"][key]


def test_without_a_network_models_run_in_that_of_aws(workspace: Workspace) -> None:
    template = settings_of(workspace)
    assert [value(template, f"{stage}Subnets") for stage in ("Staging", "Production")] == ["none", "none"]


def test_the_network_of_a_stage_is_a_setting_of_every_spoke(workspace: Workspace) -> None:
    template = settings_of(workspace, NETWORKS)
    assert value(template, "ProductionSubnets") == "subnet-0a1b2c3d,subnet-1a1b2c3d"
    assert value(template, "ProductionSecurityGroups") == "sg-0a1b2c3d"
    assert value(template, "StagingSubnets") == "none"
    # Builds and jobs go on without one.
    assert template["Mappings"]["Networks"]["us-east-1"]["VpcId"] == "none"


def test_a_network_in_a_region_that_is_not_published_in_is_refused(workspace: Workspace) -> None:
    with pytest.raises(ConfigurationError, match="eu-west-1 has a network and is not published in"):
        settings_of(workspace, NETWORKS.replace("us-east-1", "eu-west-1"))
