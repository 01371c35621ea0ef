"""Every behaviour that an agreement claims has a source, and the README of the sandbox counts the sources."""

import re
from collections import Counter
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
PAGES = sorted((ROOT / "sandbox").rglob("AGREEMENT.md"))
SOURCES = ("recorded", "documented", "assumed")
MOST_ASSUMED = 0.2


def claims(page: Path) -> list[str]:
    """The points under every "Enforced" of a page, each in one line."""
    sections = re.split(r"^(Enforced|Not enforced|#.*)$", page.read_text(encoding="utf-8"), flags=re.MULTILINE)
    enforced = [text for title, text in zip(sections[1::2], sections[2::2], strict=True) if title == "Enforced"]
    points = [point for text in enforced for point in re.split(r"^- ", text, flags=re.MULTILINE)[1:]]
    return [" ".join(point.split()) for point in points]


def counts_of(claim: str) -> Counter[str]:
    return Counter(source for source in re.findall(r"\*(\w+)\*", claim) if source in SOURCES)


def counts(page: Path) -> Counter[str]:
    return sum(map(counts_of, claims(page)), Counter())


def place(page: Path) -> str:
    return page.parent.relative_to(ROOT / "sandbox").as_posix()


@pytest.mark.parametrize("page", PAGES, ids=place)
def test_every_enforced_behaviour_names_its_source(page: Path) -> None:
    assert claims(page)
    assert [claim for claim in claims(page) if not counts_of(claim) and "AGREEMENT.md" not in claim] == []


def test_the_readme_of_the_sandbox_counts_the_sources() -> None:
    readme = (ROOT / "sandbox/README.md").read_text(encoding="utf-8")
    expected = [_row(f"[{place(page)}]({place(page)}/AGREEMENT.md)", counts(page)) for page in PAGES]
    expected.append(_row("all", sum(map(counts, PAGES), Counter())))
    rows = [line for line in readme.splitlines() if re.fullmatch(r"\| .+ \| \d+ \| \d+ \| \d+ \|", line)]
    assert rows == expected, "\n".join(expected)


def test_at_most_a_fifth_is_assumed() -> None:
    total = sum(map(counts, PAGES), Counter[str]())
    assert total["assumed"] <= MOST_ASSUMED * total.total()


def _row(name: str, found: Counter[str]) -> str:
    return f"| {name} | {' | '.join(str(found[source]) for source in SOURCES)} |"
