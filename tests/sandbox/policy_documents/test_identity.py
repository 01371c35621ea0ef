"""Policies of users, groups and roles, with what IAM says about each mistake."""

import json
from typing import Any

import pytest

from sandbox.policy_documents import identity
from sandbox.policy_documents.problems import PolicyError, Reason

SYNTAX = "Syntax errors in policy."
LEGACY = "The policy failed legacy parsing"
BUCKET = "arn:aws:s3:::lake"


def statement(**elements: Any) -> dict[str, Any]:
    """A right statement with some elements changed; None leaves an element out."""
    whole = {"Effect": "Allow", "Action": "s3:GetObject", "Resource": "*"} | elements
    return {name: value for name, value in whole.items() if value is not None}


def document(*statements: Any, **elements: Any) -> str:
    return json.dumps({"Version": "2012-10-17", "Statement": list(statements)} | elements)


def problem_of(text: str, *, is_managed: bool = False) -> PolicyError:
    with pytest.raises(PolicyError) as refused:
        identity.check(text, is_managed=is_managed)
    return refused.value


@pytest.mark.parametrize(
    "elements",
    [
        {"Action": "*"},
        {"Action": ["s3:Get*", "iam:PassRole"]},
        {"Action": None, "NotAction": "iam:*"},
        {"Action": "a-service-of-tomorrow:DoIt"},
        {"Resource": [BUCKET, f"{BUCKET}/*"]},
        {"Resource": None, "NotResource": BUCKET},
        {"Resource": "arn:*:iam::*:role/builders/*"},
        {"Resource": "arn:aws:iam::111111111111:*"},
        {"Resource": "arn:aws:s3:eu-west-1:111111111111:accesspoint/lake"},
        {"Resource": "arn:aws:sagemaker:*:*:endpoint/${aws:PrincipalTag/team}"},
        {"Condition": {}},
        {"Condition": {"ForAnyValue:StringLikeIfExists": {"aws:TagKeys": ["a", "b"]}}},
        {"Condition": {"Bool": {"aws:SecureTransport": False}, "Null": {"aws:TokenIssueTime": "true"}}},
        {"Condition": {"NumericLessThan": {"s3:max-keys": 10}}},
        {"Condition": {"IpAddress": {"aws:SourceIp": ["10.0.0.0/8", "2001:db8::1"]}}},
        {"Condition": {"DateLessThan": {"aws:CurrentTime": "2026-11-21T09:00:00-05:00"}}},
        {"Condition": {"DateGreaterThan": {"aws:EpochTime": "1763712000"}}},
        {"Sid": ""},
        {"Sid": "Read1"},
    ],
)
def test_what_the_grammar_has_is_stored(elements: dict[str, Any]) -> None:
    assert _problem(document(statement(**elements))) == ""


def _problem(text: str) -> str:
    """What IAM says of a managed policy; nothing where it stores it."""
    try:
        identity.check(text, is_managed=True)
    except PolicyError as error:
        return error.message
    return ""


@pytest.mark.parametrize(
    "text",
    [
        "no JSON",
        '"a string"',
        "[]",
        "{}",
        document(),
        document("s3:GetObject"),
        document(statement(), Version="2020-01-01"),
        document(statement(), Extra=1),
        document(statement(), Id=["x"]),
        document(statement(Extra=1)),
        document(statement(Effect=None)),
        document(statement(Effect="Maybe")),
        document(statement(Sid=1)),
        document(statement(Action=1)),
        document(statement(Action=["s3:GetObject", None])),
        document(statement(Resource={"arn": BUCKET})),
        document(statement(NotAction="iam:*")),
        document(statement(NotResource=BUCKET)),
        document(statement(Condition=[])),
        document(statement(Condition={"StringEquals": "a"})),
        document(statement(Condition={"StringEquals": {"aws:username": {}}})),
        document(statement(Condition={"StringSimilar": {"aws:username": "a"}})),
        document(statement(Condition={"NullIfExists": {"aws:username": "true"}})),
        document(statement(Condition={"ForAnyValue::StringEquals": {"aws:username": "a"}})),
        '{"Version": "2012-10-17", "Statement": {"Effect": "Deny", "Effect": "Allow", "Action": "*", "Resource": "*"}}',
    ],
)
def test_a_document_of_another_form_has_syntax_errors(text: str) -> None:
    assert problem_of(text).message == SYNTAX


