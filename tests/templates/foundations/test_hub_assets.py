"""An asset is written once, and nobody but the publisher changes what protects it."""

import pytest

from tests.templates.rendered import EXAMPLE
from tests.templates.requests import is_allowed
from tests.templates.statements import Found, resource_of

ACCOUNT = EXAMPLE["AWS::AccountId"]
PUBLISHER = f"arn:aws:iam::{ACCOUNT}:role/mlops-catalog-publisher"
ADMINISTRATOR = f"arn:aws:iam::{ACCOUNT}:role/administrator"
SECURE = {"aws:SecureTransport": "true"}
MEMBER = {"aws:PrincipalOrgID": EXAMPLE["OrganizationId"]}
ASSETS = [
    "templates/0123.json",
    "seeds/weather/0123.zip",
    "stages/0123.json",
    "release/0123.zip",
]
# The bucket's policy alone decides nothing for its own account: what the role's policies allow is added here.
GRANTED = Found("role", {"Effect": "Allow", "Action": ["s3:*"], "Resource": ["*"]})


def may(action: str, key: str, principal: str, **context: str) -> bool:
    """As the bucket's policy has it, for a principal of the hub whose own policies allow everything."""
    policy = [found for found in resource_of("hub-assets") if found.place == "AssetsPolicy"]
    facts = SECURE | {"aws:PrincipalArn": principal} | context
    return is_allowed([GRANTED, *policy], action, f"<Assets.Arn>{key}", facts)


@pytest.mark.parametrize("asset", ASSETS)
@pytest.mark.parametrize("principal", [PUBLISHER, ADMINISTRATOR])
def test_an_asset_is_written_only_where_there_is_none(asset: str, principal: str) -> None:
    assert may("s3:PutObject", f"/{asset}", principal, **{"s3:if-none-match": "*"})
    assert not may("s3:PutObject", f"/{asset}", principal)


@pytest.mark.parametrize("asset", ASSETS)
def test_only_the_publisher_restores_what_was_replaced_and_names_what_it_found(asset: str) -> None:
    named = {"s3:if-match": '"an ETag"'}
    assert may("s3:PutObject", f"/{asset}", PUBLISHER, **named)
    assert not may("s3:PutObject", f"/{asset}", ADMINISTRATOR, **named)


@pytest.mark.parametrize("asset", ASSETS)
@pytest.mark.parametrize("action", ["s3:DeleteObject", "s3:DeleteObjectVersion"])
@pytest.mark.parametrize("principal", [PUBLISHER, ADMINISTRATOR])
def test_nobody_deletes_an_asset(asset: str, action: str, principal: str) -> None:
    assert not may(action, f"/{asset}", principal)


@pytest.mark.parametrize("action", ["s3:PutObject", "s3:DeleteObject"])
def test_the_lease_is_taken_renewed_and_given_back(action: str) -> None:
    assert may(action, "/lease.json", PUBLISHER)


@pytest.mark.parametrize(
    "action",
    [
        "s3:PutBucketPolicy",
        "s3:DeleteBucketPolicy",
        "s3:PutBucketVersioning",
        "s3:PutLifecycleConfiguration",
        "s3:DeleteBucket",
    ],
)
def test_only_the_publisher_changes_what_protects_the_assets(action: str) -> None:
    assert may(action, "", PUBLISHER)
    assert not may(action, "", ADMINISTRATOR)


@pytest.mark.parametrize("asset", ASSETS)
def test_only_the_organisation_reads_assets_and_nobody_in_it_writes_them(asset: str) -> None:
    policy = [found for found in resource_of("hub-assets") if found.place == "AssetsPolicy"]
    read = "s3:GetObject", f"<Assets.Arn>/{asset}"
    assert is_allowed(policy, *read, SECURE | MEMBER)
    assert not is_allowed(policy, *read, SECURE)
    assert not is_allowed(policy, *read, SECURE | {"aws:PrincipalOrgID": "o-bbbbbbbbbb"})
    assert not is_allowed(policy, *read, MEMBER | {"aws:SecureTransport": "false"})
    assert not is_allowed(policy, "s3:PutObject", read[1], SECURE | MEMBER | {"s3:if-none-match": "*"})
