"""What people see before they launch: products, their launch paths and parameters, and imported portfolios."""

from typing import Any

from sandbox.api import loopback
from sandbox.api.types import Answer, Request
from sandbox.services.servicecatalog import constraints, stack, visibility
from sandbox.services.servicecatalog.artifacts import artifact_of, parameters_of
from sandbox.services.servicecatalog.products import matches
from sandbox.services.servicecatalog.records import Portfolio, Product
from sandbox.services.servicecatalog.refusals import invalid, not_found
from sandbox.services.servicecatalog.tables import PRODUCTS
from sandbox.services.servicecatalog.tag_options import options_of

_PATH_CONSTRAINTS = ("LAUNCH", "RESOURCE_UPDATE")


def SearchProducts(request: Request) -> Answer:
    words = " ".join(request.get("Filters", {}).get("FullTextSearch", [])).lower()
    identifiers = {identifier for portfolio in visibility.launchable_portfolios() for identifier in portfolio.products}
    products = sorted(map(PRODUCTS.anywhere, identifiers), key=lambda product: product.detail["CreatedTime"])
    summaries = [product.detail["ProductViewSummary"] for product in products if matches(product, words)]
    return {"ProductViewSummaries": summaries, "ProductViewAggregations": {}}


def DescribeProduct(request: Request) -> Answer:
    product = launchable_product(request.get("Id"), request.get("Name"))
    details = (artifact.detail for artifact in product.artifacts.values())
    shown = ("Id", "Name", "Description", "CreatedTime", "Guidance")
    return {
        "ProductViewSummary": product.detail["ProductViewSummary"],
        "ProvisioningArtifacts": [{name: detail[name] for name in shown} for detail in details if detail["Active"]],
        "LaunchPaths": [visibility.launch_path(portfolio) for portfolio in paths_to(product)],
        "Budgets": [],
    }


def ListLaunchPaths(request: Request) -> Answer:
    product = launchable_product(request["ProductId"], None)
    return {
        "LaunchPathSummaries": [
            {
                **visibility.launch_path(portfolio),
                "Tags": portfolio.tags,
                "ConstraintSummaries": _constraint_summaries(product, portfolio),
            }
            for portfolio in paths_to(product)
        ]
    }


def DescribeProvisioningParameters(request: Request) -> Answer:
    """The template's parameters, read as the launch role: a caller needs a launch role that can be assumed.

    That the form is read so is in docs/assumptions.md.
    """
    product = launchable_product(request.get("ProductId"), request.get("ProductName"))
    portfolio = path_to(product, request)
    with loopback.acting_as(stack.credentials(constraints.launch_role(product.id, portfolio.id))):
        parameters = parameters_of(artifact_of(product, request))
    options: dict[str, list[str]] = {}
    for option in [*options_of(portfolio.id), *options_of(product.id)]:
        options.setdefault(option["Key"], []).append(option["Value"])
    return {
        "ProvisioningArtifactParameters": parameters,
        "ConstraintSummaries": _constraint_summaries(product, portfolio),
        "UsageInstructions": [],
        "TagOptions": [{"Key": key, "Values": values} for key, values in options.items()],
    }


def ListAcceptedPortfolioShares(request: Request) -> Answer:
    organization = request.get("PortfolioShareType") == "AWS_ORGANIZATIONS"
    return {
        "PortfolioDetails": [
            portfolio.detail
            for portfolio, shares in visibility.portfolios()
            if not portfolio.is_own and any((share["Type"] != "ACCOUNT") == organization for share in shares)
        ]
    }


def launchable_product(identifier: str | None, name: str | None) -> Product:
    """A product that the caller may launch from at least one portfolio."""
    launchable = {product for portfolio in visibility.launchable_portfolios() for product in portfolio.products}
    for _, product in PRODUCTS.everywhere():
        product_name = product.detail["ProductViewSummary"]["Name"]
        if product.id in launchable and (product.id == identifier or (not identifier and product_name == name)):
            return product
    return not_found("Product", identifier or str(name))


def paths_to(product: Product) -> list[Portfolio]:
    return [portfolio for portfolio in visibility.launchable_portfolios() if product.id in portfolio.products]


def path_to(product: Product, request: Request) -> Portfolio:
    """The portfolio that a launch goes through; a request must name it when several have the product."""
    paths = [(visibility.launch_path(portfolio), portfolio) for portfolio in paths_to(product)]
    requested = {"Id": request.get("PathId"), "Name": request.get("PathName")}
    named = {key: value for key, value in requested.items() if value}
    chosen = [portfolio for path, portfolio in paths if named.items() <= path.items()]
    if not chosen:
        return not_found("Launch path", "/".join(named.values()))
    if len(chosen) > 1:
        raise invalid(f"Product {product.id} has several launch paths: PathId must be specified.")
    return chosen[0]


def _constraint_summaries(product: Product, portfolio: Portfolio) -> list[dict[str, Any]]:
    return [
        {"Type": constraint_type, "Description": constraint.detail["Description"]}
        for constraint_type in _PATH_CONSTRAINTS
        for constraint in constraints.on_path(product.id, portfolio.id, constraint_type)
    ]
