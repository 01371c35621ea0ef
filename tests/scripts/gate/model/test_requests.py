"""Requests that statements apply to."""

import pytest

from scripts.gate.model.requests import Request, denied, holds
from scripts.gate.model.statements import Test as Line
from scripts.gate.model.statements import statements
from tests.scripts.gate.small import deny, document, everybody

DENIAL = everybody(deny("s3:Put*", "arn:aws:s3:::x/*", ArnNotLike={"aws:PrincipalArn": "arn:aws:iam::*:role/good-*"}))
POLICY = tuple(statements("Policy", "resource", document(DENIAL)))


@pytest.mark.parametrize(
    ("principal", "action", "resource", "expected"),
    [
        ("arn:aws:iam::1:role/bad", "s3:PutObject", "arn:aws:s3:::x/y", True),
        ("arn:aws:iam::1:role/good-1", "s3:PutObject", "arn:aws:s3:::x/y", False),
        ("arn:aws:iam::1:role/bad", "s3:GetObject", "arn:aws:s3:::x/y", False),
        ("arn:aws:iam::1:role/bad", "s3:PutObject", "arn:aws:s3:::z/y", False),
    ],
)
def test_a_denial_applies_where_all_of_it_matches(
    principal: str, action: str, resource: str, *, expected: bool
) -> None:
    assert denied(POLICY, Request(principal, action, resource)) is expected


def test_a_denial_of_one_principal_is_not_one_of_everybody() -> None:
    one = {**DENIAL, "Principal": {"AWS": "arn:aws:iam::1:root"}}
    policy = tuple(statements("Policy", "resource", document(one)))
    assert not denied(policy, Request("arn:aws:iam::1:role/bad", "s3:PutObject", "arn:aws:s3:::x/y"))


@pytest.mark.parametrize(
    ("operator", "values", "value", "expected"),
    [
        ("StringEquals", ("a",), "a", True),
        ("StringEquals", ("a*",), "ab", False),
        ("StringLike", ("a*",), "ab", True),
        ("ArnEquals", ("a*",), "ab", True),
        ("StringNotEquals", ("a",), "b", True),
        ("StringNotEquals", ("a",), None, True),
        ("StringEquals", ("a",), None, False),
        ("StringEqualsIfExists", ("a",), None, True),
        ("Null", ("true",), None, True),
        ("Null", ("false",), "a", True),
        ("Null", ("false",), None, False),
        ("NumericLessThan", ("1",), "0", False),
    ],
)
def test_operators_are_those_of_iam(
    operator: str, values: tuple[str, ...], value: str | None, *, expected: bool
) -> None:
    """IAM User Guide, "IAM JSON policy elements: Condition operators"."""
    assert holds(Line(operator, "key", values), value) is expected
