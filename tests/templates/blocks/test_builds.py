"""What CodeBuild and EC2 see of builds: their cache, their network, the index of their packages."""

import json
from pathlib import Path
from typing import Any

import pytest
import yaml

from tests.templates.rendered import products_with, resources_of, template_of
from tests.templates.statements import identity_of

SEEDS = sorted((Path(__file__).parents[3] / "seedcode").glob("*/buildspec.yml"), key=str)
TRAINING = ["build-train", "build-train-deploy"]
BUILDING = products_with("AWS::CodeBuild::Project")


def projects(template: str) -> dict[str, dict[str, Any]]:
    """The CodeBuild projects of a template by their logical ids."""
    return {
        title: body["Properties"]
        for title, body in resources_of(template_of(template), "AWS::CodeBuild::Project").items()
    }


def variables(project: dict[str, Any]) -> dict[str, Any]:
    return {variable["Name"]: variable["Value"] for variable in project["Environment"]["EnvironmentVariables"]}


@pytest.mark.parametrize("seed", SEEDS, ids=lambda path: path.parent.name)
@pytest.mark.parametrize("template", TRAINING)
def test_what_a_seed_caches_the_project_keeps_in_s3(template: str, seed: Any) -> None:
    """CodeBuild user guide, "Cache builds": a buildspec's cache takes effect only with the project's."""
    paths = (yaml.safe_load(seed.read_text()).get("cache") or {}).get("paths") or []
    assert all(path.startswith("/root/") and path.endswith("/**/*") for path in paths)
    cache = projects(template)["BuildProject"]["Cache"]
    assert not paths or cache == {"Type": "S3", "Location": {"Fn::Sub": "${Bucket}/cache/"}}


@pytest.mark.parametrize("template", TRAINING)
@pytest.mark.parametrize("action", ["s3:GetObject", "s3:PutObject"])
def test_the_build_that_keeps_a_cache_may_read_and_write_it(template: str, action: str) -> None:
    granted = [found for found in identity_of(template) if found.place == "BuildRole" and found.allows]
    places = [place for found in granted if action in found.actions for place in found.resources]
    assert any("cache/*" in json.dumps(place) for place in places)


@pytest.mark.parametrize("template", BUILDING)
def test_a_shared_subnet_or_group_may_belong_to_any_account_an_interface_only_to_its_own(template: str) -> None:
    """Service Authorization Reference, Amazon EC2: CreateNetworkInterface is judged on each of the three."""
    joining = [found for found in identity_of(template) if "ec2:CreateNetworkInterface" in found.actions]
    assert joining
    for found in joining:
        places = {str(place).rpartition(":")[2].split("/")[0]: str(place).split(":")[4] for place in found.resources}
        assert (places["subnet"], places["security-group"]) == ("*", "*")
        assert places["network-interface"].strip("*")


@pytest.mark.parametrize("template", BUILDING)
def test_every_build_of_a_product_installs_from_the_accounts_index(template: str) -> None:
    expected = {"Fn::If": ["HasPackageIndex", {"Ref": "PackageIndex"}, "https://pypi.org/simple"]}
    found = projects(template)
    assert [variables(project)["PIP_INDEX_URL"] for project in found.values()] == [expected] * len(found)
    assert template_of(template)["Parameters"]["PackageIndex"]["Default"] == "/mlops-catalog/package-index"
