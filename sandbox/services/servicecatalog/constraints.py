"""Constraints on a product in a portfolio: the role it is launched with, and whether tags may be updated."""

import json

from ministack.core.responses import get_account_id
from ministack.services import iam

from sandbox.api.errors import ServiceError, not_emulated
from sandbox.api.identifiers import new_id
from sandbox.api.types import Answer, Request
from sandbox.services.servicecatalog import visibility
from sandbox.services.servicecatalog.details import ConstraintDetail
from sandbox.services.servicecatalog.records import Constraint
from sandbox.services.servicecatalog.refusals import invalid
from sandbox.services.servicecatalog.tables import CONSTRAINTS


def CreateConstraint(request: Request) -> Answer:
    portfolio = visibility.portfolio(request["PortfolioId"])
    product, constraint_type = visibility.product(request["ProductId"]).id, request["Type"]
    if product not in portfolio.products:
        problem = f"Product {product} is not associated with portfolio {portfolio.id}."
        raise ServiceError("ResourceNotFoundException", problem)
    _check(constraint_type, request["Parameters"])
    present = on_path(product, portfolio.id, constraint_type)
    if any(constraint.detail["Owner"] == get_account_id() for constraint in present):
        problem = f"Product {product} already has a {constraint_type} constraint in portfolio {portfolio.id}."
        raise ServiceError("DuplicateResourceException", problem)
    detail = _detail(request)
    constraint = Constraint(detail["ConstraintId"], detail, request["Parameters"])
    CONSTRAINTS.here()[constraint.id] = constraint
    return _description(constraint)


def _detail(request: Request) -> ConstraintDetail:
    return {
        "ConstraintId": new_id("cons"),
        "Type": request["Type"],
        "Owner": get_account_id(),
        "ProductId": request["ProductId"],
        "PortfolioId": request["PortfolioId"],
        "Description": request.get("Description"),
    }


def DescribeConstraint(request: Request) -> Answer:
    return _description(CONSTRAINTS.own(request["Id"]))


def UpdateConstraint(request: Request) -> Answer:
    constraint = CONSTRAINTS.own(request["Id"])
    if "Parameters" in request:
        _check(constraint.detail["Type"], request["Parameters"])
        constraint.parameters = request["Parameters"]
    constraint.detail["Description"] = request.get("Description", constraint.detail["Description"])
    return _description(constraint)


def DeleteConstraint(request: Request) -> None:
    del CONSTRAINTS.here()[CONSTRAINTS.own(request["Id"]).id]


def ListConstraintsForPortfolio(request: Request) -> Answer:
    portfolio = visibility.portfolio(request["PortfolioId"]).id
    filters = {"PortfolioId": portfolio} | {name: request[name] for name in ("ProductId",) if name in request}
    details = (constraint.detail for _, constraint in CONSTRAINTS.everywhere())
    return {"ConstraintDetails": [detail for detail in details if filters.items() <= detail.items()]}


def on_path(product: str, portfolio: str, constraint_type: str) -> list[Constraint]:
    """Constraints in force there: the owner's, which an import inherits, and the importing account's own."""
    owners = {visibility.portfolio(portfolio).owner, get_account_id()}
    path = {"ProductId": product, "PortfolioId": portfolio, "Type": constraint_type}
    return [
        constraint
        for owner, constraint in CONSTRAINTS.everywhere()
        if owner in owners and path.items() <= constraint.detail.items()
    ]


def launch_role(product: str, portfolio: str) -> str | None:
    """The role of a launch in the current account; LocalRoleName means the role of that name in this account."""
    for constraint in on_path(product, portfolio, "LAUNCH"):
        parameters = json.loads(constraint.parameters)
        return parameters.get("RoleArn") or f"arn:aws:iam::{get_account_id()}:role/{parameters['LocalRoleName']}"
    return None


def _check(constraint_type: str, parameters: str) -> None:
    checks = {"LAUNCH": _check_launch, "RESOURCE_UPDATE": _check_resource_update}
    if constraint_type not in checks:
        raise not_emulated(f"A constraint of type {constraint_type}")
    try:
        checks[constraint_type](json.loads(parameters))
    except (ValueError, AttributeError):
        problem = f"Constraint parameters are not valid for type {constraint_type}: {parameters}"
        raise invalid(problem) from None


def _check_launch(parameters: dict[str, str]) -> None:
    if len(parameters) != 1 or not parameters.keys() <= {"RoleArn", "LocalRoleName"}:
        raise invalid("A launch constraint has exactly one of RoleArn and LocalRoleName.")
    role = next(iter(parameters.values()))
    owner = role.split(":")[4] if "RoleArn" in parameters else get_account_id()
    exists = iam._roles.get_scoped(owner, None, role.rpartition("/")[2]) is not None
    if "/" in parameters.get("LocalRoleName", "") or not exists:
        raise invalid(f"Role {role} does not exist in account {owner}.")


def _check_resource_update(parameters: Request) -> None:
    properties = parameters.get("Properties", {})
    values = {properties.get(f"Tag{word}OnProvisionedProduct") for word in ("Update", "Updates")} - {None}
    if parameters.get("Version") != "2.0" or not values or not values <= {"ALLOWED", "NOT_ALLOWED"}:
        raise ValueError


def _description(constraint: Constraint) -> Answer:
    return {
        "ConstraintDetail": constraint.detail,
        "ConstraintParameters": constraint.parameters,
        "Status": "AVAILABLE",
    }
