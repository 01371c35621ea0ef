"""Which roles see a product."""


def test_role_that_matches_the_pattern_sees_the_product(cloud, launchable_product):
    summaries = cloud.as_role("servicecatalog").search_products()["ProductViewSummaries"]
    assert launchable_product.product in [summary["ProductId"] for summary in summaries]


def test_role_that_no_principal_names_sees_no_product(cloud, launchable_product):
    root = f"arn:aws:iam::{cloud.development}:root"
    role = cloud.role(cloud.development, cloud.unique("analyst"), root, "servicecatalog:*")
    assert cloud.as_role("servicecatalog", role).search_products()["ProductViewSummaries"] == []


def test_scientist_cannot_create_a_portfolio(cloud):
    scientist = cloud.as_role("servicecatalog")
    refused = cloud.code_of(scientist.create_portfolio, DisplayName="mine", ProviderName="me")
    assert refused == "AccessDeniedException"
