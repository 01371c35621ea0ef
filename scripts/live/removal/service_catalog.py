"""Service Catalog: what has ids that AWS gives is found by its name."""

from scripts.live.removal.remover import Remover


def remove_provisioned(remove: Remover, name: str) -> None:
    def ended() -> bool:
        answer = remove("servicecatalog:DescribeProvisionedProduct", Name=name)
        status = answer["ProvisionedProductDetail"]["Status"] if answer else ""
        return status not in ("UNDER_CHANGE", "PLAN_IN_PROGRESS")

    remove.until(ended, name)
    if remove("servicecatalog:DescribeProvisionedProduct", Name=name):
        token = {"TerminateToken": f"{name}-terminate"}
        remove("servicecatalog:TerminateProvisionedProduct", ProvisionedProductName=name, **token)
        remove.gone("servicecatalog:DescribeProvisionedProduct", Name=name)


def remove_product(remove: Remover, name: str) -> None:
    """Products have ids that AWS gives, so one whose id was never seen is found by its name."""
    named = {"Filters": {"FullTextSearch": [name]}}
    for view in remove.all("servicecatalog:SearchProductsAsAdmin", "ProductViewDetails", **named):
        if view["ProductViewSummary"]["Name"] == name:
            _remove_product(remove, view["ProductViewSummary"]["ProductId"])


def _remove_product(remove: Remover, product: str) -> None:
    of_product = {"ProductId": product}
    for portfolio in remove.all("servicecatalog:ListPortfoliosForProduct", "PortfolioDetails", **of_product):
        pair = {"PortfolioId": portfolio["Id"], **of_product}
        for constraint in remove.all("servicecatalog:ListConstraintsForPortfolio", "ConstraintDetails", **pair):
            remove("servicecatalog:DeleteConstraint", Id=constraint["ConstraintId"])
        remove("servicecatalog:DisassociateProductFromPortfolio", **pair)
    remove("servicecatalog:DeleteProduct", Id=product)


def remove_portfolio(remove: Remover, name: str) -> None:
    for portfolio in _portfolios(remove, name):
        for principal in remove.all("servicecatalog:ListPrincipalsForPortfolio", "Principals", PortfolioId=portfolio):
            remove(
                "servicecatalog:DisassociatePrincipalFromPortfolio",
                PortfolioId=portfolio,
                PrincipalARN=principal["PrincipalARN"],
                PrincipalType=principal["PrincipalType"],
            )
        for kind in ("ORGANIZATIONAL_UNIT", "ACCOUNT"):
            _remove_shares(remove, portfolio, kind)
        remove("servicecatalog:DeletePortfolio", Id=portfolio)


def _portfolios(remove: Remover, name: str) -> list[str]:
    token: dict[str, str] = {}
    found: list[str] = []
    while True:
        page = remove("servicecatalog:ListPortfolios", **token) or {}
        found += [item["Id"] for item in page.get("PortfolioDetails", []) if item["DisplayName"] == name]
        if not page.get("NextPageToken"):
            return found
        token = {"PageToken": page["NextPageToken"]}


def _remove_shares(remove: Remover, portfolio: str, kind: str) -> None:
    described = {"PortfolioId": portfolio, "Type": kind}
    for share in remove.all("servicecatalog:DescribePortfolioShares", "PortfolioShareDetails", **described):
        node = {"Type": kind, "Value": share["PrincipalId"]}
        remove("servicecatalog:DeletePortfolioShare", PortfolioId=portfolio, OrganizationNode=node)

    def none() -> bool:
        return not remove.all("servicecatalog:DescribePortfolioShares", "PortfolioShareDetails", **described)

    remove.until(none, f"the shares of {portfolio}")
