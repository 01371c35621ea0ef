"""Service Catalog shares: who sees a portfolio and its products, and who does not."""

import time


def test_account_in_the_unit_imports_the_portfolio_by_itself(cloud, offer):
    spoke = cloud.client("servicecatalog", cloud.development)
    imported = spoke.list_accepted_portfolio_shares(PortfolioShareType="AWS_ORGANIZATIONS", PageSize=100)
    assert offer.portfolio in [each["Id"] for each in imported["PortfolioDetails"]]


def test_account_outside_the_organisation_sees_nothing(cloud, offer):
    outsider = cloud.client("servicecatalog", cloud.outsider)
    assert cloud.code_of(outsider.describe_portfolio, Id=offer.portfolio) == "ResourceNotFoundException"


def test_role_that_matches_the_pattern_sees_the_product(cloud, offer):
    summaries = cloud.as_role("servicecatalog").search_products()["ProductViewSummaries"]
    assert offer.product in [each["ProductId"] for each in summaries]


def test_role_that_no_principal_names_sees_no_product(cloud, offer):
    root = f"arn:aws:iam::{cloud.development}:root"
    role = cloud.role(cloud.development, cloud.unique("analyst"), root, "servicecatalog:*")
    assert cloud.as_role("servicecatalog", role).search_products()["ProductViewSummaries"] == []


def test_scientist_cannot_create_a_portfolio(cloud):
    scientist = cloud.as_role("servicecatalog")
    refused = cloud.code_of(scientist.create_portfolio, DisplayName="mine", ProviderName="me")
    assert refused == "AccessDeniedException"


def test_without_shared_principals_the_import_offers_nothing(cloud, offer):
    hub = cloud.client("servicecatalog")
    node = {"Type": "ORGANIZATIONAL_UNIT", "Value": cloud.unit}
    hub.update_portfolio_share(PortfolioId=offer.portfolio, OrganizationNode=node, SharePrincipals=False)
    time.sleep(0.2)
    summaries = cloud.as_role("servicecatalog").search_products()["ProductViewSummaries"]
    assert offer.product not in [each["ProductId"] for each in summaries]


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
    assert [(each["PrincipalId"], each["Accepted"]) for each in shares] == [(cloud.unit, True)]


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


def test_eleventh_pattern_is_refused(cloud):
    hub = cloud.client("servicecatalog")
    portfolio = hub.create_portfolio(DisplayName="many", ProviderName="platform")["PortfolioDetail"]["Id"]
    named = [f"arn:aws:iam:::role/team-{number}-*" for number in range(11)]
    for pattern in named[:10]:
        hub.associate_principal_with_portfolio(PortfolioId=portfolio, PrincipalARN=pattern, PrincipalType="IAM_PATTERN")
    refused = cloud.code_of(
        hub.associate_principal_with_portfolio,
        PortfolioId=portfolio,
        PrincipalARN=named[10],
        PrincipalType="IAM_PATTERN",
    )
    assert refused == "LimitExceededException"


def test_long_lists_come_in_pages(cloud):
    hub = cloud.client("servicecatalog", "333333333333")
    for number in range(5):
        hub.create_portfolio(DisplayName=f"page {number}", ProviderName="platform")
    first = hub.list_portfolios(PageSize=3)
    second = hub.list_portfolios(PageSize=3, PageToken=first["NextPageToken"])
    assert [len(page["PortfolioDetails"]) for page in (first, second)] == [3, 2]
    assert "NextPageToken" not in second
