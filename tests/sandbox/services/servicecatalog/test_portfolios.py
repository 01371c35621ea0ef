"""Portfolios: how many principals they may have, and how they are listed."""


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
