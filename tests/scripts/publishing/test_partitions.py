"""The catalog of another partition: its ARNs, its addresses, its regions."""

import re
from pathlib import Path

import pytest

from scripts.configuration import Workspace
from scripts.errors import ConfigurationError
from scripts.publishing.catalog_template import FoundationTemplates
from scripts.publishing.compose import desired_state
from scripts.publishing.desired import Desired
from scripts.publishing.existing import Existing
from scripts.publishing.plan import plan
from scripts.releases.candidates import with_candidates
from scripts.releases.files import read_releases
from scripts.releases.render import render_products


def environment(workspace: Workspace, partition: str, region: str) -> Path:
    path = workspace.portfolios_folder / "environments" / "sandbox.yaml"
    text = path.read_text(encoding="utf-8").replace("[us-east-1]", f"[{region}]")
    path.write_text(f"partition: {partition}\n{text}", encoding="utf-8")
    return path


def only_train(workspace: Workspace) -> None:
    for path in workspace.portfolios_folder.glob("*.yaml"):
        text = path.read_text(encoding="utf-8")
        path.write_text(re.sub(r"products:\n(  - .*\n)+", "products: [build-train]\n", text), encoding="utf-8")


def desired(workspace: Workspace) -> Desired:
    settings = workspace.environment("sandbox")
    recorded = read_releases(workspace)
    rendered = render_products(workspace)
    portfolios = workspace.portfolios(settings, [item.product.name for item in rendered])
    releases = with_candidates(recorded, rendered, settings, portfolios)
    return desired_state(settings, portfolios, releases, FoundationTemplates())


@pytest.mark.parametrize(
    ("partition", "region", "suffix"),
    [
        ("aws-us-gov", "us-gov-west-1", "s3.us-gov-west-1.amazonaws.com/"),
        ("aws-cn", "cn-north-1", "s3.cn-north-1.amazonaws.com.cn/"),
    ],
)
def test_a_plan_names_what_is_in_the_partition(workspace: Workspace, partition: str, region: str, suffix: str) -> None:
    environment(workspace, partition, region)
    only_train(workspace)
    state = desired(workspace)
    changes = plan(state, Existing(None, {}, {}))
    sentences = " ".join(sentence for change in changes for sentence in change.sentences)
    assert "for role/service-role/AmazonSageMaker-ExecutionRole*" in sentences
    assert all(
        pattern.startswith(f"arn:{partition}:iam:::") for sharing in state.sharing for pattern in sharing.principals
    )
    assert suffix in state.regions[0].catalog.template
    assert "arn:aws:" not in repr(state.sharing) + state.regions[0].catalog.template


def test_a_product_that_deploys_is_refused_where_pipelines_cannot_deploy(workspace: Workspace) -> None:
    environment(workspace, "aws-cn", "cn-north-1")
    with pytest.raises(ConfigurationError, match="deploys with CodePipeline's CloudFormation action") as refused:
        desired(workspace)
    assert refused.value.exit_code == 2


def test_a_region_of_another_partition_is_refused(workspace: Workspace) -> None:
    environment(workspace, "aws", "us-gov-west-1")
    with pytest.raises(ConfigurationError, match="us-gov-west-1 is no region of the partition aws"):
        workspace.environment("sandbox")


NETWORK = "{vpc: vpc-0a1b2c3d, subnets: [subnet-0a1b2c3d], security_groups: [sg-0a1b2c3d]}"


@pytest.mark.parametrize(
    ("regions", "networks", "problem"),
    [
        ("us-east-1, eu-west-1", f"network: {NETWORK}", "one network cannot be for 2 regions"),
        ("us-east-1", f"networks: {{eu-west-1: {NETWORK}}}", "eu-west-1 has a network and is not published in"),
        ("us-east-1", f"network: {NETWORK}\n  networks: {{us-east-1: {NETWORK}}}", "both `network` and `networks`"),
    ],
)
def test_networks_that_cannot_work_are_refused(workspace: Workspace, regions: str, networks: str, problem: str) -> None:
    path = workspace.portfolios_folder / "environments" / "sandbox.yaml"
    text = path.read_text(encoding="utf-8").replace("[us-east-1]", f"[{regions}]")
    path.write_text(f"{text}  {networks}\n", encoding="utf-8")
    with pytest.raises(ConfigurationError, match=problem):
        workspace.environment("sandbox")
