"""How many cases and calls agree, as a table for people and as JSON for programs."""

from collections import Counter
from collections.abc import Iterable, Iterator
from typing import Any, NamedTuple

from scripts.agreement.comparison import general
from scripts.agreement.reasons import Reasons
from scripts.agreement.verdict import AGREES, DIFFERS, REFUSED, WORST_FIRST, WRONG, CaseVerdict, Finding

ALL = "all"
COLUMNS = ("cases", AGREES, REFUSED, DIFFERS, *WORST_FIRST)
CALLS = ("calls", AGREES, REFUSED, DIFFERS)


class Line(NamedTuple):
    """A way in which answers differ: an operation, a place in its answer, in how many cases, and why."""

    operation: str
    path: str
    how: str
    cases: int
    reason: str | None

    @property
    def sentence(self) -> str:
        why = f" · {self.reason}" if self.reason else ""
        return f"{self.how:<8} {self.operation} {self.path} in {self.cases} cases{why}"


class Table(NamedTuple):
    """Counts of cases by service, of calls by operation, every difference with its reason, reasons without one."""

    services: dict[str, Counter[str]]
    operations: dict[str, Counter[str]]
    differences: list[Line]
    unused_reasons: list[str]

    @property
    def wrong(self) -> int:
        """Ways in which the sandbox accepts what AWS refuses, or refuses what AWS accepts, without a reason."""
        return sum(line.how in WRONG for line in self.unexplained())

    def unexplained(self) -> list[Line]:
        return [line for line in self.differences if line.reason is None]


def table_of(verdicts: Iterable[CaseVerdict], reasons: Reasons) -> Table:
    services: dict[str, Counter[str]] = {ALL: Counter()}
    operations: dict[str, Counter[str]] = {}
    lines = Counter[tuple[str, str, str]]()
    for case in verdicts:
        for name in (case.service, ALL):
            services.setdefault(name, Counter()).update(filter(None, ("cases", case.verdict, case.worst)))
        for step in case.steps:
            operations.setdefault(step.operation, Counter()).update(("calls", step.verdict))
        if case.verdict == DIFFERS:
            lines.update({(each.where, _place(case, each), each.how) for each in case.findings})
    differences = [Line(*line, count, reasons.of(*line)) for line, count in sorted(lines.items())]
    return Table(services, operations, differences, reasons.unused())


def _place(case: CaseVerdict, finding: Finding) -> str:
    """Where an answer differs; a wrong outcome is explained for its own case, or not at all."""
    return case.identifier.rpartition("::")[2] if finding.how in WRONG else general(finding.path)


def to_json(table: Table, day: str) -> dict[str, Any]:
    """The table for programs; `day` is the date of the run."""
    return {
        "date": day,
        "services": {name: _row(counts, COLUMNS) for name, counts in _ordered(table.services)},
        "operations": {name: _row(counts, CALLS) for name, counts in sorted(table.operations.items())},
        "differences": [line._asdict() for line in table.differences],
    }


def to_markdown(table: Table, day: str) -> Iterator[str]:
    """The table for people, line by line."""
    yield from (
        "# Agreement with recorded answers of AWS",
        "",
        f"As of {day}. How to read it: [README](README.md).",
        "",
    )
    yield from _markdown("service", COLUMNS, _ordered(table.services))
    yield from ("", "## By operation", "", "A call counts here, not a case.", "")
    yield from _markdown("operation", CALLS, sorted(table.operations.items()))
    yield from (
        "",
        "## What differs, and why",
        "",
        "| operation | where | how | cases | why |",
        "|---|---|---|---|---|",
    )
    for line in table.differences:
        place = f"`{line.path}`" if line.path else ""
        yield f"| {line.operation} | {place} | {line.how} | {line.cases} | {line.reason or '**not explained**'} |"


def texts(table: Table) -> Iterator[tuple[str, ...]]:
    """The counts by service as rows of a terminal's table."""
    for name, counts in _ordered(table.services):
        yield name, *(str(counts[column]) for column in COLUMNS)


def totals(table: Table) -> dict[str, int]:
    return _row(table.services[ALL], COLUMNS)


def _ordered(services: dict[str, Counter[str]]) -> list[tuple[str, Counter[str]]]:
    return sorted(services.items(), key=lambda pair: (pair[0] == ALL, pair[0]))


def _row(counts: Counter[str], columns: tuple[str, ...]) -> dict[str, int]:
    return {column: counts[column] for column in columns}


def _markdown(head: str, columns: tuple[str, ...], rows: Iterable[tuple[str, Counter[str]]]) -> Iterator[str]:
    yield f"| {head} | {' | '.join(columns)} |"
    yield "|---" * (len(columns) + 1) + "|"
    for name, counts in rows:
        yield f"| {name} | {' | '.join(str(counts[column]) for column in columns)} |"
