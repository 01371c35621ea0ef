"""Portfolios, and the products and principals associated with them."""

import re

from ministack.core.responses import get_account_id

from sandbox.api.errors import ServiceError
from sandbox.api.identifiers import arn, new_id, now
from sandbox.api.types import Answer, Request
from sandbox.services.servicecatalog import visibility
from sandbox.services.servicecatalog.details import PortfolioDetail, Principal, changed_tags, with_members
from sandbox.services.servicecatalog.records import Portfolio, PortfolioPrincipals
from sandbox.services.servicecatalog.refusals import in_use, invalid
from sandbox.services.servicecatalog.shares import shares_of
from sandbox.services.servicecatalog.tables import CONSTRAINTS, PORTFOLIOS, PRINCIPALS
from sandbox.services.servicecatalog.tag_options import options_of

_MAX_PATTERNS = 10  # Service Catalog API reference, AssociatePrincipalWithPortfolio
_FULL_ARN = re.compile(r"arn:(aws|aws-cn|aws-us-gov):iam::\d{12}:(role|user|group)/.+")
_PATTERN_ARN = re.compile(r"arn:(aws|aws-cn|aws-us-gov):iam:::(role|user|group)/[\w+=,.@/?*-]+")


def CreatePortfolio(request: Request) -> Answer:
    identifier = new_id("port")
    detail: PortfolioDetail = {
        "Id": identifier,
        "ARN": arn("catalog", f"portfolio/{identifier}"),
        "CreatedTime": now(),
        "DisplayName": request["DisplayName"],
        "Description": request.get("Description"),
        "ProviderName": request["ProviderName"],
    }
    portfolio = Portfolio(identifier, get_account_id(), detail, request.get("Tags", []))
    PORTFOLIOS.here()[identifier] = portfolio
    return {"PortfolioDetail": detail, "Tags": portfolio.tags}


def DescribePortfolio(request: Request) -> Answer:
    portfolio = visibility.portfolio(request["Id"])
    options = options_of(portfolio.id)
    return {"PortfolioDetail": portfolio.detail, "Tags": portfolio.tags, "TagOptions": options, "Budgets": []}


def ListPortfolios(_request: Request) -> Answer:
    return {"PortfolioDetails": [portfolio.detail for portfolio in PORTFOLIOS.here().values()]}


def UpdatePortfolio(request: Request) -> Answer:
    portfolio = PORTFOLIOS.own(request["Id"])
    portfolio.detail = with_members(portfolio.detail, request, ("DisplayName", "Description", "ProviderName"))
    portfolio.tags = changed_tags(portfolio.tags, request)
    return {"PortfolioDetail": portfolio.detail, "Tags": portfolio.tags}


def DeletePortfolio(request: Request) -> None:
    portfolio = PORTFOLIOS.own(request["Id"])
    if portfolio.products or shares_of(portfolio) or visibility.own_principals(portfolio):
        raise in_use(f"Portfolio {portfolio.id} has associated products, principals or shares.")
    del PORTFOLIOS.here()[portfolio.id]


def AssociateProductWithPortfolio(request: Request) -> None:
    product, portfolio = visibility.product(request["ProductId"]), PORTFOLIOS.own(request["PortfolioId"])
    if product.id not in portfolio.products:
        portfolio.products.append(product.id)


def DisassociateProductFromPortfolio(request: Request) -> None:
    product, portfolio = request["ProductId"], PORTFOLIOS.own(request["PortfolioId"])
    if product not in portfolio.products:
        raise ServiceError("ResourceNotFoundException", f"Product {product} is not associated with {portfolio.id}.")
    details = [constraint.detail for constraint in CONSTRAINTS.here().values()]
    if any((detail["ProductId"], detail["PortfolioId"]) == (product, portfolio.id) for detail in details):
        raise in_use(f"Product {product} has constraints in portfolio {portfolio.id}.")
    portfolio.products.remove(product)


def ListPortfoliosForProduct(request: Request) -> Answer:
    product = visibility.product(request["ProductId"])
    associated = [portfolio for portfolio, _ in visibility.portfolios() if product.id in portfolio.products]
    return {"PortfolioDetails": [portfolio.detail for portfolio in associated]}


def AssociatePrincipalWithPortfolio(request: Request) -> None:
    portfolio, principal_type = visibility.portfolio(request["PortfolioId"]), request["PrincipalType"]
    record = PRINCIPALS.here().setdefault(portfolio.id, PortfolioPrincipals(portfolio.id))
    principal: Principal = {"PrincipalARN": request["PrincipalARN"], "PrincipalType": principal_type}
    if not (_PATTERN_ARN if principal_type == "IAM_PATTERN" else _FULL_ARN).fullmatch(principal["PrincipalARN"]):
        raise invalid(f"Invalid principal ARN {principal['PrincipalARN']} for principal type {principal_type}.")
    if principal in record.principals:
        return
    patterns = [present for present in record.principals if present["PrincipalType"] == "IAM_PATTERN"]
    if principal_type == "IAM_PATTERN" and len(patterns) >= _MAX_PATTERNS:
        problem = f"Portfolio {portfolio.id} already has {_MAX_PATTERNS} principals of type IAM_PATTERN."
        raise ServiceError("LimitExceededException", problem)
    record.principals.append(principal)


def DisassociatePrincipalFromPortfolio(request: Request) -> None:
    portfolio = visibility.portfolio(request["PortfolioId"])
    principal: Principal = {
        "PrincipalARN": request["PrincipalARN"],
        "PrincipalType": request.get("PrincipalType", "IAM"),
    }
    if principal not in visibility.own_principals(portfolio):
        problem = f"Principal {request['PrincipalARN']} is not associated with portfolio {portfolio.id}."
        raise ServiceError("ResourceNotFoundException", problem)
    PRINCIPALS.here()[portfolio.id].principals.remove(principal)


def ListPrincipalsForPortfolio(request: Request) -> Answer:
    return {"Principals": visibility.principals(visibility.portfolio(request["PortfolioId"]))}
