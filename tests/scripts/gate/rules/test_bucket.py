"""Buckets that are open, unencrypted or forgetful."""

from typing import Any

import pytest

from scripts.gate.rules.bucket import check
from tests.scripts.gate.small import KEY, attribute, reported, resource, template

BLOCKS = ("BlockPublicAcls", "BlockPublicPolicy", "IgnorePublicAcls", "RestrictPublicBuckets")
DEFAULT = {"SSEAlgorithm": "aws:kms", "KMSMasterKeyID": attribute("Key")}
GOOD: dict[str, Any] = {
    "BucketEncryption": {"ServerSideEncryptionConfiguration": [{"ServerSideEncryptionByDefault": DEFAULT}]},
    "LoggingConfiguration": {"DestinationBucketName": {"Ref": "AccessLogBucket"}},
    "OwnershipControls": {"Rules": [{"ObjectOwnership": "BucketOwnerEnforced"}]},
    "PublicAccessBlockConfiguration": dict.fromkeys(BLOCKS, True),
    "VersioningConfiguration": {"Status": "Enabled"},
}


def of(**properties: Any) -> list[str]:
    return reported(check, template({"Key": KEY, "Bucket": resource("AWS::S3::Bucket", **properties)}))


@pytest.mark.parametrize("name", GOOD)
def test_every_protection_is_needed(name: str) -> None:
    assert of(**GOOD) == []
    assert of(**{other: value for other, value in GOOD.items() if other != name}) == ["Bucket"]


@pytest.mark.parametrize("name", BLOCKS)
def test_each_block_of_public_access_is_on(name: str) -> None:
    blocks = {**GOOD["PublicAccessBlockConfiguration"], name: False}
    assert of(**{**GOOD, "PublicAccessBlockConfiguration": blocks}) == ["Bucket"]


@pytest.mark.parametrize("name", ["AccessControl", "CorsConfiguration", "WebsiteConfiguration"])
def test_nothing_opens_it(name: str) -> None:
    assert of(**GOOD, **{name: "x"}) == ["Bucket"]


def test_models_do_not_expire() -> None:
    cache = {"Rules": [{"Prefix": "cache/", "ExpirationInDays": 30}]}
    assert of(**GOOD, LifecycleConfiguration=cache) == []
    assert of(**GOOD, LifecycleConfiguration={"Rules": [{"ExpirationInDays": 30}]}) == ["Bucket"]
