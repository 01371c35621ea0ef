"""Defects of statements that deny: gone, narrower, or with an exception for everybody."""

import json
from collections.abc import Iterator
from typing import Any

from scripts.gate.model.template import Body
from scripts.gate.mutation.edits import REMOVED, Edit, Path, at, statement_places


def denying(body: Body) -> Iterator[tuple[Path, dict[str, Any]]]:
    return ((path, found) for path, found in statement_places(body) if found["Effect"] == "Deny")


def denial_removed(body: Body) -> Iterator[Edit]:
    for path, found in denying(body):
        if isinstance(path[-1], int) and isinstance(at(body, path[:-1]), list):
            yield Edit(path, REMOVED, ",".join(found["Action"])[:60])


def denial_of_fewer_actions(body: Body) -> Iterator[Edit]:
    for path, found in denying(body):
        for number, action in enumerate(found["Action"]):
            if len(found["Action"]) > 1 and not _denied_besides(at(body, path[:-1]), found, action):
                yield Edit((*path, "Action", number), REMOVED, action)


def _denied_besides(statements: list[Any], found: dict[str, Any], action: str) -> bool:
    """Whether another statement denies it to the same and more: then nothing would change."""
    others = [other for other in statements if isinstance(other, dict) and other is not found]
    return any(
        other.get("Effect") == "Deny"
        and action in other["Action"]
        and any(str(resource).endswith("/*'}") for resource in other["Resource"])
        and all(operator == "ArnLike" for operator in other.get("Condition", {}))
        for other in others
    )


def denial_of_fewer_resources(body: Body) -> Iterator[Edit]:
    for path, found in denying(body):
        for number, resource in enumerate(found["Resource"]):
            if len(found["Resource"]) > 1:
                yield Edit((*path, "Resource", number), REMOVED, json.dumps(resource))


def denial_under_a_condition(body: Body) -> Iterator[Edit]:
    """Only on Sundays, so to speak: for requests from one address."""
    for path, found in denying(body):
        condition = {**found.get("Condition", {}), "IpAddress": {"aws:SourceIp": "203.0.113.0/24"}}
        yield Edit((*path, "Condition"), condition)


def denial_with_an_exception_for_all(body: Body) -> Iterator[Edit]:
    """An exception from a denial that every role matches."""
    for path, found in denying(body):
        for operator, tests in found.get("Condition", {}).items():
            for key, value in tests.items() if operator.startswith(("ArnNot", "StringNot")) else ():
                like = operator.replace("Equals", "Like")
                if key == "aws:PrincipalArn":
                    listed = value if isinstance(value, list) else [value]
                    wide = {**found["Condition"], like: {**tests, key: [*listed, "arn:*:iam::*:role/*"]}}
                    wide = wide if like == operator else {name: part for name, part in wide.items() if name != operator}
                    yield Edit((*path, "Condition"), wide, key)


def denial_becomes_a_grant(body: Body) -> Iterator[Edit]:
    return (Edit((*path, "Effect"), "Allow") for path, _ in denying(body))


def denial_of_one_principal(body: Body) -> Iterator[Edit]:
    for path, found in denying(body):
        if "Principal" in found:
            yield Edit(
                (*path, "Principal"), {"AWS": {"Fn::Sub": "arn:${AWS::Partition}:iam::${AWS::AccountId}:role/x"}}
            )


OPERATORS = (
    "denial_removed",
    "denial_of_fewer_actions",
    "denial_of_fewer_resources",
    "denial_under_a_condition",
    "denial_with_an_exception_for_all",
    "denial_becomes_a_grant",
    "denial_of_one_principal",
)
