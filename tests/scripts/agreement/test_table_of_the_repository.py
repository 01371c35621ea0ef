"""The table that the repository keeps: its totals are those in the README, and every difference has its reason."""

import json
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).resolve().parents[3]


@pytest.fixture(scope="module")
def table() -> dict[str, Any]:
    return json.loads((ROOT / "docs/agreement/table.json").read_text(encoding="utf-8"))


def test_every_difference_has_a_reason(table: dict[str, Any]) -> None:
    assert [line for line in table["differences"] if not line["reason"]] == []


def test_the_readme_has_the_table_by_service(table: dict[str, Any]) -> None:
    columns = ("cases", "agrees", "refused by name", "differs")
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    for service, counts in table["services"].items():
        assert f"| {service} | {' | '.join(f'{counts[column]:,}' for column in columns)} |" in readme


def test_the_readme_has_the_date_and_the_totals(table: dict[str, Any]) -> None:
    totals = table["services"]["all"]
    sentence = (
        f"{totals['cases']:,} recorded cases: {totals['agrees']:,} agree, {totals['refused by name']:,} are refused by "
        f"name, {totals['differs']:,} differ ({table['date']})"
    )
    assert sentence in " ".join((ROOT / "README.md").read_text(encoding="utf-8").split())
