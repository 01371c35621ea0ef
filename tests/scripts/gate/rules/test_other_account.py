"""Grants that reach into other accounts."""

from scripts.gate.rules.other_account import check
from tests.scripts.gate.small import allow, granted, reported, role, sub, template

KEYS = sub("arn:${AWS::Partition}:kms:*:*:key/*")
ORGANIZATION = {"aws:ResourceOrgID": {"Ref": "OrganizationId"}}


def test_any_account_means_any_of_the_organisation() -> None:
    assert granted(check, allow("kms:Decrypt", KEYS, StringEquals=ORGANIZATION))
    assert not granted(check, allow("kms:Decrypt", KEYS))
    assert not granted(check, allow("kms:Decrypt", KEYS, StringEqualsIfExists=ORGANIZATION))


def test_a_stage_names_account_and_organisation() -> None:
    both = {"aws:ResourceAccount": "333333333333", "aws:ResourceOrgID": "${aws:PrincipalOrgID}"}
    for named, expected in ((both, []), ({"aws:ResourceAccount": "333333333333"}, ["Role"])):
        grants = {"Role": role("x", allow("kms:Decrypt", KEYS, StringEquals=named))}
        assert reported(check, template(grants, "stage")) == expected
