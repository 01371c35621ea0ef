"""Statements that speak of everything but something."""

from scripts.gate.rules.everything_but import check
from tests.scripts.gate.small import allow, granted, own


def test_not_action_and_not_resource_are_reported() -> None:
    listed = allow("s3:GetObject", own("s3", "x"))
    assert granted(check, listed)
    for name in ("NotAction", "NotResource"):
        assert not granted(check, {**listed, name: ["x"]})
