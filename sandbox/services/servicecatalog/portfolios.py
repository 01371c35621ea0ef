"""Portfolios, and the products and principals associated with them."""

import re
from typing import Any

from ministack.core.responses import get_account_id

from sandbox.api.errors import ServiceError
from sandbox.api.identifiers import arn, new_id, now
from sandbox.services.servicecatalog import visibility
from sandbox.services.servicecatalog.records import STORE, changed_tags, in_use, invalid, own
from sandbox.services.servicecatalog.shares import shares_of
from sandbox.services.servicecatalog.tag_options import options_of

Request = dict[str, Any]

_MOST_PATTERNS = 10  # Service Catalog API reference, AssociatePrincipalWithPortfolio
_FULL_ARN = re.compile(r"arn:(aws|aws-cn|aws-us-gov):iam::\d{12}:(role|user|group)/.+")
_PATTERN_ARN = re.compile(r"arn:(aws|aws-cn|aws-us-gov):iam:::(role|user|group)/[\w+=,.@/?*-]+")


def CreatePortfolio(request: Request) -> Request:
    identifier = new_id("port")
    detail = {
        "Id": identifier,
        "ARN": arn("catalog", f"portfolio/{identifier}"),
        "CreatedTime": now(),
        **{name: request.get(name) for name in ("DisplayName", "Description", "ProviderName")},
    }
    record = {"id": identifier, "owner": get_account_id(), "detail": detail, "tags": request.get("Tags", [])}
    STORE.here("portfolios")[identifier] = {**record, "products": [], "shares": {}}
    return {"PortfolioDetail": detail, "Tags": record["tags"]}


def DescribePortfolio(request: Request) -> Request:
    portfolio = visibility.portfolio(request["Id"])
    options = options_of(portfolio["id"])
    return {"PortfolioDetail": portfolio["detail"], "Tags": portfolio["tags"], "TagOptions": options, "Budgets": []}


def ListPortfolios(_request: Request) -> Request:
    return {"PortfolioDetails": [portfolio["detail"] for portfolio in STORE.here("portfolios").values()]}


def UpdatePortfolio(request: Request) -> Request:
    portfolio = own("portfolios", request["Id"])
    changed = ("DisplayName", "Description", "ProviderName")
    portfolio["detail"] |= {name: request[name] for name in changed if name in request}
    portfolio["tags"] = changed_tags(portfolio["tags"], request)
    return {"PortfolioDetail": portfolio["detail"], "Tags": portfolio["tags"]}


def DeletePortfolio(request: Request) -> None:
    portfolio = own("portfolios", request["Id"])
    principals = STORE.here("principals").get(portfolio["id"], {}).get("rows")
    if portfolio["products"] or shares_of(portfolio) or principals:
        raise in_use(f"Portfolio {portfolio['id']} has associated products, principals or shares.")
    del STORE.here("portfolios")[portfolio["id"]]


def AssociateProductWithPortfolio(request: Request) -> None:
    product, portfolio = visibility.product(request["ProductId"]), own("portfolios", request["PortfolioId"])
    if product["id"] not in portfolio["products"]:
        portfolio["products"].append(product["id"])


def DisassociateProductFromPortfolio(request: Request) -> None:
    product, portfolio = request["ProductId"], own("portfolios", request["PortfolioId"])
    if product not in portfolio["products"]:
        raise ServiceError("ResourceNotFoundException", f"Product {product} is not associated with {portfolio['id']}.")
    details = (constraint["detail"] for constraint in STORE.here("constraints").values())
    if any((each["ProductId"], each["PortfolioId"]) == (product, portfolio["id"]) for each in details):
        raise in_use(f"Product {product} has constraints in portfolio {portfolio['id']}.")
    portfolio["products"].remove(product)


def ListPortfoliosForProduct(request: Request) -> Request:
    product = visibility.product(request["ProductId"])
    holding = [each for each, _ in visibility.portfolios() if product["id"] in each["products"]]
    return {"PortfolioDetails": [portfolio["detail"] for portfolio in holding]}


def AssociatePrincipalWithPortfolio(request: Request) -> None:
    portfolio, kind = visibility.portfolio(request["PortfolioId"]), request["PrincipalType"]
    rows = STORE.here("principals").setdefault(portfolio["id"], {"rows": []})["rows"]
    principal = {"PrincipalARN": request["PrincipalARN"], "PrincipalType": kind}
    if not (_PATTERN_ARN if kind == "IAM_PATTERN" else _FULL_ARN).fullmatch(principal["PrincipalARN"]):
        raise invalid(f"Invalid principal ARN {principal['PrincipalARN']} for principal type {kind}.")
    if principal in rows:
        return
    if kind == "IAM_PATTERN" and sum(row["PrincipalType"] == kind for row in rows) >= _MOST_PATTERNS:
        problem = f"Portfolio {portfolio['id']} already has {_MOST_PATTERNS} principals of type IAM_PATTERN."
        raise ServiceError("LimitExceededException", problem)
    rows.append(principal)


def DisassociatePrincipalFromPortfolio(request: Request) -> None:
    portfolio = visibility.portfolio(request["PortfolioId"])
    principal = {"PrincipalARN": request["PrincipalARN"], "PrincipalType": request.get("PrincipalType", "IAM")}
    rows = STORE.here("principals").get(portfolio["id"], {"rows": []})["rows"]
    if principal not in rows:
        problem = f"Principal {request['PrincipalARN']} is not associated with portfolio {portfolio['id']}."
        raise ServiceError("ResourceNotFoundException", problem)
    rows.remove(principal)


def ListPrincipalsForPortfolio(request: Request) -> Request:
    return {"Principals": visibility.principals(visibility.portfolio(request["PortfolioId"]))}
