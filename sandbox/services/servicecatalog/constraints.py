"""Constraints on a product in a portfolio: the role it is launched with, and whether tags may be updated."""

import json
from typing import Any

from ministack.core.responses import get_account_id
from ministack.services import iam

from sandbox.api.errors import ServiceError, not_emulated
from sandbox.api.identifiers import new_id
from sandbox.api.store import Record
from sandbox.services.servicecatalog import visibility
from sandbox.services.servicecatalog.records import STORE, invalid, own

Request = dict[str, Any]


def CreateConstraint(request: Request) -> Request:
    portfolio = visibility.portfolio(request["PortfolioId"])
    product, kind = visibility.product(request["ProductId"])["id"], request["Type"]
    if product not in portfolio["products"]:
        problem = f"Product {product} is not associated with portfolio {portfolio['id']}."
        raise ServiceError("ResourceNotFoundException", problem)
    _check(kind, request["Parameters"])
    mine = (each["detail"]["Owner"] == get_account_id() for each in on_path(product, portfolio["id"], kind))
    if any(mine):
        problem = f"Product {product} already has a {kind} constraint in portfolio {portfolio['id']}."
        raise ServiceError("DuplicateResourceException", problem)
    identifier = new_id("cons")
    detail = {"ConstraintId": identifier, "Type": kind, "Owner": get_account_id(), "ProductId": product}
    detail |= {"PortfolioId": portfolio["id"], "Description": request.get("Description")}
    record = {"id": identifier, "detail": detail, "parameters": request["Parameters"]}
    STORE.here("constraints")[identifier] = record
    return _described(record)


def DescribeConstraint(request: Request) -> Request:
    return _described(own("constraints", request["Id"]))


def UpdateConstraint(request: Request) -> Request:
    constraint = own("constraints", request["Id"])
    if "Parameters" in request:
        _check(constraint["detail"]["Type"], request["Parameters"])
        constraint["parameters"] = request["Parameters"]
    constraint["detail"]["Description"] = request.get("Description", constraint["detail"]["Description"])
    return _described(constraint)


def DeleteConstraint(request: Request) -> None:
    del STORE.here("constraints")[own("constraints", request["Id"])["id"]]


def ListConstraintsForPortfolio(request: Request) -> Request:
    portfolio = visibility.portfolio(request["PortfolioId"])["id"]
    details = [record["detail"] for _, record in STORE.everywhere("constraints")]
    wanted = {"PortfolioId": portfolio} | {name: request[name] for name in ("ProductId",) if name in request}
    return {"ConstraintDetails": [each for each in details if wanted.items() <= each.items()]}


def on_path(product: str, portfolio: str, kind: str) -> list[Record]:
    """Constraints in force there: the owner's, which an import inherits, and the importing account's own."""
    owners = {visibility.portfolio(portfolio)["owner"], get_account_id()}
    wanted = {"ProductId": product, "PortfolioId": portfolio, "Type": kind}
    records = [record for owner, record in STORE.everywhere("constraints") if owner in owners]
    return [record for record in records if wanted.items() <= record["detail"].items()]


def launch_role(product: str, portfolio: str) -> str | None:
    """The role of a launch in the current account; LocalRoleName means the role of that name in this account."""
    for constraint in on_path(product, portfolio, "LAUNCH"):
        parameters = json.loads(constraint["parameters"])
        return parameters.get("RoleArn") or f"arn:aws:iam::{get_account_id()}:role/{parameters['LocalRoleName']}"
    return None


def _check(kind: str, parameters: str) -> None:
    checks = {"LAUNCH": _check_launch, "RESOURCE_UPDATE": _check_resource_update}
    if kind not in checks:
        raise not_emulated(f"A constraint of type {kind}")
    try:
        checks[kind](json.loads(parameters))
    except (ValueError, AttributeError):
        raise invalid(f"Constraint parameters are not valid for type {kind}: {parameters}") from None


def _check_launch(parameters: Request) -> None:
    if len(parameters) != 1 or not parameters.keys() <= {"RoleArn", "LocalRoleName"}:
        raise invalid("A launch constraint has exactly one of RoleArn and LocalRoleName.")
    owner = parameters["RoleArn"].split(":")[4] if "RoleArn" in parameters else get_account_id()
    name = next(iter(parameters.values())).rpartition("/")[2]
    if "/" in parameters.get("LocalRoleName", "") or iam._roles.get_scoped(owner, None, name) is None:
        raise invalid(f"Role {next(iter(parameters.values()))} does not exist in account {owner}.")


def _check_resource_update(parameters: Request) -> None:
    properties = parameters.get("Properties", {})
    values = {properties.get(f"Tag{word}OnProvisionedProduct") for word in ("Update", "Updates")} - {None}
    if parameters.get("Version") != "2.0" or not values or not values <= {"ALLOWED", "NOT_ALLOWED"}:
        raise ValueError


def _described(constraint: Record) -> Request:
    return {
        "ConstraintDetail": constraint["detail"],
        "ConstraintParameters": constraint["parameters"],
        "Status": "AVAILABLE",
    }
