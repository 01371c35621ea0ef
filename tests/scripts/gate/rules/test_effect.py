"""Effects that IAM does not know."""

from scripts.gate.rules.effect import check
from tests.scripts.gate.small import allow, granted, own


def test_a_statement_allows_or_denies_an_action() -> None:
    statement = allow("sqs:SendMessage", own("sqs", "queue"))
    assert granted(check, statement)
    assert not granted(check, {**statement, "Effect": "allow"})
    assert not granted(check, {**statement, "Action": []})
