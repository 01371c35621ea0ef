"""Keys are found by id, ARN and alias as AWS finds them, and used as their state allows."""

from datetime import timedelta
from typing import Any

import pytest

from tests.sandbox.conftest import Sandbox
from tests.sandbox.engine.rules.refusals import code, refusal

UNKNOWN = "12345678-1234-1234-1234-123456789012"


@pytest.fixture
def kms(sandbox: Sandbox) -> Any:
    return sandbox.client("kms")


@pytest.fixture
def key(kms: Any) -> str:
    return kms.create_key()["KeyMetadata"]["Arn"]


def test_a_new_key_is_described_with_its_account_and_without_algorithms_to_sign(kms: Any, sandbox: Sandbox) -> None:
    made = kms.create_key(Description="for a project")["KeyMetadata"]
    assert kms.describe_key(KeyId=made["KeyId"])["KeyMetadata"] == made
    assert made["AWSAccountId"] == sandbox.development
    assert made["EncryptionAlgorithms"] == ["SYMMETRIC_DEFAULT"]
    assert not {"SigningAlgorithms", "MacAlgorithms", "DeletionDate"} & made.keys()


@pytest.mark.parametrize("other", [{"KeySpec": "RSA_2048"}, {"MultiRegion": True}, {"Origin": "EXTERNAL"}])
def test_a_key_of_another_kind_is_refused_by_name(kms: Any, other: dict[str, Any]) -> None:
    assert next(iter(other)) in refusal(kms.create_key, **other)[1]


def test_a_name_that_is_no_key_id_and_a_key_that_does_not_exist_are_told_apart(kms: Any, sandbox: Sandbox) -> None:
    place = f"arn:aws:kms:us-east-1:{sandbox.development}"
    absent = f"Key '{place}:key/{UNKNOWN}' does not exist"
    assert refusal(kms.describe_key, KeyId="mine") == ("NotFoundException", "Invalid keyId 'mine'")
    assert refusal(kms.describe_key, KeyId=UNKNOWN) == ("NotFoundException", absent)
    assert refusal(kms.describe_key, KeyId=f"{place}:key/{UNKNOWN}") == ("NotFoundException", absent)
    missing = f"Alias {place}:alias/none is not found."
    assert refusal(kms.describe_key, KeyId="alias/none") == ("NotFoundException", missing)


def test_the_arn_of_another_region_is_refused(kms: Any, key: str) -> None:
    elsewhere = key.replace("us-east-1", "eu-west-1")
    assert refusal(kms.encrypt, KeyId=elsewhere, Plaintext=b"x") == ("NotFoundException", "Invalid arn eu-west-1")


def test_only_some_operations_take_an_alias(kms: Any, key: str) -> None:
    kms.create_alias(AliasName="alias/described", TargetKeyId=key)
    assert kms.describe_key(KeyId="alias/described")["KeyMetadata"]["Arn"] == key
    assert code(kms.enable_key_rotation, KeyId="alias/described") == "NotFoundException"
    arn = key.rpartition(":")[0] + ":alias/described"
    assert code(kms.disable_key, KeyId=arn) == "InvalidArnException"


def test_a_key_of_another_account_is_not_managed_from_here(key: str, sandbox: Sandbox) -> None:
    foreign = sandbox.client("kms", sandbox.staging)
    assert code(foreign.get_key_policy, KeyId=key) == "AccessDeniedException"


def test_a_disabled_key_is_described_and_tagged_and_encrypts_nothing(kms: Any, key: str) -> None:
    kms.disable_key(KeyId=key)
    kms.tag_resource(KeyId=key, Tags=[{"TagKey": "a", "TagValue": "b"}])
    assert kms.describe_key(KeyId=key)["KeyMetadata"]["KeyState"] == "Disabled"
    disabled = ("DisabledException", f"{key} is disabled.")
    assert refusal(kms.encrypt, KeyId=key, Plaintext=b"x") == disabled
    assert refusal(kms.generate_data_key, KeyId=key, KeySpec="AES_256") == disabled
    assert refusal(kms.enable_key_rotation, KeyId=key) == disabled
    kms.enable_key(KeyId=key)
    assert kms.encrypt(KeyId=key, Plaintext=b"x")["KeyId"] == key


