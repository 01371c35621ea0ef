"""Launches: a product becomes a stack in the launching account, with the permissions of its launch role."""

import functools
import json

from ministack.core.iam_evaluator import caller_arn
from ministack.core.responses import get_account_id

from sandbox.api.errors import ServiceError, not_emulated
from sandbox.api.identifiers import arn, new_id, now
from sandbox.api.types import Answer, Request
from sandbox.services.servicecatalog import browsing, constraints, stack, visibility
from sandbox.services.servicecatalog.artifacts import artifact_of
from sandbox.services.servicecatalog.details import ProvisionedProductDetail
from sandbox.services.servicecatalog.launch_records import begin
from sandbox.services.servicecatalog.launch_tags import launch_tags
from sandbox.services.servicecatalog.records import Artifact, Launch, Portfolio, Product
from sandbox.services.servicecatalog.refusals import invalid, not_found
from sandbox.services.servicecatalog.tables import LAUNCHES


def ProvisionProduct(request: Request) -> Answer:
    if "ProvisioningPreferences" in request:
        raise not_emulated("ProvisioningPreferences")
    product = browsing.launchable_product(request.get("ProductId"), request.get("ProductName"))
    portfolio, artifact = browsing.path_to(product, request), artifact_of(product, request)
    if artifact.detail["Guidance"] == "DEPRECATED":
        raise invalid(f"Provisioning artifact {artifact.detail['Id']} is deprecated and cannot be launched.")
    _require_active(artifact)
    launch = _new_launch(request["ProvisionedProductName"], product, portfolio)
    launch.tags = launch_tags(launch, request.get("Tags", []))
    credentials = stack.credentials(launch.detail["LaunchRoleArn"])
    LAUNCHES.here()[launch.id] = launch
    create = functools.partial(stack.create, launch, artifact, request)
    return begin(launch, "PROVISION_PRODUCT", artifact.detail["Id"], credentials, create)


def UpdateProvisionedProduct(request: Request) -> Answer:
    launch = settled_launch(request)
    # API reference, UpdateProvisionedProduct: PathId is required of a product with several paths.
    named: Request = {"ProvisioningArtifactId": launch.detail.get("ProvisioningArtifactId")}
    if "ProvisioningArtifactName" in request:
        del named["ProvisioningArtifactId"]
    named |= request
    identifier = None if "ProductName" in request else launch.detail["ProductId"]
    product = browsing.launchable_product(request.get("ProductId", identifier), request.get("ProductName"))
    portfolio, artifact = browsing.path_to(product, named), artifact_of(product, named)
    _require_active(artifact)
    if "Tags" in request:
        _refuse_tag_update(product, portfolio)
        launch.tags = launch_tags(launch, request["Tags"])
    launch.detail["LaunchRoleArn"] = constraints.launch_role(product.id, portfolio.id)
    credentials = stack.credentials(launch.detail["LaunchRoleArn"])
    update = functools.partial(stack.update, launch, artifact, request)
    return begin(launch, "UPDATE_PROVISIONED_PRODUCT", artifact.detail["Id"], credentials, update)


def TerminateProvisionedProduct(request: Request) -> Answer:
    launch = settled_launch(request)
    credentials = stack.credentials(launch.detail["LaunchRoleArn"])
    artifact = launch.detail.get("ProvisioningArtifactId", "")
    delete = functools.partial(stack.delete, launch, request)
    return begin(launch, "TERMINATE_PROVISIONED_PRODUCT", artifact, credentials, delete)


def launch_of(request: Request) -> Launch:
    """The provisioned product of a request, by identifier or else by name."""
    identifier = request.get("ProvisionedProductId") or request.get("Id")
    name = request.get("ProvisionedProductName") or request.get("Name")
    launches = LAUNCHES.here()
    if identifier in launches:
        return launches[identifier]
    found = None if identifier else _launch_named(name)
    return found or not_found("Provisioned product", identifier or str(name))


def settled_launch(request: Request) -> Launch:
    launch = launch_of(request)
    if launch.detail["Status"] == "UNDER_CHANGE":
        raise invalid(f"Provisioned product {launch.id} is under change.")
    return launch


def _new_launch(name: str, product: Product, portfolio: Portfolio) -> Launch:
    if _launch_named(name):
        raise ServiceError("DuplicateResourceException", f"A provisioned product named {name} already exists.")
    detail = _detail(name, product, portfolio)
    return Launch(
        detail["Id"],
        detail,
        portfolio=portfolio.id,
        path=visibility.launch_path(portfolio),
        stack=f"SC-{get_account_id()}-{detail['Id']}",
        user_arn=visibility.caller_entity(),
        user_arn_session=caller_arn(),
    )


def _detail(name: str, product: Product, portfolio: Portfolio) -> ProvisionedProductDetail:
    identifier = new_id("pp")
    return {
        "Id": identifier,
        "Name": name,
        "Arn": arn("servicecatalog", f"stack/{name}/{identifier}"),
        "Type": "CFN_STACK",
        "CreatedTime": now(),
        "ProductId": product.id,
        "LaunchRoleArn": constraints.launch_role(product.id, portfolio.id),
        "Status": "UNDER_CHANGE",
        "StatusMessage": None,
        "LastRecordId": "",
    }


def _launch_named(name: str | None) -> Launch | None:
    return next((launch for launch in LAUNCHES.here().values() if launch.detail["Name"] == name), None)


def _require_active(artifact: Artifact) -> None:
    if not artifact.detail["Active"]:
        raise invalid(f"Provisioning artifact {artifact.detail['Id']} is not active.")


def _refuse_tag_update(product: Product, portfolio: Portfolio) -> None:
    for constraint in constraints.on_path(product.id, portfolio.id, "RESOURCE_UPDATE"):
        if "ALLOWED" in json.loads(constraint.parameters)["Properties"].values():
            return
    raise invalid(f"Tag updates are not allowed on provisioned products of {product.id}.")
