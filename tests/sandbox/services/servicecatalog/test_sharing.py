"""Shares of portfolios: which accounts receive them, and when."""

import time


def test_account_in_the_unit_imports_the_portfolio_by_itself(cloud, launchable_product):
    spoke = cloud.client("servicecatalog", cloud.development)
    imported = spoke.list_accepted_portfolio_shares(PortfolioShareType="AWS_ORGANIZATIONS", PageSize=100)
    assert launchable_product.portfolio in [portfolio["Id"] for portfolio in imported["PortfolioDetails"]]


def test_account_outside_the_organisation_sees_nothing(cloud, launchable_product):
    outsider = cloud.client("servicecatalog", cloud.outsider)
    assert cloud.code_of(outsider.describe_portfolio, Id=launchable_product.portfolio) == "ResourceNotFoundException"


def test_without_shared_principals_the_import_shows_no_product(cloud, launchable_product):
    hub = cloud.client("servicecatalog")
    node = {"Type": "ORGANIZATIONAL_UNIT", "Value": cloud.unit}
    hub.update_portfolio_share(PortfolioId=launchable_product.portfolio, OrganizationNode=node, SharePrincipals=False)
    time.sleep(0.2)
    summaries = cloud.as_role("servicecatalog").search_products()["ProductViewSummaries"]
    assert launchable_product.product not in [summary["ProductId"] for summary in summaries]


def test_second_share_waits_for_the_first(cloud, launch_role):
    hub = cloud.client("servicecatalog")
    portfolio = hub.create_portfolio(DisplayName="busy", ProviderName="platform")["PortfolioDetail"]["Id"]
    node = {"Type": "ORGANIZATIONAL_UNIT", "Value": cloud.unit}
    token = hub.create_portfolio_share(PortfolioId=portfolio, OrganizationNode=node)["PortfolioShareToken"]
    again = cloud.code_of(hub.create_portfolio_share, PortfolioId=portfolio, OrganizationNode=node)
    assert again == "InvalidStateException"
    read = lambda: hub.describe_portfolio_share_status(PortfolioShareToken=token)["Status"]  # noqa: E731
    assert cloud.settled(read) == "COMPLETED"
    shares = hub.describe_portfolio_shares(PortfolioId=portfolio, Type="ORGANIZATIONAL_UNIT")["PortfolioShareDetails"]
    assert [(share["PrincipalId"], share["Accepted"]) for share in shares] == [(cloud.unit, True)]


def test_only_administrators_share_with_the_organisation(cloud):
    spoke = cloud.client("servicecatalog", cloud.development)
    portfolio = spoke.create_portfolio(DisplayName="local", ProviderName="team")["PortfolioDetail"]["Id"]
    node = {"Type": "ORGANIZATIONAL_UNIT", "Value": cloud.unit}
    refused = cloud.code_of(spoke.create_portfolio_share, PortfolioId=portfolio, OrganizationNode=node)
    assert refused == "AccessDeniedException"


def test_account_share_counts_only_once_accepted(cloud):
    hub, outsider = cloud.client("servicecatalog"), cloud.client("servicecatalog", cloud.outsider)
    portfolio = hub.create_portfolio(DisplayName="direct", ProviderName="platform")["PortfolioDetail"]["Id"]
    hub.create_portfolio_share(PortfolioId=portfolio, AccountId=cloud.outsider)
    assert cloud.code_of(outsider.describe_portfolio, Id=portfolio) == "ResourceNotFoundException"
    outsider.accept_portfolio_share(PortfolioId=portfolio)
    assert outsider.describe_portfolio(Id=portfolio)["PortfolioDetail"]["DisplayName"] == "direct"
