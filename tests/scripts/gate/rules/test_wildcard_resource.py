"""Grants on everything."""

from scripts.gate.rules.wildcard_resource import check
from tests.scripts.gate.small import allow, granted, own


def test_only_actions_without_a_resource_are_granted_on_everything() -> None:
    assert granted(check, allow("ec2:DescribeVpcs", "*"), allow("sqs:SendMessage", own("sqs", "queue")))
    assert not granted(check, allow("sqs:SendMessage", "*"))
    assert not granted(check, allow("ec2:DescribeVpcs sqs:SendMessage", "*"))
