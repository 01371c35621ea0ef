"""What people see before they launch: products, their launch paths and parameters, and imported portfolios."""

from typing import Any

from sandbox.api import loopback
from sandbox.api.store import Record
from sandbox.services.servicecatalog import constraints, stack, visibility
from sandbox.services.servicecatalog.artifacts import artifact_of, parameters_of
from sandbox.services.servicecatalog.products import matches
from sandbox.services.servicecatalog.records import STORE, anywhere, invalid, is_own, not_found
from sandbox.services.servicecatalog.tag_options import options_of

Request = dict[str, Any]

_PATH_CONSTRAINTS = ("LAUNCH", "RESOURCE_UPDATE")


def SearchProducts(request: Request) -> Request:
    words = " ".join(request.get("Filters", {}).get("FullTextSearch", [])).lower()
    held = {identifier for portfolio in visibility.offered() for identifier in portfolio["products"]}
    found = sorted((anywhere("products", each) for each in held), key=lambda each: each["detail"]["CreatedTime"])
    summaries = [each["detail"]["ProductViewSummary"] for each in found if matches(each, words)]
    return {"ProductViewSummaries": summaries, "ProductViewAggregations": {}}


def DescribeProduct(request: Request) -> Request:
    product = offered_product(request.get("Id"), request.get("Name"))
    details = (artifact["detail"] for artifact in product["artifacts"].values())
    shown = ("Id", "Name", "Description", "CreatedTime", "Guidance")
    return {
        "ProductViewSummary": product["detail"]["ProductViewSummary"],
        "ProvisioningArtifacts": [{name: each[name] for name in shown} for each in details if each["Active"]],
        "LaunchPaths": [visibility.launch_path(portfolio) for portfolio in paths_to(product)],
        "Budgets": [],
    }


def ListLaunchPaths(request: Request) -> Request:
    product = offered_product(request["ProductId"], None)
    return {
        "LaunchPathSummaries": [
            {
                **visibility.launch_path(portfolio),
                "Tags": portfolio["tags"],
                "ConstraintSummaries": _constraint_summaries(product, portfolio),
            }
            for portfolio in paths_to(product)
        ]
    }


def DescribeProvisioningParameters(request: Request) -> Request:
    """What the template asks for, read as the launch role: somebody who may not become it sees no form at all."""
    product = offered_product(request.get("ProductId"), request.get("ProductName"))
    portfolio = path_to(product, request)
    with loopback.acting_as(stack.credentials(constraints.launch_role(product["id"], portfolio["id"]))):
        parameters = parameters_of(artifact_of(product, request))
    options: dict[str, list[str]] = {}
    for option in [*options_of(portfolio["id"]), *options_of(product["id"])]:
        options.setdefault(option["Key"], []).append(option["Value"])
    return {
        "ProvisioningArtifactParameters": parameters,
        "ConstraintSummaries": _constraint_summaries(product, portfolio),
        "UsageInstructions": [],
        "TagOptions": [{"Key": key, "Values": values} for key, values in options.items()],
    }


def ListAcceptedPortfolioShares(request: Request) -> Request:
    organization = request.get("PortfolioShareType") == "AWS_ORGANIZATIONS"
    imported = [(each, shares) for each, shares in visibility.portfolios() if not is_own(each)]
    found = (each for each, shares in imported if any((share["Type"] != "ACCOUNT") == organization for share in shares))
    return {"PortfolioDetails": [portfolio["detail"] for portfolio in found]}


def offered_product(identifier: str | None, name: str | None) -> Record:
    """A product that some portfolio offers to the caller."""
    held = {each for portfolio in visibility.offered() for each in portfolio["products"]}
    for _, product in STORE.everywhere("products"):
        summary = product["detail"]["ProductViewSummary"]
        if product["id"] in held and (product["id"] == identifier or (not identifier and summary["Name"] == name)):
            return product
    return not_found("products", identifier or str(name))


def paths_to(product: Record) -> list[Record]:
    return [portfolio for portfolio in visibility.offered() if product["id"] in portfolio["products"]]


def path_to(product: Record, request: Request) -> Record:
    """The portfolio that a launch goes through; which one must be said when several offer the product."""
    paths = [(visibility.launch_path(portfolio), portfolio) for portfolio in paths_to(product)]
    wanted = {"Id": request.get("PathId"), "Name": request.get("PathName")}
    given = {key: value for key, value in wanted.items() if value}
    chosen = [portfolio for path, portfolio in paths if given.items() <= path.items()]
    if not chosen:
        return not_found("launch_paths", "/".join(given.values()))
    if len(chosen) > 1:
        raise invalid(f"Product {product['id']} has several launch paths: PathId must be specified.")
    return chosen[0]


def _constraint_summaries(product: Record, portfolio: Record) -> list[Request]:
    return [
        {"Type": kind, "Description": constraint["detail"]["Description"]}
        for kind in _PATH_CONSTRAINTS
        for constraint in constraints.on_path(product["id"], portfolio["id"], kind)
    ]
