"""A network belongs to one region, and perhaps to one account; projects get the one of where they are."""

import shutil
from typing import Any

import boto3
import pytest
from botocore.exceptions import ClientError

from tests.checkouts import track
from tests.end_to_end.command_line import ROOT, CommandLine
from tests.private_networks import PrivateNetwork, make_network

PARTS = ("portfolios", "release", "releases", "scripts", "seedcode", "templates")
DEVELOPMENT, STAGING = "222222222222", "333333333333"
REGIONS = ("us-east-1", "eu-west-1")


def client(place: Any, service: str, account: str, region: str) -> Any:
    """A client in another region than the sandbox's own."""
    keys = place.client(service, account)._request_signer._credentials
    session = boto3.Session(keys.access_key, keys.secret_key, keys.token, region_name=region)
    return session.client(service, endpoint_url=place.endpoint)


def as_yaml(network: PrivateNetwork) -> str:
    return f"{{vpc: {network.vpc}, subnets: [{network.subnet}], security_groups: [{network.group}]}}"


@pytest.fixture(scope="module")
def place(make_idle_sandbox) -> Any:
    return make_idle_sandbox()


@pytest.fixture(scope="module")
def networks(place: Any) -> dict[tuple[str, str], PrivateNetwork]:
    where = [(DEVELOPMENT, REGIONS[0]), (DEVELOPMENT, REGIONS[1]), (STAGING, REGIONS[0])]
    return {(account, region): make_network(client(place, "ec2", account, region)) for account, region in where}


@pytest.fixture(scope="module")
def run(place: Any, networks: Any, tmp_path_factory: pytest.TempPathFactory) -> CommandLine:
    """The command line in a checkout whose environment has two regions, each with its network."""
    checkout = tmp_path_factory.mktemp("checkout")
    for part in PARTS:
        shutil.copytree(ROOT / part, checkout / part, ignore=shutil.ignore_patterns("__pycache__", "*_cache"))
    track(checkout)
    path = checkout / "portfolios" / "environments" / "sandbox.yaml"
    text = path.read_text(encoding="utf-8").replace("[us-east-1]", f"[{', '.join(REGIONS)}]")
    by_region = "".join(f"    {region}: {as_yaml(networks[DEVELOPMENT, region])}\n" for region in REGIONS)
    own = f'    "{STAGING}":\n      {REGIONS[0]}: {as_yaml(networks[STAGING, REGIONS[0]])}\n'
    path.write_text(f"{text}  networks:\n{by_region}  account_networks:\n{own}", encoding="utf-8")
    line = CommandLine(place, checkout)
    line.published()
    return line


def setting(place: Any, account: str, region: str, name: str) -> str:
    return client(place, "ssm", account, region).get_parameter(Name=f"/mlops-catalog/network/{name}")["Parameter"][
        "Value"
    ]


def test_each_region_and_account_gets_its_own_network(run: CommandLine, place: Any, networks: Any) -> None:
    for where, network in networks.items():
        assert setting(place, *where, "vpc") == network.vpc
        assert setting(place, *where, "subnets") == network.subnet
        assert setting(place, *where, "security-groups") == network.group


def test_a_second_publish_to_two_regions_changes_nothing(run: CommandLine) -> None:
    assert "plan      nothing to change" in run("publisher", "plan").stdout


def test_a_project_is_launched_inside_the_network_of_its_region(run: CommandLine, place: Any, networks: Any) -> None:
    done = run("data-scientist", "launch", "build-train", "inside")
    assert done.returncode == 0, done.stderr
    builds = place.client("codebuild", DEVELOPMENT)
    projects = builds.batch_get_projects(names=builds.list_projects()["projects"])["projects"]
    inside = [project["vpcConfig"]["vpcId"] for project in projects if project.get("vpcConfig", {}).get("vpcId")]
    assert set(inside) == {networks[DEVELOPMENT, REGIONS[0]].vpc}


def test_a_network_of_another_region_is_refused_where_a_service_looks_at_it(run: CommandLine, networks: Any) -> None:
    """What one network for all regions led to."""
    elsewhere = networks[DEVELOPMENT, REGIONS[1]]
    builds = run.sandbox.client("codebuild", DEVELOPMENT)
    role = run.sandbox.client("iam", DEVELOPMENT).get_role(RoleName="mlops-catalog-launch")["Role"]["Arn"]
    with pytest.raises(ClientError, match=f"{elsewhere.vpc}' does not exist"):
        builds.create_project(
            name="astray",
            source={"type": "NO_SOURCE", "buildspec": "version: 0.2"},
            artifacts={"type": "NO_ARTIFACTS"},
            environment={
                "type": "LINUX_CONTAINER",
                "image": "aws/codebuild/standard:7.0",
                "computeType": "BUILD_GENERAL1_SMALL",
            },
            serviceRole=role,
            vpcConfig={
                "vpcId": elsewhere.vpc,
                "subnets": [elsewhere.subnet],
                "securityGroupIds": [elsewhere.group],
            },
        )


def test_an_account_that_loses_its_own_network_gets_that_of_the_region(
    run: CommandLine, place: Any, networks: Any
) -> None:
    path = run.root / "portfolios" / "environments" / "sandbox.yaml"
    text = path.read_text(encoding="utf-8")
    path.write_text(text[: text.index("  account_networks:")], encoding="utf-8")
    assert f"~ spoke settings of {STAGING}: no own network ({REGIONS[0]})" in run("publisher", "plan").stdout
    run.published()
    assert setting(place, STAGING, REGIONS[0], "vpc") == networks[DEVELOPMENT, REGIONS[0]].vpc
    assert "plan      nothing to change" in run("publisher", "plan").stdout
