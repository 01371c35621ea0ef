"""Which launch path a launch or an update goes through."""


def test_product_behind_two_portfolios_needs_a_path(cloud, launchable_product, scientist, make_launchable_product):
    hub, other = cloud.client("servicecatalog"), make_launchable_product()
    hub.associate_product_with_portfolio(PortfolioId=other.portfolio, ProductId=launchable_product.product)
    wanted = {
        **launchable_product.version,
        "ProvisionedProductName": cloud.unique("path"),
    }
    assert cloud.code_of(scientist.catalog.provision_product, **wanted) == "InvalidParametersException"
    paths = scientist.catalog.list_launch_paths(ProductId=launchable_product.product)["LaunchPathSummaries"]
    assert len({path["Id"] for path in paths}) == 2
    hub.disassociate_product_from_portfolio(PortfolioId=other.portfolio, ProductId=launchable_product.product)


def test_an_update_needs_a_path_when_there_are_two_now(cloud, launchable_product, scientist, make_launchable_product):
    hub, other = cloud.client("servicecatalog"), make_launchable_product()
    record = scientist.launch(launchable_product)
    scientist.ended(record)
    hub.associate_product_with_portfolio(PortfolioId=other.portfolio, ProductId=launchable_product.product)
    wanted = {"ProvisionedProductId": record["ProvisionedProductId"]}
    assert cloud.code_of(scientist.catalog.update_provisioned_product, **wanted) == "InvalidParametersException"
    updated = scientist.catalog.update_provisioned_product(**wanted, PathId=record["PathId"])["RecordDetail"]
    assert scientist.ended(updated)["RecordDetail"]["Status"] == "SUCCEEDED"
    hub.disassociate_product_from_portfolio(PortfolioId=other.portfolio, ProductId=launchable_product.product)
