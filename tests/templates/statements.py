"""The policy statements of a template, each with where it stands."""

from collections.abc import Collection, Iterator
from fnmatch import fnmatchcase
from typing import Any, NamedTuple

import templates
from templates import names
from tests.templates.rendered import filled_in, resources_of, template_of

LAUNCH_ROLES = {
    product.name: names.LAUNCH_ROLE if product.makes_project else names.STUDIO_LAUNCH_ROLE
    for product in templates.PRODUCTS
}
RESOURCE_POLICIES = {
    "AWS::KMS::Key": "KeyPolicy",
    "AWS::S3::BucketPolicy": "PolicyDocument",
    "AWS::SNS::TopicPolicy": "PolicyDocument",
    "AWS::SQS::QueuePolicy": "PolicyDocument",
    "AWS::SageMaker::ModelPackageGroup": "ModelPackageGroupPolicy",
}


class Found(NamedTuple):
    place: str
    statement: dict[str, Any]

    @property
    def allows(self) -> bool:
        return self.statement["Effect"] == "Allow"

    @property
    def actions(self) -> list[str]:
        return self.statement["Action"]

    @property
    def resources(self) -> list[str]:
        return self.statement["Resource"]


def roles(template: str) -> dict[str, dict[str, Any]]:
    return resources_of(template_of(template), "AWS::IAM::Role")


def trust_of(template: str, without: Collection[str] = ()) -> Iterator[Found]:
    for title, role in roles(template).items():
        yield from _found(title, otherwise(role["Properties"]["AssumeRolePolicyDocument"], without))


def identity_of(template: str) -> Iterator[Found]:
    """What roles are granted; of statements that depend on the launch, the one that is in force."""
    for title, role in roles(template).items():
        yield from of_role(title, role, template)


def of_role(title: str, role: dict[str, Any], template: str) -> Iterator[Found]:
    """What the role's own policies grant, and those of the template that are attached to it."""
    for policy in role["Properties"].get("Policies", []):
        yield from _found(title, policy["PolicyDocument"])
    for attached in role["Properties"].get("ManagedPolicyArns", []):
        policy = template_of(template)["Resources"][attached["Ref"]]
        yield from _found(title, policy["Properties"]["PolicyDocument"])


def of_launch_role(product: str) -> list[Found]:
    """What the role is granted that launches the product: the one of its portfolio."""
    name = LAUNCH_ROLES[product]
    found = roles("spoke-roles").items()
    title, role = next((title, role) for title, role in found if role["Properties"].get("RoleName") == name)
    return list(of_role(title, role, "spoke-roles"))


def boundary() -> list[Found]:
    policy = template_of("spoke-roles")["Resources"]["Boundary"]["Properties"]["PolicyDocument"]
    return list(_found("Boundary", policy))


def resource_of(template: str, without: Collection[str] = ()) -> Iterator[Found]:
    """The policies of resources; `without` are the conditions that do not hold."""
    for title, body in resources_of(template_of(template), *RESOURCE_POLICIES).items():
        yield from _found(title, otherwise(body["Properties"][RESOURCE_POLICIES[body["Type"]]], without))


def otherwise(value: Any, without: Collection[str]) -> Any:
    """The value with the other side of every choice by one of these conditions."""
    if isinstance(value, list):
        return [otherwise(part, without) for part in value]
    if not isinstance(value, dict):
        return value
    chosen = value.get("Fn::If")
    if chosen and chosen[0] in without:
        return otherwise(chosen[2], without)
    return {key: otherwise(part, without) for key, part in value.items()}


def covers(statement: Found, action: str, resource: str = "*") -> bool:
    """Whether the statement applies to that action on that resource, with either effect."""
    named = any(fnmatchcase(action.lower(), pattern.lower()) for pattern in statement.actions)
    if "NotResource" in statement.statement:
        return named and not any(fnmatchcase(resource, pattern) for pattern in statement.statement["NotResource"])
    return named and any(fnmatchcase(resource, pattern) for pattern in statement.resources)


def _found(place: str, document: dict[str, Any]) -> Iterator[Found]:
    for statement in filled_in(document)["Statement"]:
        yield Found(place, _without_no_value(statement))


def _without_no_value(value: Any) -> Any:
    """CloudFormation leaves out what a template gives no value."""
    if not isinstance(value, dict):
        return value
    return {key: _without_no_value(part) for key, part in value.items() if part != "<AWS::NoValue>"}
