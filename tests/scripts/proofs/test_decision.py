"""The decision over a request, as the IAM User Guide describes it ("Policy evaluation logic")."""

from pathlib import Path
from typing import Any

import pytest

from scripts.proofs.evaluation.decision import Evaluator
from scripts.proofs.requests import Request
from scripts.proofs.simulation import simulated
from scripts.proofs.world.accounts import ACCOUNTS, DEVELOPMENT, OTHER_DEVELOPMENT
from scripts.proofs.world.facts import Facts, Principal

ROLE = f"arn:aws:iam::{DEVELOPMENT}:role/one"
OBJECT = "arn:aws:s3:::bucket/key"
KEY = f"arn:aws:kms:ap-southeast-1:{DEVELOPMENT}:key/0123"
TARGET = f"arn:aws:iam::{DEVELOPMENT}:role/two"
ROOT = f"arn:aws:iam::{DEVELOPMENT}:root"
READ, DECRYPT, ASSUME = "s3:GetObject", "kms:Decrypt", "sts:AssumeRole"


def allow(
    action: str, principal: Any = None, effect: str = "Allow", resource: str = "*", **more: Any
) -> dict[str, Any]:
    statement = {"Effect": effect, "Action": action, **more}
    if action != ASSUME or principal is None:
        statement["Resource"] = resource
    return statement | ({"Principal": principal} if principal else {})


def document(*statements: dict[str, Any]) -> dict[str, Any]:
    return {"Version": "2012-10-17", "Statement": list(statements)}


def world(
    identity: list[dict[str, Any]], boundary: list[dict[str, Any]] | None, policies: dict[str, Any], owner: str
) -> Facts:
    limits = None if boundary is None else document(*boundary)
    own = (document(*identity),) if identity else ()
    principals = {ROLE: Principal(ROLE, DEVELOPMENT, own, limits)}
    return Facts(dict(ACCOUNTS), principals, policies, {"arn:aws:s3:::bucket": owner})


CASES = {
    "nothing allows": ([], None, {}, DEVELOPMENT, READ, OBJECT, False),
    "identity allows": ([allow(READ)], None, {}, DEVELOPMENT, READ, OBJECT, True),
    "a deny wins": ([allow(READ), allow(READ, effect="Deny")], None, {}, DEVELOPMENT, READ, OBJECT, False),
    "the boundary lacks it": ([allow(READ)], [allow(DECRYPT)], {}, DEVELOPMENT, READ, OBJECT, False),
    "identity and boundary": ([allow(READ)], [allow(READ)], {}, DEVELOPMENT, READ, OBJECT, True),
    "the bucket names the role": (
        [],
        None,
        {"arn:aws:s3:::bucket": [allow(READ, {"AWS": ROLE})]},
        DEVELOPMENT,
        READ,
        OBJECT,
        True,
    ),
    "a role named by ARN stays in its boundary": (
        [],
        [allow(DECRYPT)],
        {"arn:aws:s3:::bucket": [allow(READ, {"AWS": ROLE})]},
        DEVELOPMENT,
        READ,
        OBJECT,
        False,
    ),
    "the bucket denies everybody": (
        [allow(READ)],
        None,
        {"arn:aws:s3:::bucket": [allow(READ, "*", "Deny")]},
        DEVELOPMENT,
        READ,
        OBJECT,
        False,
    ),
    "across accounts identity alone": ([allow(READ)], None, {}, OTHER_DEVELOPMENT, READ, OBJECT, False),
    "across accounts the bucket alone": (
        [],
        None,
        {"arn:aws:s3:::bucket": [allow(READ, {"AWS": ROLE})]},
        OTHER_DEVELOPMENT,
        READ,
        OBJECT,
        False,
    ),
    "across accounts both": (
        [allow(READ)],
        None,
        {"arn:aws:s3:::bucket": [allow(READ, {"AWS": ROOT})]},
        OTHER_DEVELOPMENT,
        READ,
        OBJECT,
        True,
    ),
    "a key's policy must name the account": (
        [allow(DECRYPT)],
        None,
        {KEY: [allow("kms:Encrypt", {"AWS": ROOT})]},
        DEVELOPMENT,
        DECRYPT,
        KEY,
        False,
    ),
    "a key that names the account": (
        [allow(DECRYPT)],
        None,
        {KEY: [allow(DECRYPT, {"AWS": ROOT})]},
        DEVELOPMENT,
        DECRYPT,
        KEY,
        True,
    ),
    "a role that trusts the account": (
        [allow(ASSUME)],
        None,
        {TARGET: [allow(ASSUME, {"AWS": ROOT})]},
        DEVELOPMENT,
        ASSUME,
        TARGET,
        True,
    ),
    "a role that trusts a service": (
        [allow(ASSUME)],
        None,
        {TARGET: [allow(ASSUME, {"Service": "lambda.amazonaws.com"})]},
        DEVELOPMENT,
        ASSUME,
        TARGET,
        False,
    ),
    "everything but one action": (
        [{"Effect": "Allow", "NotAction": "s3:Put*", "Resource": "*"}],
        None,
        {},
        DEVELOPMENT,
        READ,
        OBJECT,
        True,
    ),
    "everything but one resource": (
        [{"Effect": "Allow", "Action": "*", "NotResource": "arn:aws:s3:::bucket/*"}],
        None,
        {},
        DEVELOPMENT,
        READ,
        OBJECT,
        False,
    ),
    "another bucket": ([allow(READ, resource="arn:aws:s3:::other/*")], None, {}, DEVELOPMENT, READ, OBJECT, False),
    "an account in the condition": (
        [allow(READ, Condition={"StringEquals": {"aws:ResourceAccount": "${aws:PrincipalAccount}"}})],
        None,
        {},
        DEVELOPMENT,
        READ,
        OBJECT,
        True,
    ),
}


@pytest.mark.parametrize("name", CASES)
def test_a_request_is_decided_as_documented_by_both_evaluators(name: str, environment: Path) -> None:
    identity, boundary, policies, owner, action, resource, expected = CASES[name]
    facts = world(identity, boundary, {arn: document(*body) for arn, body in policies.items()}, owner)
    request = Request(ROLE, action, resource)
    assert Evaluator(facts).allows(request) is expected
    assert simulated([request], facts, environment) == [expected]
