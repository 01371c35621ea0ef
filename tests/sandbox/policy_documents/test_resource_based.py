"""Policies of resources: what is refused whatever the service is, with the part of the grammar that it violates."""

import json
from typing import Any

import pytest

from sandbox.policy_documents import resource_based
from sandbox.policy_documents.problems import PolicyError, Reason


def statement(**elements: Any) -> dict[str, Any]:
    whole = {"Effect": "Allow", "Principal": "*", "Action": "sqs:SendMessage", "Resource": "*"} | elements
    return {name: value for name, value in whole.items() if value is not None}


def document(*statements: Any, **elements: Any) -> str:
    return json.dumps({"Version": "2012-10-17", "Statement": list(statements)} | elements)


@pytest.mark.parametrize(
    "elements",
    [
        {"Principal": {"AWS": "111111111111", "CanonicalUser": "abc"}},
        {"Principal": None, "NotPrincipal": {"AWS": "arn:aws:iam::111111111111:root"}, "Effect": "Deny"},
        {"Action": None, "NotAction": ["sqs:DeleteQueue"]},
        {"Sid": "Any words at all"},
        {"Resource": ["a", "b"]},
    ],
)
def test_what_the_grammar_has_is_returned(elements: dict[str, Any]) -> None:
    assert resource_based.check(document(statement(**elements), Id="Policy 1")) == [statement(**elements)]


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("policy", Reason.JSON),
        ('{"Statement": NaN}', Reason.JSON),
        ('{"Id": "a", "Id": "b"}', Reason.DUPLICATE_KEY),
        (document(statement(), Extra=1), Reason.FIELD),
        (document(statement(Extra=1)), Reason.FIELD),
        (document(statement(), Version="2020-01-01"), Reason.VERSION),
        (document(), Reason.STATEMENT),
        (document("a"), Reason.STATEMENT),
        (document(statement(Effect="allow")), Reason.EFFECT),
        (document(statement(Principal=None)), Reason.PRINCIPAL_MISSING),
        (document(statement(Principal="me")), Reason.PRINCIPAL),
        (document(statement(Principal={"User": "me"})), Reason.PRINCIPAL),
        (document(statement(NotPrincipal="*")), Reason.PRINCIPAL),
        (document(statement(Action=[])), Reason.ACTION_MISSING),
        (document(statement(Action={})), Reason.ACTION),
        (document(statement(Resource=None)), Reason.RESOURCE_MISSING),
        (document(statement(NotResource="*")), Reason.RESOURCE),
        (document(statement(Condition={"Equals": {"a": "b"}})), Reason.CONDITION),
    ],
)
def test_a_mistake_is_known_by_its_reason(text: str, reason: Reason) -> None:
    with pytest.raises(PolicyError) as refused:
        resource_based.check(text)
    assert refused.value.reason is reason


def test_a_service_without_resources_in_its_policies_says_so() -> None:
    assert resource_based.check(document(statement(Resource=None)), needs_resource=False)


def test_ids_are_unique_where_the_service_wants_it() -> None:
    statements = resource_based.check(document(statement(Sid="A"), statement(Sid="A")))
    with pytest.raises(PolicyError) as refused:
        resource_based.check_sids(statements)
    assert refused.value.reason is Reason.SID
