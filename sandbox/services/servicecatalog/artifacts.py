"""Provisioning artifacts: one artifact is one immutable template of a product."""

import re
from typing import Any
from urllib.parse import unquote

from botocore.exceptions import ClientError
from ministack.core.responses import get_account_id

from sandbox.api import loopback, sessions
from sandbox.api.errors import not_emulated
from sandbox.api.identifiers import new_id, now
from sandbox.api.store import Record
from sandbox.services.servicecatalog import template_copies, visibility
from sandbox.services.servicecatalog.records import in_use, invalid, not_found, own
from sandbox.world import accounts

Request = dict[str, Any]

_URL = re.compile(r"https://(?:([^/]+)\.s3[.-][^/]*amazonaws\.com/|s3[.-][^/]*amazonaws\.com/([^/]+)/)([^?]+)")


def CreateProvisioningArtifact(request: Request) -> Request:
    product = own("products", request["ProductId"])
    artifact = new_artifact(request["Parameters"])
    product["artifacts"][artifact["detail"]["Id"]] = artifact
    return _described(artifact)


def DescribeProvisioningArtifact(request: Request) -> Request:
    product = visibility.product(request.get("ProductId"), request.get("ProductName"))
    artifact = artifact_of(product, request)
    described = _described(artifact)
    if not request.get("Verbose"):
        described["Info"] = {"TemplateUrl": artifact["url"]}
    if request.get("IncludeProvisioningArtifactParameters"):
        with loopback.acting_as(loopback.root(accounts.SERVICE_CATALOG)):
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
    """What the template asks for, as CloudFormation reads it from the copy under the current credentials."""
    try:
        summary = loopback.client("cloudformation").get_template_summary(TemplateURL=artifact["copy"])
    except ClientError as error:
        raise invalid(error.response["Error"]["Message"]) from error
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


def bucket_and_key(url: str) -> tuple[str, str]:
    """Where an S3 URL points, virtual-hosted or path style."""
    found = _URL.fullmatch(url)
    if not found:
        raise invalid(f"{url} is not an S3 URL.")
    return found[1] or found[2], unquote(found[3])


def new_artifact(properties: Request) -> Record:
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
    copy = template_copies.keep(detail["Id"], _checked_template(url))
    return {"detail": detail, "url": url, "copy": copy, "owner": get_account_id()}


def _checked_template(url: str) -> bytes:
    """The valid template behind the URL, read with the permissions of whoever creates the artifact."""
    bucket, key = bucket_and_key(url)
    with loopback.acting_as(sessions.caller()):
        try:
            loopback.client("cloudformation").validate_template(TemplateURL=url)
            return loopback.client("s3").get_object(Bucket=bucket, Key=key)["Body"].read()
        except ClientError as error:
            raise invalid(f"Invalid templateBody. {error.response['Error']['Message']} ({url})") from error


def _described(artifact: Record) -> Request:
    info = {"LoadTemplateFromURL": artifact["url"]}
    return {"ProvisioningArtifactDetail": artifact["detail"], "Info": info, "Status": "AVAILABLE"}
