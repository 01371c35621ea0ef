"""What accounts have answered: docs/assumptions.json, from which docs/assumptions.md takes its last column."""

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from pathlib import Path

HELD, BROKEN, UNDECIDED = "held", "broken", "undecided"
SCRIPT, PERSON = "script", "a person"


@dataclass(frozen=True)
class Result:
    """One question's latest answer; `detail` is what AWS did, without what identifies the account."""

    number: int
    answer: str
    date: str
    region: str
    by: str = SCRIPT
    detail: str = ""
    cassette: str = ""

    @property
    def sentence(self) -> str:
        """What the table of the assumptions shows."""
        asked_by = "" if self.by == SCRIPT else f", {self.by}"
        return f"{self.answer} {self.date} {self.region}{asked_by}"


def read_results(path: Path) -> dict[int, Result]:
    """Answers by the number of their question."""
    if not path.exists():
        return {}
    stored = json.loads(path.read_text(encoding="utf-8"))
    return {int(number): Result(int(number), **values) for number, values in stored.items()}


def write_results(path: Path, results: Mapping[int, Result]) -> None:
    stored = {str(number): _without_number(results[number]) for number in sorted(results)}
    path.write_text(json.dumps(stored, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")


def _without_number(result: Result) -> dict[str, str]:
    return {name: value for name, value in asdict(result).items() if name != "number" and value}
