"""What was published is read back in every account, and every difference is named."""

from dataclasses import replace

import pytest

from scripts.aws.publishing.spokes import SpokeReading
from scripts.publishing.desired import Desired
from scripts.publishing.verify import verify

HUB = {"mlops-catalog-launch": "fingerprint"}
EVERYTHING = {"alpha": frozenset({"1.0.0"}), "beta": frozenset({"1.0.0"})}


@pytest.fixture
def reading(desired: Desired) -> SpokeReading:
    assets = {asset.key: asset.digest for asset in desired.regions[0].assets}
    return SpokeReading(
        "222222222222", "us-east-1", dict(EVERYTHING), dict(HUB), assets, frozenset({"ou-sand-mlops001"})
    )


def test_an_account_need_not_see_what_is_shared_with_other_units(desired: Desired, reading: SpokeReading) -> None:
    elsewhere = replace(reading, account="333333333333", products={}, units=frozenset({"ou-sand-other001"}))
    found = verify(desired, HUB, [reading, elsewhere])
    assert found.problems == ()
    assert found.sentence == "2 products readable in 1 account, launch role equal everywhere"


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


@pytest.mark.parametrize(
    ("digest", "problem"),
    [
        ("0" * 64, "reads another seed weather@4f1c than was published: seeds/weather/4f1c.zip was replaced"),
        ("", "reads another seed weather@4f1c than was published: seeds/weather/4f1c.zip was replaced"),
        (None, "cannot read seed weather@4f1c: nothing is at seeds/weather/4f1c.zip"),
    ],
)
def test_an_asset_that_an_account_reads_otherwise_is_a_problem(
    desired: Desired, reading: SpokeReading, digest: str | None, problem: str
) -> None:
    assets = {**reading.assets, "seeds/weather/4f1c.zip": digest}
    stored = {key: value for key, value in assets.items() if value is not None}
    found = verify(desired, HUB, [reading, replace(reading, account="333333333333", assets=stored)])
    assert found.problems == (f"333333333333 (us-east-1) {problem}",)
