"""The table of docs/assumptions.md: numbered questions, and the answers that accounts have given."""

import re
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from scripts.errors import ConfigurationError

if TYPE_CHECKING:
    from scripts.live.results import Result

COLUMNS = ("no.", "assumption", "used in", "if wrong", "settled by", "answer")
NOT_ASKED = "not asked"
BY_A_PERSON = f"{NOT_ASKED}; by a person"
_ROW = re.compile(r"^\|(.*)\|$")


@dataclass(frozen=True)
class Question:
    """One row: what is assumed, where the code relies on it, and what breaks when AWS does otherwise."""

    number: int
    assumption: str
    used_in: str
    if_wrong: str
    settled_by: str
    answer: str = ""

    @property
    def row(self) -> str:
        cells = (str(self.number), self.assumption, self.used_in, self.if_wrong, self.settled_by, self.answer)
        return f"| {' | '.join(cells)} |"


def read_questions(text: str) -> tuple[Question, ...]:
    """The questions of the document.

    Raises ConfigurationError for a row without a number or with one that another row has.
    """
    questions = [_question(cells) for cells in _rows(text)]
    numbers = [question.number for question in questions]
    if 0 in numbers or len(set(numbers)) < len(numbers):
        problem = "docs/assumptions.md: every row needs a number of its own"
        raise ConfigurationError(problem, hint="`make assumptions` numbers new rows; numbers are never used again")
    return tuple(questions)


def rendered(text: str, results: "Mapping[int, Result]", scripted: Collection[int]) -> str:
    """The document with a number and the latest answer in every row; the rest as it is.

    A row without a number, also one that has only the middle four columns, gets the next one.
    """
    taken = {question.number for question in map(_question, _rows(text))} | set(results)
    following = max(taken, default=0)
    lines: list[str] = []
    for line in text.split("\n"):
        cells = _cells(line)
        if cells is None or _is_head(cells):
            lines.append(_heading(cells) if cells else line)
            continue
        question = _question(cells)
        following += question.number == 0
        number = question.number or following
        answer = _answer(results.get(number), by_script=number in scripted)
        lines.append(_replace(question, number, answer).row)
    return "\n".join(lines)


def _answer(result: "Result | None", *, by_script: bool) -> str:
    if result:
        return result.sentence
    return NOT_ASKED if by_script else BY_A_PERSON


def _replace(question: Question, number: int, answer: str) -> Question:
    rest = (question.assumption, question.used_in, question.if_wrong, question.settled_by)
    return Question(number, *rest, answer)


def _heading(cells: list[str]) -> str:
    words = ("---",) * len(COLUMNS) if set(cells[0]) == {"-"} else COLUMNS
    return f"|{'|'.join(words)}|" if words[0] == "---" else f"| {' | '.join(words)} |"


def _is_head(cells: list[str]) -> bool:
    return set(cells[0]) == {"-"} or cells[:2] == list(COLUMNS[:2]) or cells[:2] == list(COLUMNS[1:3])


def _rows(text: str) -> Iterator[list[str]]:
    for line in text.split("\n"):
        cells = _cells(line)
        if cells is not None and not _is_head(cells):
            yield cells


def _cells(line: str) -> list[str] | None:
    found = _ROW.match(line)
    return [cell.strip() for cell in re.split(r"(?<!\\)\|", found.group(1))] if found else None


def _question(cells: list[str]) -> Question:
    """Four columns are those of a row that was just written, without a number and an answer."""
    full = cells if len(cells) == len(COLUMNS) else ["", *cells, ""]
    if len(full) != len(COLUMNS):
        problem = f"docs/assumptions.md: a row has {len(cells)} columns: {' | '.join(cells)[:60]}"
        raise ConfigurationError(problem, hint=f"the columns are {', '.join(COLUMNS)}")
    number, *rest = full
    return Question(int(number or 0), *rest)
