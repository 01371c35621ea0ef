"""A key policy is a policy, names principals that exist, and keeps nobody from changing it who put it."""

import json
from collections.abc import Callable
from typing import Any

import pytest

from tests.sandbox.conftest import Sandbox
from tests.sandbox.engine.rules.refusals import refusal

MALFORMED = "MalformedPolicyDocumentException"
LOCKED_OUT = (MALFORMED, "The new key policy will not allow you to update the key policy in the future.")


def document(*statements: dict[str, Any]) -> str:
    return json.dumps({"Version": "2012-10-17", "Statement": list(statements)})


def allow(principal: str, action: str = "kms:*", **more: Any) -> dict[str, Any]:
    return {"Effect": "Allow", "Principal": {"AWS": principal}, "Action": action, "Resource": "*", **more}


@pytest.fixture
def kms(sandbox: Sandbox) -> Any:
    return sandbox.client("kms")


@pytest.fixture
def root(sandbox: Sandbox) -> str:
    return f"arn:aws:iam::{sandbox.development}:root"


@pytest.fixture
def maker(sandbox: Sandbox, root: str) -> Callable[[str], Any]:
    """A client as a role that may create keys and what else is given."""

    def make(name: str, *further: str) -> Any:
        iam = sandbox.client("iam")
        trust = document({"Effect": "Allow", "Principal": {"AWS": root}, "Action": "sts:AssumeRole"})
        role = iam.create_role(RoleName=name, AssumeRolePolicyDocument=trust)["Role"]["Arn"]
        permitted = {"Effect": "Allow", "Action": ["kms:CreateKey", *further], "Resource": "*"}
        iam.put_role_policy(RoleName=name, PolicyName="p", PolicyDocument=document(permitted))
        return sandbox.client_with("kms", sandbox.assume(role, sandbox.development))

    return make


@pytest.mark.parametrize(
    "broken",
    [
        "no JSON",
        "{}",
        document(),
        document({"Effect": "Maybe", "Principal": "*", "Action": "kms:*", "Resource": "*"}),
        document(allow("*", Condition={"StringIs": {"kms:CallerAccount": "222222222222"}})),
        document({**allow("*"), "Principals": "*"}),
        document(allow("arn:aws:iam::222222222222:role/never-made")),
    ],
)
def test_what_is_no_key_policy_is_refused(kms: Any, broken: str) -> None:
    assert refusal(kms.create_key, Policy=broken)[0] == MALFORMED
    key = kms.create_key()["KeyMetadata"]["KeyId"]
    before = kms.get_key_policy(KeyId=key)["Policy"]
    assert refusal(kms.put_key_policy, KeyId=key, Policy=broken)[0] == MALFORMED
    assert kms.get_key_policy(KeyId=key)["Policy"] == before


def test_a_statement_needs_a_principal(kms: Any, root: str) -> None:
    nobody = {"Effect": "Allow", "Action": "kms:Decrypt", "Resource": "*"}
    problem = (MALFORMED, "Policy contains a statement with no principal.")
    assert refusal(kms.create_key, Policy=document(allow(root), nobody)) == problem


@pytest.mark.parametrize("missing", ["Action", "Resource"])
def test_a_statement_without_actions_or_resources_is_refused_by_name(kms: Any, root: str, missing: str) -> None:
    idle = {name: value for name, value in allow(root).items() if name != missing}
    problem = "a statement without Action or Resource in a key policy is not emulated by the sandbox"
    assert refusal(kms.create_key, Policy=document(allow(root), idle)) == ("SandboxNotImplemented", problem)


def test_the_root_of_an_account_can_be_locked_out(kms: Any, root: str) -> None:
    assert refusal(kms.create_key, Policy=document(allow(root, "kms:Decrypt"))) == LOCKED_OUT
    assert kms.create_key(Policy=document(allow(root, "kms:Decrypt")), BypassPolicyLockoutSafetyCheck=True)


def test_a_key_policy_cannot_ask_for_the_tags_of_its_key(kms: Any, root: str) -> None:
    tagged = allow(root, Condition={"StringEquals": {"aws:ResourceTag/team": "one"}})
    assert "not permitted in a key policy" in refusal(kms.create_key, Policy=document(allow(root), tagged))[1]


def test_a_key_policy_is_32_kilobytes_long_at_most(kms: Any, root: str) -> None:
    long = document(*(allow(root, Sid=f"statement{number:026}") for number in range(220)))
    assert refusal(kms.create_key, Policy=long)[0] == "LimitExceededException"


def test_a_key_has_one_policy(kms: Any) -> None:
    key = kms.create_key()["KeyMetadata"]["KeyId"]
    assert refusal(kms.get_key_policy, KeyId=key, PolicyName="other") == ("NotFoundException", "No such policy exists")


def test_a_policy_that_locks_its_author_out_is_refused(maker: Callable[..., Any], kms: Any, root: str) -> None:
    permitted = maker("permitted", "kms:PutKeyPolicy")
    assert permitted.create_key(Policy=document(allow(root)))["KeyMetadata"]["Enabled"]
    count = len(list(kms.get_paginator("list_keys").paginate().build_full_result()["Keys"]))
    assert refusal(permitted.create_key, Policy=document(allow(root, "kms:Decrypt"))) == LOCKED_OUT
    assert len(list(kms.get_paginator("list_keys").paginate().build_full_result()["Keys"])) == count


def test_an_author_without_the_permission_needs_it_from_the_policy(maker: Callable[..., Any], root: str) -> None:
    creator = maker("creator")
    assert refusal(creator.create_key, Policy=document(allow(root))) == LOCKED_OUT
    by_name = allow(root.replace(":root", ":role/creator"))
    assert creator.create_key(Policy=document(allow(root), by_name))["KeyMetadata"]["Enabled"]
    assert creator.create_key()["KeyMetadata"]["Enabled"]


def test_a_policy_that_replaces_another_is_checked_too(maker: Callable[..., Any], root: str) -> None:
    keeper = maker("keeper", "kms:PutKeyPolicy", "kms:GetKeyPolicy")
    key = keeper.create_key(Policy=document(allow(root)))["KeyMetadata"]["KeyId"]
    reading = document(allow(root, "kms:GetKeyPolicy"))
    assert refusal(keeper.put_key_policy, KeyId=key, Policy=reading) == LOCKED_OUT
    assert json.loads(keeper.get_key_policy(KeyId=key)["Policy"])["Statement"][0]["Action"] == "kms:*"
    keeper.put_key_policy(KeyId=key, Policy=reading, BypassPolicyLockoutSafetyCheck=True)
    assert refusal(keeper.put_key_policy, KeyId=key, Policy=reading)[0] == "AccessDeniedException"
