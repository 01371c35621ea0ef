"""Defects of trust policies and resource policies: others get in."""

from collections.abc import Iterator
from typing import Any

from scripts.gate.model.template import Body
from scripts.gate.mutation.edits import Edit, is_trust
from scripts.gate.mutation.operators.grants import allowing
from templates.names import PREFIX

STRANGER = "arn:aws:iam::999999999999:root"
EXACT = ("aws:PrincipalAccount", "aws:PrincipalArn")
OTHER_SERVICE = "ec2.amazonaws.com"


def everybody(body: Body) -> Iterator[Edit]:
    """Any principal, under the condition that there was."""
    for path, found in allowing(body):
        if "Principal" in found and not _open(found["Principal"]) and not _requires_source(found):
            yield Edit((*path, "Principal"), {"AWS": "*"})


def everybody_without_condition(body: Body) -> Iterator[Edit]:
    for path, found in allowing(body):
        if "Principal" in found:
            changed = {name: value for name, value in found.items() if name != "Condition"}
            yield Edit(path, {**changed, "Principal": "*"})


def stranger_added(body: Body) -> Iterator[Edit]:
    for path, found in allowing(body):
        principal = found.get("Principal")
        if isinstance(principal, dict) and not _open(principal) and not _requires_source(found):
            listed = principal.get("AWS", [])
            listed = listed if isinstance(listed, list) else [listed]
            yield Edit((*path, "Principal"), {**principal, "AWS": [*listed, STRANGER]})


def other_service(body: Body) -> Iterator[Edit]:
    for path, found in allowing(body):
        if "Service" in (found.get("Principal") or {}):
            yield Edit((*path, "Principal", "Service"), OTHER_SERVICE)


def service_added(body: Body) -> Iterator[Edit]:
    for path, found in allowing(body):
        principal = found.get("Principal")
        if isinstance(principal, dict) and "Service" in principal:
            yield Edit((*path, "Principal", "Service"), [principal["Service"], "lambda.amazonaws.com", OTHER_SERVICE])


def second_trust(body: Body) -> Iterator[Edit]:
    """A further statement in a trust policy, of the kind that people paste from a blog."""
    for path, _ in allowing(body):
        if is_trust(path) and path[-1] == 0:
            extra = {"Effect": "Allow", "Action": ["sts:AssumeRole"], "Principal": {"Service": OTHER_SERVICE}}
            listed = [*_statements(body, path[1]), extra]
            yield Edit((*path[:-1],), listed)


def name_becomes_a_pattern(body: Body) -> Iterator[Edit]:
    """A principal that was named exactly is any with a name like it."""
    for path, found in allowing(body):
        tests = found.get("Condition", {}).get("ArnEquals", {})
        if "aws:PrincipalArn" in tests:
            kept = {name: part for name, part in found["Condition"].items() if name != "ArnEquals"}
            pattern = f"arn:aws:iam::*:role/{PREFIX}/sagemaker-*"
            yield Edit((*path, "Condition"), {**kept, "ArnLike": {**tests, "aws:PrincipalArn": pattern}})


def _requires_source(found: dict[str, Any]) -> bool:
    """Requests of people have no source, and an ARN or account that is required keeps others out: nothing changes."""
    tests = [(operator, key) for operator, keys in found.get("Condition", {}).items() for key in keys]
    return any(
        key.startswith("aws:Source") or (operator.endswith("Equals") and "Not" not in operator and key in EXACT)
        for operator, key in tests
        if "IfExists" not in operator
    )


def _open(principal: object) -> bool:
    return principal == "*" or (isinstance(principal, dict) and principal.get("AWS") == "*")


def _statements(body: Body, name: str | int) -> list[object]:
    return body["Resources"][name]["Properties"]["AssumeRolePolicyDocument"]["Statement"]


OPERATORS = (
    "everybody",
    "everybody_without_condition",
    "stranger_added",
    "other_service",
    "service_added",
    "second_trust",
    "name_becomes_a_pattern",
)
