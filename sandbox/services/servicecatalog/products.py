"""Products, as the account that owns them and the accounts that import them administer them."""

from typing import Any

from ministack.core.responses import get_account_id

from sandbox.api.errors import not_emulated
from sandbox.api.identifiers import arn, new_id, now
from sandbox.api.store import Record
from sandbox.services.servicecatalog import visibility
from sandbox.services.servicecatalog.artifacts import new_artifact
from sandbox.services.servicecatalog.records import STORE, changed_tags, in_use, own
from sandbox.services.servicecatalog.tag_options import options_of

Request = dict[str, Any]

_VIEW = ("Name", "Owner", "Distributor", "SupportDescription", "SupportEmail", "SupportUrl")


def CreateProduct(request: Request) -> Request:
    if "SourceConnection" in request or "ProvisioningArtifactParameters" not in request:
        raise not_emulated("A product from a source connection")
    identifier = new_id("prod")
    summary = {
        "Id": new_id("prodview"),
        "ProductId": identifier,
        "ShortDescription": request.get("Description"),
        "Type": request["ProductType"],
        "HasDefaultPath": False,
        **{name: request.get(name) for name in _VIEW},
    }
    view = {"ProductViewSummary": summary, "Status": "CREATED", "CreatedTime": now()}
    view["ProductARN"] = arn("catalog", f"product/{identifier}")
    artifact = new_artifact(request["ProvisioningArtifactParameters"])
    product = {"id": identifier, "owner": get_account_id(), "detail": view, "tags": request.get("Tags", [])}
    STORE.here("products")[identifier] = {**product, "artifacts": {artifact["detail"]["Id"]: artifact}}
    return {"ProductViewDetail": view, "ProvisioningArtifactDetail": artifact["detail"], "Tags": product["tags"]}


def UpdateProduct(request: Request) -> Request:
    product = own("products", request["Id"])
    summary = product["detail"]["ProductViewSummary"]
    summary |= {name: request[name] for name in _VIEW if name in request}
    summary["ShortDescription"] = request.get("Description", summary["ShortDescription"])
    product["tags"] = changed_tags(product["tags"], request)
    return {"ProductViewDetail": product["detail"], "Tags": product["tags"]}


def DeleteProduct(request: Request) -> None:
    product = own("products", request["Id"])
    if any(product["id"] in portfolio["products"] for _, portfolio in STORE.everywhere("portfolios")):
        raise in_use(f"Product {product['id']} is associated with a portfolio.")
    del STORE.here("products")[product["id"]]


def DescribeProductAsAdmin(request: Request) -> Request:
    product = visibility.product(request.get("Id"), request.get("Name"))
    details = [artifact["detail"] for artifact in product["artifacts"].values()]
    summaries = [{name: each[name] for name in ("Id", "Name", "Description", "CreatedTime")} for each in details]
    return {
        "ProductViewDetail": product["detail"],
        "ProvisioningArtifactSummaries": summaries,
        "Tags": product["tags"],
        "TagOptions": options_of(product["id"]),
        "Budgets": [],
    }


def SearchProductsAsAdmin(request: Request) -> Request:
    if "PortfolioId" in request:
        held = visibility.portfolio(request["PortfolioId"])["products"]
        found = [visibility.product(identifier) for identifier in held]
    else:
        found = list(STORE.here("products").values())
    words = " ".join(request.get("Filters", {}).get("FullTextSearch", [])).lower()
    return {"ProductViewDetails": [each["detail"] for each in found if matches(each, words)]}


def matches(product: Record, words: str) -> bool:
    summary = product["detail"]["ProductViewSummary"]
    return words in " ".join(str(value) for value in summary.values()).lower()
