"""Products read what the platform team has set for the account, and no setting is there for nothing."""

import pytest

from tests.templates.rendered import PRODUCTS, products_with, resources_of, template_of

NETWORK = {"VpcId", "Subnets", "SecurityGroups", "PackageIndex"}


def _read(name: str) -> set[str]:
    """The SSM parameters that a launch of the product reads by default."""
    parameters = template_of(name)["Parameters"].values()
    return {body["Default"] for body in parameters if body["Type"].startswith("AWS::SSM")}


def _written() -> set[str]:
    settings = resources_of(template_of("spoke-settings"), "AWS::SSM::Parameter").values()
    return {body["Properties"]["Name"] for body in settings}


@pytest.mark.parametrize("name", PRODUCTS)
def test_every_setting_that_a_product_reads_is_written(name: str) -> None:
    assert _read(name) <= _written()


def test_every_setting_that_is_written_is_read_by_some_product() -> None:
    assert set().union(*map(_read, PRODUCTS)) == _written()


@pytest.mark.parametrize("name", products_with("AWS::CodeBuild::Project"))
def test_a_product_with_builds_runs_them_in_the_accounts_network(name: str) -> None:
    assert set(template_of(name)["Parameters"]) >= NETWORK
    for title, body in resources_of(template_of(name), "AWS::CodeBuild::Project").items():
        assert body["Properties"]["VpcConfig"]["Fn::If"][1]["VpcId"] == {"Ref": "VpcId"}, title