@pytest.mark.parametrize(
    ("elements", "message"),
    [
        ({"Principal": "*"}, "Policy document should not specify a principal."),
        ({"NotPrincipal": {"AWS": "*"}, "Action": None}, "Policy document should not specify a principal."),
        ({"Effect": "allow"}, LEGACY),
        ({"Condition": {"DateLessThan": {"aws:CurrentTime": "tomorrow"}}}, LEGACY),
        ({"Condition": {"DateLessThan": {"aws:CurrentTime": "2026-13-01"}}}, LEGACY),
        ({"Resource": "arn:aws:s3::lake"}, LEGACY),
        ({"Resource": "arn:aws::::lake"}, LEGACY),
        ({"Action": None}, "Policy statement must contain actions."),
        ({"Action": []}, "Policy statement must contain actions."),
        ({"Resource": None}, "Policy statement must contain resources."),
        ({"Resource": []}, "Policy statement must contain resources."),
        ({"Resource": "lake"}, 'Resource lake must be in ARN format or "*".'),
        ({"Resource": "", "Action": "wrong"}, 'Resource  must be in ARN format or "*".'),
        ({"Resource": "s3::lake/*"}, 'Partition "" is not valid for resource "arn::lake/*:*:*:*".'),
        ({"Resource": "arn:aws-cn:s3:::lake"}, 'Partition "aws-cn" is not valid for resource "arn:aws-cn:s3:::lake".'),
        ({"Resource": "arn:aws"}, "Resource vendor must be fully qualified and cannot contain regexes."),
        ({"Resource": "arn:aws:s*:::lake"}, "Resource vendor must be fully qualified and cannot contain regexes."),
        (
            {"Resource": "arn:aws:s3:eu-west-1::lake"},
            "Resource arn:aws:s3:eu-west-1::lake can not contain region information.",
        ),
        (
            {"Resource": "arn:aws:iam:eu-west-1::role/a"},
            "IAM resource arn:aws:iam:eu-west-1::role/a cannot contain region information.",
        ),
        ({"Action": "GetObject"}, "Actions/Conditions must be prefaced by a vendor, e.g., iam, sdb, ec2, etc."),
        ({"Action": ""}, "Actions/Conditions must be prefaced by a vendor, e.g., iam, sdb, ec2, etc."),
        ({"Action": "s3:object:Get"}, "Actions/Condition can contain only one colon."),
        ({"Action": "s 3:GetObject"}, "Vendor s 3 is not valid"),
    ],
)
def test_a_mistake_is_named_as_iam_names_it(elements: dict[str, Any], message: str) -> None:
    assert problem_of(document(statement(**elements))).message == message


def test_a_document_begins_with_its_bracket() -> None:
    assert problem_of(f" {document(statement())}").message == LEGACY


def test_a_path_of_iam_starts_with_a_kind_of_identity() -> None:
    refused = problem_of(document(statement(Resource="arn:aws:iam::111111111111:builders")))
    assert refused.message.startswith(
        'IAM resource path must either be "*" or start with user/, federated-user/, role/'
    )


def test_an_id_has_letters_and_digits() -> None:
    refused = problem_of(document(statement(Sid="read-objects")))
    assert refused.message.startswith("Statement IDs (SID) must be alpha-numeric. Check that your input satisfies the")


def test_two_statements_have_two_ids() -> None:
    twice = document(statement(Sid="Read"), statement(Sid="Read"))
    assert problem_of(twice).message == "Statement IDs (SID) in a single policy must be unique."


@pytest.mark.parametrize("version", [{}, {"Version": "2008-10-17"}])
def test_only_a_managed_policy_needs_the_newer_version(version: dict[str, str]) -> None:
    old = json.dumps(version | {"Statement": statement()})
    identity.check(old)
    refused = problem_of(old, is_managed=True)
    assert refused.message == "Policy document must be version 2012-10-17 or greater."


@pytest.mark.parametrize(
    "condition",
    [
        {"NumericEquals": {"s3:max-keys": "many"}},
        {"Bool": {"aws:SecureTransport": "yes"}},
        {"NotIpAddress": {"aws:SourceIp": "10.0.0"}},
    ],
)
def test_values_whose_refusal_no_source_has_have_a_reason_of_their_own(condition: dict[str, Any]) -> None:
    assert problem_of(document(statement(Condition=condition))).reason is Reason.CONDITION_VALUE
