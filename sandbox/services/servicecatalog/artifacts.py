"""Provisioning artifacts: one artifact is one immutable template of a product."""

from typing import Any

from botocore.exceptions import ClientError

from sandbox.api import loopback
from sandbox.api.errors import not_emulated
from sandbox.api.identifiers import new_id, now
from sandbox.api.types import Answer, Request
from sandbox.cloudformation.s3_address import bucket_and_key
from sandbox.iam import sessions
from sandbox.services.servicecatalog import template_copies, visibility
from sandbox.services.servicecatalog.details import ProvisioningArtifactDetail, with_members
from sandbox.services.servicecatalog.records import Artifact, Product
from sandbox.services.servicecatalog.refusals import in_use, invalid, not_found
from sandbox.services.servicecatalog.tables import PRODUCTS
from sandbox.world import accounts

_CHANGEABLE = ("Name", "Description", "Active", "Guidance")


def CreateProvisioningArtifact(request: Request) -> Answer:
    product = PRODUCTS.own(request["ProductId"])
    artifact = new_artifact(request["Parameters"])
    product.artifacts[artifact.detail["Id"]] = artifact
    return _description(artifact)


def DescribeProvisioningArtifact(request: Request) -> Answer:
    product = visibility.product(request.get("ProductId"), request.get("ProductName"))
    artifact = artifact_of(product, request)
    description = _description(artifact)
    if not request.get("Verbose"):
        description["Info"] = {"TemplateUrl": artifact.url}
    if request.get("IncludeProvisioningArtifactParameters"):
        with loopback.acting_as(loopback.root(accounts.SERVICE_CATALOG)):
            description["ProvisioningArtifactParameters"] = parameters_of(artifact)
    return description


def ListProvisioningArtifacts(request: Request) -> Answer:
    artifacts = visibility.product(request["ProductId"]).artifacts.values()
    return {"ProvisioningArtifactDetails": [artifact.detail for artifact in artifacts]}


def UpdateProvisioningArtifact(request: Request) -> Answer:
    artifact = artifact_of(PRODUCTS.own(request["ProductId"]), request)
    artifact.detail = with_members(artifact.detail, request, _CHANGEABLE)
    return _description(artifact)


def DeleteProvisioningArtifact(request: Request) -> None:
    product = PRODUCTS.own(request["ProductId"])
    identifier = artifact_of(product, {"ProvisioningArtifactId": request["ProvisioningArtifactId"]}).detail["Id"]
    if len(product.artifacts) == 1:
        raise in_use(f"{identifier} is the last provisioning artifact of product {product.id}.")
    del product.artifacts[identifier]


def artifact_of(product: Product, request: Request) -> Artifact:
    """The artifact of a request, by identifier or else by name."""
    identifier, name = request.get("ProvisioningArtifactId"), request.get("ProvisioningArtifactName")
    if identifier in product.artifacts:
        return product.artifacts[identifier]
    candidates = () if identifier or not name else product.artifacts.values()
    found = next((artifact for artifact in candidates if artifact.detail["Name"] == name), None)
    return found or not_found("Provisioning artifact", identifier or str(name))


def parameters_of(artifact: Artifact) -> list[dict[str, Any]]:
    """The template's parameters, as CloudFormation reads them from the copy under the current credentials."""
    try:
        summary = loopback.client("cloudformation").get_template_summary(TemplateURL=artifact.copy)
    except ClientError as error:
        raise invalid(error.response["Error"]["Message"]) from error
    return [_parameter(parameter) for parameter in summary.get("Parameters", [])]


def _parameter(parameter: dict[str, Any]) -> dict[str, Any]:
    constraints = parameter.get("ParameterConstraints", {})
    return {
        "ParameterKey": parameter["ParameterKey"],
        "DefaultValue": parameter.get("DefaultValue") or None,
        "ParameterType": parameter["ParameterType"],
        "IsNoEcho": parameter.get("NoEcho", False),
        "Description": parameter.get("Description"),
        "ParameterConstraints": {name: constraints[name] for name in ("AllowedValues",) if name in constraints},
    }


def new_artifact(properties: Request) -> Artifact:
    url = properties.get("Info", {}).get("LoadTemplateFromURL")
    if not url or properties.get("Type", "CLOUD_FORMATION_TEMPLATE") != "CLOUD_FORMATION_TEMPLATE":
        raise not_emulated("A provisioning artifact other than Info.LoadTemplateFromURL")
    detail: ProvisioningArtifactDetail = {
        "Id": new_id("pa"),
        "Name": properties.get("Name"),
        "Description": properties.get("Description"),
        "Type": "CLOUD_FORMATION_TEMPLATE",
        "CreatedTime": now(),
        "Active": True,
        "Guidance": "DEFAULT",
    }
    return Artifact(detail, url, template_copies.keep(detail["Id"], _valid_template(url)))


def _valid_template(url: str) -> bytes:
    """The valid template behind the URL, read with the permissions of the caller."""
    place = bucket_and_key(url)
    if place is None:
        raise invalid(f"{url} is not an S3 URL.")
    with loopback.acting_as(sessions.caller()):
        try:
            loopback.client("cloudformation").validate_template(TemplateURL=url)
            return loopback.client("s3").get_object(Bucket=place[0], Key=place[1])["Body"].read()
        except ClientError as error:
            raise invalid(f"Invalid templateBody. {error.response['Error']['Message']} ({url})") from error


def _description(artifact: Artifact) -> Answer:
    info = {"LoadTemplateFromURL": artifact.url}
    return {"ProvisioningArtifactDetail": artifact.detail, "Info": info, "Status": "AVAILABLE"}
