"""An exception of the gate excuses exactly what it names, and is of use until its last day."""

from datetime import date
from pathlib import Path

import pytest

from scripts.errors import ConfigurationError
from scripts.gate.findings import Finding
from scripts.gate.suppressions import Suppression, read_suppressions, verdict

TODAY = date(2026, 11, 21)
REASON = "the tool cannot see the key that the parameter names"
OPEN_BUCKET = Finding("checkov", "CKV_AWS_18", "deploy.json", "Bucket", "no access log")
OPEN_ROLE = Finding("checkov", "CKV_AWS_111", "deploy.json", "Role", "writes without limits")
TOOLS = ("checkov", "cfn-lint")


def suppression(**changes: object) -> Suppression:
    content = {"tool": "checkov", "rule": "CKV_AWS_18", "file": "*", "resource": "Bucket", "reason": REASON}
    return Suppression.model_validate({**content, "expires": date(2027, 6, 30), **changes})


def test_a_finding_without_an_exception_is_open() -> None:
    assert verdict([OPEN_BUCKET], [], TOOLS, TODAY).open == (OPEN_BUCKET,)


def test_an_exception_excuses_what_it_names_and_nothing_else() -> None:
    outcome = verdict([OPEN_BUCKET, OPEN_ROLE], [suppression()], TOOLS, TODAY)
    assert (outcome.open, outcome.suppressed, outcome.problems) == ((OPEN_ROLE,), (OPEN_BUCKET,), ())


def test_patterns_name_several_places() -> None:
    other = Finding("checkov", "CKV_AWS_18", "build-train.json", "Bucket", "no access log")
    assert verdict([OPEN_BUCKET, other], [suppression(file="deploy*")], TOOLS, TODAY).open == (other,)


@pytest.mark.parametrize(
    ("changes", "problem"),
    [
        ({"tool": "chekov"}, "unknown tool; one of cfn-lint, checkov"),
        ({"rule": "CKV_AWS_999"}, "unknown rule: the tool reports it nowhere"),
        ({"resource": "Bucke"}, "unused: the rule is reported elsewhere, but not here"),
        ({"expires": date(2026, 11, 20)}, "expired on 2026-11-20"),
        ({"expires": date(2028, 1, 1)}, "expires in more than a year"),
    ],
)
def test_a_wrong_exception_fails(changes: dict[str, object], problem: str) -> None:
    entry = suppression(**changes)
    assert verdict([OPEN_BUCKET], [entry], TOOLS, TODAY).problems == (f"{entry.place}: {problem}",)


def test_an_expired_exception_excuses_nothing() -> None:
    entry = suppression(expires=date(2026, 11, 20))
    assert verdict([OPEN_BUCKET], [entry], TOOLS, TODAY).open == (OPEN_BUCKET,)


def test_the_last_day_still_counts() -> None:
    assert verdict([OPEN_BUCKET], [suppression(expires=TODAY)], TOOLS, TODAY).problems == ()


def test_the_same_exception_twice_fails() -> None:
    entry = suppression()
    assert verdict([OPEN_BUCKET], [entry, entry], TOOLS, TODAY).problems == (f"{entry.place}: duplicate entry",)


@pytest.mark.parametrize(
    ("line", "problem"),
    [
        ('reason = "short"', "reason String should have at least 20 characters"),
        ("why = 1", "why Extra inputs are not permitted"),
        ('file = "*"', "Value error, names no place: give `file` or `resource`"),
    ],
)
def test_a_file_of_exceptions_is_checked_when_it_is_read(tmp_path: Path, line: str, problem: str) -> None:
    given = {"tool": '"checkov"', "rule": '"CKV_AWS_18"', "file": '"deploy.json"', "reason": f'"{REASON}"'}
    name, _, value = line.partition(" = ")
    lines = [f"{key} = {text}" for key, text in {**given, "expires": "2027-06-30", name: value}.items()]
    path = tmp_path / "suppressions.toml"
    path.write_text("\n".join(["[[suppression]]", *lines]))
    with pytest.raises(ConfigurationError) as failure:
        read_suppressions(path, "suppressions.toml")
    assert failure.value.problem == f"suppressions.toml: entry 1: {problem}"


def test_an_exception_without_a_last_day_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "suppressions.toml"
    path.write_text(f'[[suppression]]\ntool = "a"\nrule = "b"\nfile = "c"\nreason = "{REASON}"\n')
    with pytest.raises(ConfigurationError, match="entry 1: expires Field required"):
        read_suppressions(path, "suppressions.toml")
