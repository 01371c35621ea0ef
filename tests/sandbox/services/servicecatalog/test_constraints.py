"""Launch constraints: on an association, and with a role that exists."""

import json


def test_constraint_needs_the_association_and_an_existing_role(cloud, launchable_product):
    hub = cloud.client("servicecatalog")
    pair = {"PortfolioId": launchable_product.portfolio, "ProductId": launchable_product.product}
    launch = {**pair, "Type": "LAUNCH"}
    second = cloud.code_of(hub.create_constraint, **launch, Parameters=json.dumps({"LocalRoleName": "launch"}))
    assert second == "DuplicateResourceException"
    missing = cloud.code_of(hub.create_constraint, **launch, Parameters=json.dumps({"LocalRoleName": "missing"}))
    assert missing == "InvalidParametersException"
    used = cloud.code_of(hub.disassociate_product_from_portfolio, **pair)
    assert used == "ResourceInUseException"
