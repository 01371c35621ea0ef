"""Products, as the account that owns them and the accounts that import them administer them."""

from sandbox.api.errors import not_emulated
from sandbox.api.identifiers import arn, new_id, now
from sandbox.api.types import Answer, Request
from sandbox.services.servicecatalog import visibility
from sandbox.services.servicecatalog.artifacts import new_artifact
from sandbox.services.servicecatalog.details import ProductViewDetail, ProductViewSummary, changed_tags, with_members
from sandbox.services.servicecatalog.records import Product
from sandbox.services.servicecatalog.refusals import in_use
from sandbox.services.servicecatalog.tables import PORTFOLIOS, PRODUCTS
from sandbox.services.servicecatalog.tag_options import options_of

_SUMMARY_MEMBERS = ("Name", "Owner", "Distributor", "SupportDescription", "SupportEmail", "SupportUrl")


def CreateProduct(request: Request) -> Answer:
    if "SourceConnection" in request or "ProvisioningArtifactParameters" not in request:
        raise not_emulated("A product from a source connection")
    identifier = new_id("prod")
    detail: ProductViewDetail = {
        "ProductViewSummary": _summary(identifier, request),
        "Status": "CREATED",
        "CreatedTime": now(),
        "ProductARN": arn("catalog", f"product/{identifier}"),
    }
    artifact = new_artifact(request["ProvisioningArtifactParameters"])
    product = Product(identifier, detail, request.get("Tags", []), {artifact.detail["Id"]: artifact})
    PRODUCTS.here()[identifier] = product
    return {"ProductViewDetail": detail, "ProvisioningArtifactDetail": artifact.detail, "Tags": product.tags}


def _summary(identifier: str, request: Request) -> ProductViewSummary:
    return {
        "Id": new_id("prodview"),
        "ProductId": identifier,
        "Name": request["Name"],
        "Owner": request["Owner"],
        "ShortDescription": request.get("Description"),
        "Type": request["ProductType"],
        "Distributor": request.get("Distributor"),
        "HasDefaultPath": False,
        "SupportDescription": request.get("SupportDescription"),
        "SupportEmail": request.get("SupportEmail"),
        "SupportUrl": request.get("SupportUrl"),
    }


def UpdateProduct(request: Request) -> Answer:
    product = PRODUCTS.own(request["Id"])
    summary = with_members(product.detail["ProductViewSummary"], request, _SUMMARY_MEMBERS)
    summary["ShortDescription"] = request.get("Description", summary["ShortDescription"])
    product.detail["ProductViewSummary"] = summary
    product.tags = changed_tags(product.tags, request)
    return {"ProductViewDetail": product.detail, "Tags": product.tags}


def DeleteProduct(request: Request) -> None:
    product = PRODUCTS.own(request["Id"])
    if any(product.id in portfolio.products for _, portfolio in PORTFOLIOS.everywhere()):
        raise in_use(f"Product {product.id} is associated with a portfolio.")
    del PRODUCTS.here()[product.id]


def DescribeProductAsAdmin(request: Request) -> Answer:
    product = visibility.product(request.get("Id"), request.get("Name"))
    details = [artifact.detail for artifact in product.artifacts.values()]
    summaries = [{name: detail[name] for name in ("Id", "Name", "Description", "CreatedTime")} for detail in details]
    return {
        "ProductViewDetail": product.detail,
        "ProvisioningArtifactSummaries": summaries,
        "Tags": product.tags,
        "TagOptions": options_of(product.id),
        "Budgets": [],
    }


def SearchProductsAsAdmin(request: Request) -> Answer:
    if "PortfolioId" in request:
        identifiers = visibility.portfolio(request["PortfolioId"]).products
        products = [visibility.product(identifier) for identifier in identifiers]
    else:
        products = list(PRODUCTS.here().values())
    words = " ".join(request.get("Filters", {}).get("FullTextSearch", [])).lower()
    return {"ProductViewDetails": [product.detail for product in products if matches(product, words)]}


def matches(product: Product, words: str) -> bool:
    summary = product.detail["ProductViewSummary"]
    return words in " ".join(str(value) for value in summary.values()).lower()
