"""The hub's catalog offers what it is given, and names resources so that they never move."""

from dataclasses import replace

from templates.catalog.template import catalog
from tests.templates.rendered import EXAMPLE_PORTFOLIOS, resources_of, template_of


def test_product_in_two_portfolios_is_one_product() -> None:
    template = template_of("catalog")
    assert list(resources_of(template, "AWS::ServiceCatalog::CloudFormationProduct")) == ["ProductBuildTrain"]
    assert len(resources_of(template, "AWS::ServiceCatalog::PortfolioProductAssociation")) == 2


def test_every_version_stays_and_none_is_replaced() -> None:
    product = template_of("catalog")["Resources"]["ProductBuildTrain"]["Properties"]
    assert [version["Name"] for version in product["ProvisioningArtifactParameters"]] == ["1.0.0", "1.1.0"]
    assert "ReplaceProvisioningArtifacts" not in product


def test_studio_shows_every_product() -> None:
    product = template_of("catalog")["Resources"]["ProductBuildTrain"]["Properties"]
    assert product["Tags"] == [{"Key": "sagemaker:studio-visibility", "Value": "true"}]


def test_constraints_wait_for_their_association() -> None:
    template = template_of("catalog")
    kinds = ("AWS::ServiceCatalog::LaunchRoleConstraint", "AWS::ServiceCatalog::ResourceUpdateConstraint")
    for body in resources_of(template, *kinds).values():
        association = template["Resources"][body["DependsOn"]]
        assert association["Type"] == "AWS::ServiceCatalog::PortfolioProductAssociation"
        for end in ("PortfolioId", "ProductId"):
            assert association["Properties"][end] == body["Properties"][end]


def test_launch_role_is_named_not_located() -> None:
    for body in resources_of(template_of("catalog"), "AWS::ServiceCatalog::LaunchRoleConstraint").values():
        assert body["Properties"]["LocalRoleName"] == "mlops-catalog-launch"
        assert "RoleArn" not in body["Properties"]


def test_tag_option_of_two_portfolios_is_one_tag_option() -> None:
    template = template_of("catalog")
    assert len(resources_of(template, "AWS::ServiceCatalog::TagOption")) == 2
    assert len(resources_of(template, "AWS::ServiceCatalog::TagOptionAssociation")) == 4


def test_another_portfolio_or_version_moves_no_logical_id() -> None:
    first, second = EXAMPLE_PORTFOLIOS
    alone = set(catalog([first]).to_dict()["Resources"])
    assert alone < set(catalog([first, second]).to_dict()["Resources"])
    (item,) = first.products
    older = replace(item, product=replace(item.product, versions=item.product.versions[:1]))
    assert alone == set(catalog([replace(first, products=(older,))]).to_dict()["Resources"])


def test_outputs_tell_the_publisher_every_id() -> None:
    assert set(template_of("catalog")["Outputs"]) == {
        "PortfolioMlopsProjects",
        "PortfolioSecond",
        "ProductBuildTrain",
    }
