"""Condition operators, as the IAM User Guide describes them ("IAM JSON policy elements: Condition operators")."""

from typing import Any

import pytest

from scripts.proofs.evaluation.conditions import hold

ROLE = "arn:aws:iam::111122223333:role/team/one"


@pytest.mark.parametrize(
    ("conditions", "context", "expected"),
    [
        ({"StringEquals": {"aws:PrincipalTag/Team": ["a", "b"]}}, {"aws:principaltag/team": "b"}, True),
        ({"StringEquals": {"aws:PrincipalTag/Team": "a"}}, {"aws:principaltag/team": "A"}, False),
        ({"StringEquals": {"k": "a*"}}, {"k": "ab"}, False),
        ({"StringLike": {"k": "a*c"}}, {"k": "abc"}, True),
        ({"StringEquals": {"k": "a"}}, {}, False),
        ({"StringEqualsIfExists": {"k": "a"}}, {}, True),
        ({"StringEqualsIfExists": {"k": "a"}}, {"k": "b"}, False),
        ({"StringNotEquals": {"k": ["a", "b"]}}, {"k": "b"}, False),
        ({"StringNotEquals": {"k": ["a", "b"]}}, {"k": "c"}, True),
        ({"StringNotEquals": {"k": "a"}}, {}, True),
        ({"ArnLike": {"k": "arn:aws:iam::*:role/team/*"}}, {"k": ROLE}, True),
        ({"ArnEquals": {"k": "arn:aws:iam::*:role/team/*"}}, {"k": ROLE}, True),
        ({"ArnLike": {"k": "arn:aws:iam*role/team/one"}}, {"k": ROLE}, False),
        ({"ArnNotLike": {"k": "arn:aws:iam::*:role/team/*"}}, {"k": ROLE}, False),
        ({"Null": {"k": "true"}}, {}, True),
        ({"Null": {"k": "false"}}, {}, False),
        ({"Null": {"k": "false"}}, {"k": "x"}, True),
        ({"Bool": {"aws:SecureTransport": "false"}}, {"aws:securetransport": "true"}, False),
        ({"BoolIfExists": {"k": "false"}}, {}, True),
        ({"ForAllValues:StringEquals": {"aws:TagKeys": ["a", "b"]}}, {"aws:tagkeys": ["a"]}, True),
        ({"ForAllValues:StringEquals": {"aws:TagKeys": ["a"]}}, {"aws:tagkeys": ["a", "c"]}, False),
        ({"ForAllValues:StringEquals": {"aws:TagKeys": ["a"]}}, {}, True),
        ({"ForAnyValue:StringLike": {"k": ["o/*/u/*"]}}, {"k": ["o/r/u/", "x"]}, True),
        ({"ForAnyValue:StringLike": {"k": ["o/*"]}}, {}, False),
        ({"ForAnyValue:StringNotEquals": {"k": ["a"]}}, {}, False),
        ({"StringEquals": {"k": "${aws:PrincipalAccount}"}}, {"k": "1", "aws:principalaccount": "1"}, True),
        ({"StringEquals": {"k": "${aws:PrincipalAccount}"}}, {"k": "1"}, False),
        ({"StringNotEquals": {"k": "${aws:PrincipalAccount}"}}, {"k": "1"}, True),
        ({"StringLike": {"k": "${*}x"}}, {"k": "*x"}, True),
        ({"StringLike": {"k": "${*}x"}}, {"k": "yx"}, False),
        ({"StringLike": {"k": "${v}"}}, {"k": "anything", "v": "*"}, False),
        ({"NumericLessThan": {"k": "5"}}, {"k": "4"}, True),
        ({"StringEquals": {"k": "a"}, "Bool": {"b": "true"}}, {"k": "a", "b": "false"}, False),
    ],
)
def test_a_condition_holds_as_documented(
    conditions: dict[str, Any], context: dict[str, Any], *, expected: bool
) -> None:
    assert hold(conditions, context) is expected
