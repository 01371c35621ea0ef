"""Aliases have AWS's names, and one key each."""

from typing import Any

import pytest

from tests.sandbox.conftest import Sandbox
from tests.sandbox.engine.rules.refusals import code, refusal


@pytest.fixture
def kms(sandbox: Sandbox) -> Any:
    return sandbox.client("kms", sandbox.staging)


@pytest.fixture
def key(kms: Any) -> str:
    return kms.create_key()["KeyMetadata"]["KeyId"]


@pytest.mark.parametrize(
    ("name", "problem"),
    [
        ("mine", "ValidationException"),
        ("alias/with blank", "ValidationException"),
        ("alias/" + "a" * 251, "ValidationException"),
        ("alias/", "InvalidAliasNameException"),
        ("alias/aws/mine", "InvalidAliasNameException"),
    ],
)
def test_names_that_aws_does_not_take_are_refused(kms: Any, key: str, name: str, problem: str) -> None:
    assert code(kms.create_alias, AliasName=name, TargetKeyId=key) == problem


def test_an_alias_exists_once_and_moves_to_another_key(kms: Any, key: str, sandbox: Sandbox) -> None:
    kms.create_alias(AliasName="alias/once", TargetKeyId=key)
    arn = f"arn:aws:kms:us-east-1:{sandbox.staging}:alias/once"
    taken = ("AlreadyExistsException", f"An alias with the name {arn} already exists")
    assert refusal(kms.create_alias, AliasName="alias/once", TargetKeyId=key) == taken
    other = kms.create_key()["KeyMetadata"]["KeyId"]
    kms.update_alias(AliasName="alias/once", TargetKeyId=other)
    assert kms.list_aliases(KeyId=key)["Aliases"] == []
    assert [alias["AliasArn"] for alias in kms.list_aliases(KeyId=other)["Aliases"]] == [arn]
    kms.delete_alias(AliasName="alias/once")
    absent = ("NotFoundException", f"Alias {arn} is not found.")
    assert refusal(kms.delete_alias, AliasName="alias/once") == absent
    assert refusal(kms.update_alias, AliasName="alias/once", TargetKeyId=key) == absent


def test_an_alias_needs_a_key_that_exists(kms: Any) -> None:
    absent = "12345678-1234-1234-1234-123456789012"
    assert code(kms.create_alias, AliasName="alias/of-nothing", TargetKeyId=absent) == "NotFoundException"


def test_a_key_has_fifty_aliases(kms: Any, key: str) -> None:
    for number in range(50):
        kms.create_alias(AliasName=f"alias/many-{number}", TargetKeyId=key)
    assert code(kms.create_alias, AliasName="alias/many-50", TargetKeyId=key) == "LimitExceededException"
    pages = kms.get_paginator("list_aliases").paginate(KeyId=key, PaginationConfig={"PageSize": 20})
    assert [len(page["Aliases"]) for page in pages] == [20, 20, 10]
