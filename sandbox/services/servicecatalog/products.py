"""Products and their provisioning artifacts: one artifact is one immutable template."""

import re
from typing import Any
from urllib.parse import unquote

from botocore.exceptions import ClientError
from ministack.core.responses import get_account_id

from sandbox import loopback
from sandbox.services import sessions
from sandbox.services.errors import not_emulated
from sandbox.services.identifiers import arn, new_id, now
from sandbox.services.servicecatalog import visibility
from sandbox.services.servicecatalog.records import STORE, changed_tags, in_use, invalid, not_found, own
from sandbox.services.servicecatalog.tag_options import options_of
from sandbox.services.store import Record

Request = dict[str, Any]

_VIEW = ("Name", "Owner", "Distributor", "SupportDescription", "SupportEmail", "SupportUrl")
_URL = re.compile(r"https://(?:([^/]+)\.s3[.-][^/]*amazonaws\.com/|s3[.-][^/]*amazonaws\.com/([^/]+)/)([^?]+)")


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
    artifact = _new_artifact(request["ProvisioningArtifactParameters"])
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
    product = _named(request, "Id", "Name")
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


def CreateProvisioningArtifact(request: Request) -> Request:
    product = own("products", request["ProductId"])
    artifact = _new_artifact(request["Parameters"])
    product["artifacts"][artifact["detail"]["Id"]] = artifact
    return _described(artifact)


def DescribeProvisioningArtifact(request: Request) -> Request:
    product = _named(request, "ProductId", "ProductName")
    artifact = artifact_of(product, request)
    described = _described(artifact)
    if not request.get("Verbose"):
        described["Info"] = {"TemplateUrl": artifact["url"]}
    if request.get("IncludeProvisioningArtifactParameters"):
        described["ProvisioningArtifactParameters"] = parameters_of(artifact)
    return described


def ListProvisioningArtifacts(request: Request) -> Request:
    artifacts = visibility.product(request["ProductId"])["artifacts"].values()
    return {"ProvisioningArtifactDetails": [artifact["detail"] for artifact in artifacts]}


def UpdateProvisioningArtifact(request: Request) -> Request:
    artifact = artifact_of(own("products", request["ProductId"]), request)
    changed = ("Name", "Description", "Active", "Guidance")
    artifact["detail"] |= {name: request[name] for name in changed if name in request}
    return _described(artifact)


def DeleteProvisioningArtifact(request: Request) -> None:
    product = own("products", request["ProductId"])
    artifact = artifact_of(product, {"ProvisioningArtifactId": request["ProvisioningArtifactId"]})
    if len(product["artifacts"]) == 1:
        raise in_use(f"{artifact['detail']['Id']} is the last provisioning artifact of product {product['id']}.")
    del product["artifacts"][artifact["detail"]["Id"]]


def artifact_of(product: Record, request: Request) -> Record:
    """The artifact that a request names by identifier, or else by name."""
    identifier, name = request.get("ProvisioningArtifactId"), request.get("ProvisioningArtifactName")
    artifacts = product["artifacts"]
    if identifier in artifacts:
        return artifacts[identifier]
    named = [] if identifier else [each for each in artifacts.values() if name and each["detail"]["Name"] == name]
    return named[0] if named else not_found("provisioning_artifacts", identifier or str(name))


def parameters_of(artifact: Record) -> list[Request]:
    with loopback.acting_as(loopback.root(get_account_id())):
        summary = loopback.client("cloudformation").get_template_summary(TemplateURL=artifact["url"])
    return [
        {
            "ParameterKey": each["ParameterKey"],
            "DefaultValue": each.get("DefaultValue") or None,
            "ParameterType": each["ParameterType"],
            "IsNoEcho": each.get("NoEcho", False),
            "Description": each.get("Description"),
            "ParameterConstraints": {
                name: value for name, value in each.get("ParameterConstraints", {}).items() if name == "AllowedValues"
            },
        }
        for each in summary.get("Parameters", [])
    ]


def matches(product: Record, words: str) -> bool:
    summary = product["detail"]["ProductViewSummary"]
    return words in " ".join(str(value) for value in summary.values()).lower()


def bucket_and_key(url: str) -> tuple[str, str]:
    """Where an S3 URL points, virtual-hosted or path style."""
    found = _URL.fullmatch(url)
    if not found:
        raise invalid(f"{url} is not an S3 URL.")
    return found[1] or found[2], unquote(found[3])


def _named(request: Request, by_id: str, by_name: str) -> Record:
    if by_id in request:
        return visibility.product(request[by_id])
    name = request.get(by_name)
    products = STORE.here("products").values()
    named = [each for each in products if each["detail"]["ProductViewSummary"]["Name"] == name]
    return named[0] if named else not_found("products", str(name))


def _new_artifact(properties: Request) -> Record:
    url = properties.get("Info", {}).get("LoadTemplateFromURL")
    if not url or properties.get("Type", "CLOUD_FORMATION_TEMPLATE") != "CLOUD_FORMATION_TEMPLATE":
        raise not_emulated("A provisioning artifact other than Info.LoadTemplateFromURL")
    detail = {
        "Id": new_id("pa"),
        "Name": properties.get("Name"),
        "Description": properties.get("Description"),
        "Type": "CLOUD_FORMATION_TEMPLATE",
        "CreatedTime": now(),
        "Active": True,
        "Guidance": "DEFAULT",
    }
    return {"detail": detail, "url": url, "template": _checked_template(url)}


def _checked_template(url: str) -> str:
    """The template behind the URL, read and validated with the rights of whoever creates the artifact."""
    bucket, key = bucket_and_key(url)
    with loopback.acting_as(sessions.caller()):
        try:
            template = loopback.client("s3").get_object(Bucket=bucket, Key=key)["Body"].read().decode()
            loopback.client("cloudformation").validate_template(TemplateURL=url)
        except ClientError as error:
            raise invalid(f"Invalid templateBody. {error.response['Error']['Message']} ({url})") from error
    return template


def _described(artifact: Record) -> Request:
    info = {"LoadTemplateFromURL": artifact["url"]}
    return {"ProvisioningArtifactDetail": artifact["detail"], "Info": info, "Status": "AVAILABLE"}
