"""Both evaluators decide alike over thousands of requests to policies that were put together at random."""

import random
from pathlib import Path
from typing import Any

from scripts.proofs.evaluation.decision import Evaluator
from scripts.proofs.requests import Request
from scripts.proofs.simulation import simulated
from scripts.proofs.world.accounts import ACCOUNTS, DEVELOPMENT, OTHER_DEVELOPMENT, OUTSIDE
from scripts.proofs.world.facts import Facts, Principal

ROLES = [
    f"arn:aws:iam::{account}:role/team/{name}" for account in (DEVELOPMENT, OTHER_DEVELOPMENT, OUTSIDE) for name in "ab"
]
BUCKETS = {"arn:aws:s3:::sagemaker-one": DEVELOPMENT, "arn:aws:s3:::sagemaker-one-more": OTHER_DEVELOPMENT}
KEY = f"arn:aws:kms:ap-southeast-1:{DEVELOPMENT}:key/0123"
ACTIONS = ("s3:GetObject", "s3:PutObject", "s3:*", "kms:Decrypt", "*", "s3:Get*")
RESOURCES = ("*", "arn:aws:s3:::sagemaker-*/data/*", "arn:aws:s3:::sagemaker-one/*", "arn:aws:s3:::sagemaker-one*", KEY)
CONDITIONS: tuple[dict[str, Any], ...] = (
    {},
    {},
    {"StringEquals": {"aws:PrincipalOrgID": "o-aaaaaaaaaa"}},
    {"StringNotEqualsIfExists": {"aws:ResourceAccount": "${aws:PrincipalAccount}"}},
    {"ArnLike": {"aws:PrincipalArn": "arn:aws:iam::*:role/team/a"}},
    {"ArnNotEquals": {"aws:PrincipalArn": ROLES[:3]}},
    {"Null": {"aws:PrincipalTag/team": "false"}},
    {"StringLike": {"aws:PrincipalTag/team": ["r*", "?"]}},
    {"ForAnyValue:StringLike": {"aws:PrincipalOrgPaths": ["o-aaaaaaaaaa/*/ou-root-mlops001/*"]}},
    {"Bool": {"aws:SecureTransport": "false"}},
)
PRINCIPALS: tuple[Any, ...] = (
    "*",
    {"AWS": "*"},
    {"AWS": ROLES[:2]},
    {"AWS": f"arn:aws:iam::{DEVELOPMENT}:root"},
    {"AWS": OUTSIDE},
)
SEEDS, REQUESTS = 25, 60


def random_facts(chance: random.Random) -> Facts:
    def statement(resource: str | None = None) -> dict[str, Any]:
        body = {"Effect": chance.choice(["Allow", "Allow", "Allow", "Deny"]), "Action": chance.sample(ACTIONS, 2)}
        condition = chance.choice(CONDITIONS)
        named = {"Principal": chance.choice(PRINCIPALS)} if resource else {}
        return {
            **body,
            "Resource": resource or chance.choice(RESOURCES),
            **named,
            **({"Condition": condition} if condition else {}),
        }

    def document(resource: str | None = None) -> dict[str, Any]:
        return {"Version": "2012-10-17", "Statement": [statement(resource) for _ in range(chance.randint(1, 4))]}

    principals = {
        arn: Principal(
            arn,
            arn.split(":")[4],
            (document(),),
            chance.choice([None, document()]),
            chance.choice([{}, {"team": "red"}]),
        )
        for arn in ROLES
    }
    policies = {arn: document(f"{arn}/*") for arn in BUCKETS} | {KEY: document("*")}
    return Facts(dict(ACCOUNTS), principals, policies, dict(BUCKETS))


def test_random_policies_are_decided_alike(environment: Path) -> None:
    differing: list[Request] = []
    for seed in range(SEEDS):
        chance = random.Random(seed)  # noqa: S311 - the same cases at every run
        facts = random_facts(chance)
        objects = [f"{bucket}/{prefix}/x" for bucket in BUCKETS for prefix in ("data", "other")]
        asked = [
            Request(chance.choice(ROLES), action, chance.choice(objects))
            for action in ACTIONS[:2]
            for _ in range(REQUESTS)
        ]
        asked += [Request(role, "kms:Decrypt", KEY) for role in ROLES]
        evaluator = Evaluator(facts)
        first = [evaluator.allows(request) for request in asked]
        second = simulated(asked, facts, environment)
        differing += [request for request, one, other in zip(asked, first, second, strict=True) if one != other]
        assert set(first) == {True, False} or seed
    assert differing == []
