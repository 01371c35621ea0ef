"""Keys that anybody uses."""

from typing import Any

import pytest

from scripts.gate.model.template import Body
from scripts.gate.rules.key import check
from tests.scripts.gate.small import ACCOUNT, allow, deny, document, everybody, own, reported, resource, sub, template

GRANTS = everybody(
    deny(
        "kms:CreateGrant",
        "*",
        BoolIfExists={"kms:GrantIsForAWSResource": "false", "aws:PrincipalIsAWSService": "false"},
    )
)
ROOT = {**allow("kms:PutKeyPolicy", "*"), "Principal": {"AWS": sub(f"{ACCOUNT}root")}}
VIA_S3 = {"kms:CallerAccount": {"Ref": "AWS::AccountId"}, "kms:ViaService": sub("s3.${AWS::Region}.amazonaws.com")}


def of(*statements: Body, **properties: Any) -> list[str]:
    settings = {"EnableKeyRotation": True, "PendingWindowInDays": 30, **properties}
    key = resource("AWS::KMS::Key", KeyPolicy=document(*statements), **settings)
    return reported(check, template({"Key": key}))


def test_a_key_is_rotated_and_slow_to_delete() -> None:
    assert of(ROOT, GRANTS) == []
    assert of(ROOT, GRANTS, EnableKeyRotation=False) == ["Key"]
    assert of(ROOT, GRANTS, PendingWindowInDays=7) == ["Key"]
    assert of(ROOT, GRANTS, BypassPolicyLockoutSafetyCheck=True) == ["Key"]


def test_people_create_no_grants() -> None:
    assert of(ROOT) == ["Key"]


def test_principals_of_the_account_use_it_through_a_service() -> None:
    assert of(ROOT, GRANTS, everybody(allow("kms:Decrypt", "*", StringEquals=VIA_S3))) == []
    for name in VIA_S3:
        rest = {other: value for other, value in VIA_S3.items() if other != name}
        assert of(ROOT, GRANTS, everybody(allow("kms:Decrypt", "*", StringEquals=rest))) == ["Key"]
    assert of(ROOT, GRANTS, everybody(allow("kms:PutKeyPolicy", "*", StringEquals=VIA_S3))) == ["Key"]


@pytest.mark.parametrize(("service", "good"), [("logs.${AWS::Region}", True), ("ec2", False)])
def test_a_service_uses_it_for_what_its_context_names(service: str, *, good: bool) -> None:
    context = {"kms:EncryptionContext:aws:logs:arn": own("logs", "log-group:x")}
    statement = allow("kms:Decrypt", "*", ArnLike=context)
    statement["Principal"] = {"Service": sub(f"{service}.amazonaws.com")}
    assert (of(ROOT, GRANTS, statement) == []) is good
