"""Waiting for AWS."""

import pytest

from scripts.aws.waiting import poll, until
from scripts.errors import UnfinishedError


def test_a_probe_is_called_until_it_has_a_result() -> None:
    results, ticks = iter([None, None, "CREATE_COMPLETE"]), []
    assert poll(lambda: next(results), 60, tick=lambda: ticks.append("tick")) == "CREATE_COMPLETE"
    assert len(ticks) == 2


def test_a_probe_without_a_result_in_time_is_given_up() -> None:
    assert poll(lambda: None, 0) is None


def test_an_operation_that_takes_too_long_is_named() -> None:
    with pytest.raises(UnfinishedError, match="AWS has not finished stack demo after 0 minutes"):
        until(lambda: None, lambda: None, "stack demo", 0)
