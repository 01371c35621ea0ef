"""What was published is read back in every account, and every difference is named."""

from dataclasses import replace

import pytest

from scripts.aws.publishing.spokes import SpokeReading
from scripts.publishing.desired import Desired
from scripts.publishing.verify import verify

HUB = {"mlops-catalog-launch": "fingerprint"}
EVERYTHING = {"alpha": frozenset({"1.0.0"}), "beta": frozenset({"1.0.0"})}


@pytest.fixture
def reading() -> SpokeReading:
    return SpokeReading("222222222222", "us-east-1", dict(EVERYTHING), dict(HUB))


def test_a_complete_spoke_has_no_problems(desired: Desired, reading: SpokeReading) -> None:
    found = verify(desired, HUB, [reading, replace(reading, account="333333333333")])
    assert found.problems == ()
    assert found.sentence == "2 products readable in 2 accounts, launch role equal everywhere"
    assert [(row.product, row.accounts) for row in found.rows] == [("alpha", 2), ("beta", 2)]


@pytest.mark.parametrize(
    ("change", "problem"),
    [
        ({"products": {"alpha": frozenset({"1.0.0"})}}, "222222222222 (us-east-1) does not see beta 1.0.0"),
        ({"launch_roles": {"mlops-catalog-launch": None}}, "222222222222 has no role mlops-catalog-launch"),
        (
            {"launch_roles": {"mlops-catalog-launch": "other"}},
            "222222222222 has another role mlops-catalog-launch than the hub",
        ),
        ({"problem": "AccessDenied"}, "222222222222 (us-east-1) cannot be read: AccessDenied"),
    ],
)
def test_each_difference_is_named(desired: Desired, reading: SpokeReading, change: dict, problem: str) -> None:
    assert verify(desired, HUB, [replace(reading, **change)]).problems == (problem,)


def test_no_spokes_at_all_is_a_problem(desired: Desired) -> None:
    assert verify(desired, HUB, []).problems == ("no account of the units has received the spoke roles",)


def test_a_hub_without_the_launch_role_is_a_problem(desired: Desired, reading: SpokeReading) -> None:
    assert "the hub has no role mlops-catalog-launch" in verify(desired, {}, [reading]).problems