def test_a_key_that_will_be_deleted_can_be_read_and_kept_and_nothing_else(kms: Any, key: str) -> None:
    answer = kms.schedule_key_deletion(KeyId=key, PendingWindowInDays=7)
    assert (answer["KeyId"], answer["KeyState"], answer["PendingWindowInDays"]) == (key, "PendingDeletion", 7)
    pending = ("KMSInvalidStateException", f"{key} is pending deletion.")
    assert refusal(kms.schedule_key_deletion, KeyId=key) == pending
    assert refusal(kms.enable_key, KeyId=key) == pending
    assert refusal(kms.encrypt, KeyId=key, Plaintext=b"x") == pending
    assert refusal(kms.create_alias, AliasName="alias/late", TargetKeyId=key) == pending
    assert refusal(kms.untag_resource, KeyId=key, TagKeys=["a"]) == pending
    assert kms.list_key_policies(KeyId=key)["PolicyNames"] == ["default"]
    assert kms.cancel_key_deletion(KeyId=key)["KeyId"] == key
    kept = kms.describe_key(KeyId=key)["KeyMetadata"]
    assert kept["KeyState"] == "Disabled"
    assert "DeletionDate" not in kept


def test_a_deletion_that_is_not_scheduled_cannot_be_cancelled(kms: Any, key: str) -> None:
    problem = ("KMSInvalidStateException", f"{key} is not pending deletion.")
    assert refusal(kms.cancel_key_deletion, KeyId=key) == problem


@pytest.mark.parametrize("days", [6, 31])
def test_a_key_waits_seven_to_thirty_days_for_its_deletion(kms: Any, key: str, days: int) -> None:
    assert code(kms.schedule_key_deletion, KeyId=key, PendingWindowInDays=days) == "ValidationException"


def test_rotation_is_described_with_its_next_date(kms: Any, key: str) -> None:
    assert "NextRotationDate" not in kms.get_key_rotation_status(KeyId=key)
    kms.enable_key_rotation(KeyId=key, RotationPeriodInDays=100)
    status = kms.get_key_rotation_status(KeyId=key)
    made = kms.describe_key(KeyId=key)["KeyMetadata"]["CreationDate"]
    assert (status["KeyRotationEnabled"], status["RotationPeriodInDays"]) == (True, 100)
    assert timedelta(days=99) < status["NextRotationDate"] - made < timedelta(days=101)
    kms.schedule_key_deletion(KeyId=key)
    assert not kms.get_key_rotation_status(KeyId=key)["KeyRotationEnabled"]


def test_a_rotation_period_above_the_limit_is_refused(kms: Any, key: str) -> None:
    problem = refusal(kms.enable_key_rotation, KeyId=key, RotationPeriodInDays=2561)
    assert problem[0] == "ValidationException"
    assert "Value '2561' at 'rotationPeriodInDays'" in problem[1]


@pytest.mark.parametrize("taken", ["create", "tag"])
@pytest.mark.parametrize(
    ("names", "problem"),
    [
        (["aws:mine"], "TagException"),
        (["one", "one"], "TagException"),
        ([f"tag-{number}" for number in range(51)], "TagException"),
        (["a" * 129], "ValidationException"),
    ],
)
def test_tags_are_refused_as_aws_does(kms: Any, key: str, taken: str, names: list[str], problem: str) -> None:
    tags = [{"TagKey": name, "TagValue": "v"} for name in names]
    refused = code(kms.create_key, Tags=tags) if taken == "create" else code(kms.tag_resource, KeyId=key, Tags=tags)
    assert refused == problem


def test_the_tags_that_a_key_has_count_with_the_new_ones(kms: Any, key: str) -> None:
    tags = [{"TagKey": f"tag-{number}", "TagValue": "v"} for number in range(50)]
    kms.tag_resource(KeyId=key, Tags=tags)
    kms.tag_resource(KeyId=key, Tags=tags[:1])
    assert code(kms.tag_resource, KeyId=key, Tags=[{"TagKey": "further", "TagValue": "v"}]) == "TagException"


def test_keys_come_in_pages(kms: Any) -> None:
    made = {kms.create_key()["KeyMetadata"]["KeyId"] for _ in range(3)}
    pages = list(kms.get_paginator("list_keys").paginate(PaginationConfig={"PageSize": 2}))
    assert all(len(page["Keys"]) <= 2 for page in pages)
    assert made <= {listed["KeyId"] for page in pages for listed in page["Keys"]}
    assert code(kms.list_keys, Marker="nowhere") == "InvalidMarkerException"
