"""Launches: a product becomes a stack in the launching account, with the rights of its launch role."""

import functools
import json
from typing import Any

from ministack.core.iam_evaluator import caller_arn
from ministack.core.responses import get_account_id

from sandbox.api.errors import ServiceError, not_emulated
from sandbox.api.identifiers import arn, new_id, now
from sandbox.api.store import Record
from sandbox.services.servicecatalog import browsing, constraints, stack, visibility
from sandbox.services.servicecatalog.artifacts import artifact_of
from sandbox.services.servicecatalog.launch_records import begin
from sandbox.services.servicecatalog.launch_tags import launch_tags
from sandbox.services.servicecatalog.records import STORE, invalid, not_found

Request = dict[str, Any]


def ProvisionProduct(request: Request) -> Request:
    if "ProvisioningPreferences" in request:
        raise not_emulated("ProvisioningPreferences")
    product = browsing.offered_product(request.get("ProductId"), request.get("ProductName"))
    portfolio, artifact = browsing.path_to(product, request), artifact_of(product, request)
    if artifact["detail"]["Guidance"] == "DEPRECATED":
        raise invalid(f"Provisioning artifact {artifact['detail']['Id']} is deprecated and cannot be launched.")
    launch = _new_launch(request["ProvisionedProductName"], product, portfolio)
    launch["tags"] = launch_tags(launch, request.get("Tags", []))
    credentials = stack.credentials(launch["detail"]["LaunchRoleArn"])
    STORE.here("launches")[launch["id"]] = launch
    create = functools.partial(stack.create, launch, artifact, request)
    return begin(launch, ("PROVISION_PRODUCT", artifact), credentials, create)


def UpdateProvisionedProduct(request: Request) -> Request:
    launch = settled_launch(request)
    # API reference, UpdateProvisionedProduct: PathId is required of a product with several paths.
    named = {"ProvisioningArtifactId": launch["detail"]["ProvisioningArtifactId"]}
    if "ProvisioningArtifactName" in request:
        del named["ProvisioningArtifactId"]
    named |= request
    identifier = None if "ProductName" in request else launch["detail"]["ProductId"]
    product = browsing.offered_product(request.get("ProductId", identifier), request.get("ProductName"))
    portfolio, artifact = browsing.path_to(product, named), artifact_of(product, named)
    if "Tags" in request:
        _refuse_tag_update(product, portfolio)
        launch["tags"] = launch_tags(launch, request["Tags"])
    launch["detail"]["LaunchRoleArn"] = constraints.launch_role(product["id"], portfolio["id"])
    credentials = stack.credentials(launch["detail"]["LaunchRoleArn"])
    update = functools.partial(stack.update, launch, artifact, request)
    return begin(launch, ("UPDATE_PROVISIONED_PRODUCT", artifact), credentials, update)


def TerminateProvisionedProduct(request: Request) -> Request:
    launch = settled_launch(request)
    credentials = stack.credentials(launch["detail"]["LaunchRoleArn"])
    delete = functools.partial(stack.delete, launch, request)
    return begin(launch, ("TERMINATE_PROVISIONED_PRODUCT", None), credentials, delete)


def launch_of(request: Request) -> Record:
    """The provisioned product that a request names by identifier or name."""
    identifier = request.get("ProvisionedProductId") or request.get("Id")
    name = request.get("ProvisionedProductName") or request.get("Name")
    launches = STORE.here("launches")
    if identifier in launches:
        return launches[identifier]
    named = [each for each in launches.values() if not identifier and each["detail"]["Name"] == name]
    return named[0] if named else not_found("provisioned_products", identifier or str(name))


def settled_launch(request: Request) -> Record:
    launch = launch_of(request)
    if launch["detail"]["Status"] == "UNDER_CHANGE":
        raise invalid(f"Provisioned product {launch['id']} is under change.")
    return launch


def _new_launch(name: str, product: Record, portfolio: Record) -> Record:
    if any(each["detail"]["Name"] == name for each in STORE.here("launches").values()):
        raise ServiceError("DuplicateResourceException", f"A provisioned product named {name} already exists.")
    identifier = new_id("pp")
    detail = {
        "Id": identifier,
        "Name": name,
        "Arn": arn("servicecatalog", f"stack/{name}/{identifier}"),
        "Type": "CFN_STACK",
        "CreatedTime": now(),
        "ProductId": product["id"],
        "LaunchRoleArn": constraints.launch_role(product["id"], portfolio["id"]),
    }
    path = visibility.launch_path(portfolio)
    caller = {"UserArn": visibility.caller_entity(), "UserArnSession": caller_arn()}
    name = f"SC-{get_account_id()}-{identifier}"
    return {"id": identifier, "detail": detail, "portfolio": portfolio["id"], "path": path, "stack": name, **caller}


def _refuse_tag_update(product: Record, portfolio: Record) -> None:
    for constraint in constraints.on_path(product["id"], portfolio["id"], "RESOURCE_UPDATE"):
        if "ALLOWED" in json.loads(constraint["parameters"])["Properties"].values():
            return
    raise invalid(f"Tag updates are not allowed on provisioned products of {product['id']}.")
