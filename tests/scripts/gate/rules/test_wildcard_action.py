"""Wildcards in actions."""

from scripts.gate.rules.wildcard_action import check
from tests.scripts.gate.small import allow, deny, granted, own


def test_a_wildcard_is_reported_where_it_allows_and_not_where_it_denies() -> None:
    place = own("sqs", "queue")
    assert granted(check, allow("sqs:SendMessage", place), deny("sqs:*", place))
    assert not granted(check, allow("sqs:Send*", place))
    assert not granted(check, allow("*", place))
