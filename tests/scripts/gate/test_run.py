"""The gate runs every scanner, and only a clean verdict lets it pass."""

from collections.abc import Sequence
from datetime import date
from pathlib import Path

import pytest

from scripts.configuration import Workspace
from scripts.errors import ConfigurationError
from scripts.gate.findings import Finding
from scripts.gate.run import chosen, judge, require_clean, rows, run_scanners
from scripts.gate.suppressions import Verdict

TODAY = date(2026, 11, 21)
FOUND = Finding("one", "R1", "deploy.json", "Bucket", "open to everybody")
EXCUSE = """
[[suppression]]
tool = "one"
rule = "R1"
resource = "Bucket"
reason = "the bucket is that of a public web page"
expires = 2027-06-30
"""


def finds(_: Workspace) -> Sequence[Finding]:
    return [FOUND, FOUND]


def finds_nothing(_: Workspace) -> Sequence[Finding]:
    return []


SCANNERS = {"one": finds, "two": finds_nothing}


def workspace(root: Path, exceptions: str) -> Workspace:
    (root / "scripts" / "gate").mkdir(parents=True)
    (root / "scripts" / "gate" / "suppressions.toml").write_text(exceptions)
    return Workspace(root)


def test_an_open_finding_fails_the_gate(tmp_path: Path) -> None:
    place = workspace(tmp_path, "")
    outcome = judge(place, run_scanners(place, SCANNERS), tuple(SCANNERS), TODAY)
    assert outcome.open == (FOUND,)
    with pytest.raises(ConfigurationError, match="1 open findings"):
        require_clean(outcome)


def test_a_clean_run_passes(tmp_path: Path) -> None:
    place = workspace(tmp_path, EXCUSE)
    reports = run_scanners(place, SCANNERS)
    outcome = judge(place, reports, tuple(SCANNERS), TODAY)
    require_clean(outcome)
    assert [row[:3] for row in rows(reports, outcome)] == [("one", "0", "1"), ("two", "0", "0")]


def test_an_exception_that_nothing_needs_fails_the_gate(tmp_path: Path) -> None:
    place = workspace(tmp_path, EXCUSE)
    outcome = judge(place, run_scanners(place, {"one": finds_nothing}), ("one",), TODAY)
    with pytest.raises(ConfigurationError, match="1 wrong suppressions"):
        require_clean(outcome)


def test_exceptions_of_tools_that_did_not_run_are_left_out(tmp_path: Path) -> None:
    place = workspace(tmp_path, EXCUSE)
    outcome = judge(place, run_scanners(place, chosen(SCANNERS, ["two"])), tuple(SCANNERS), TODAY)
    require_clean(outcome)
    assert outcome == Verdict(open=(), suppressed=(), problems=())


def test_an_unknown_tool_is_named(tmp_path: Path) -> None:
    with pytest.raises(ConfigurationError, match="unknown tool `on`"):
        chosen(SCANNERS, ["on"])


def test_a_scanner_that_breaks_is_no_clean_run(tmp_path: Path) -> None:
    def breaks(_: Workspace) -> Sequence[Finding]:
        raise RuntimeError("the tool is not there")

    with pytest.raises(RuntimeError, match="the tool is not there"):
        run_scanners(workspace(tmp_path, ""), {"one": breaks})
