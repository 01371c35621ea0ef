"""A proof: the answers of both evaluators to every request of every statement about one product's world."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass

from scripts.proofs.evaluation.decision import Evaluator
from scripts.proofs.requests import Family, Request
from scripts.proofs.simulation import Answer
from scripts.proofs.statement import Question, Statement
from scripts.proofs.world.world import World

Second = Callable[[Sequence[Request]], Sequence[Answer]]


@dataclass(frozen=True)
class Checked:
    """A request with what must hold of it, and what each evaluator says."""

    request: Request
    expected: bool
    first: bool
    second: Answer

    @property
    def is_met(self) -> bool:
        return self.first == self.expected

    @property
    def text(self) -> str:
        """One line that names what is wrong."""
        said = "is allowed" if self.first else "is denied"
        return f"{self.request.principal} {said} {self.request.action} on {self.request.resource}"


@dataclass(frozen=True)
class Outcome:
    statement: Statement
    families: tuple[Family, ...]
    checked: tuple[Checked, ...]

    @property
    def broken(self) -> list[Checked]:
        """Requests that are not answered as the statement says."""
        return [one for one in self.checked if not one.is_met]

    @property
    def disputed(self) -> list[Checked]:
        """Requests on which the evaluators differ."""
        return [one for one in self.checked if one.first != one.second]


def outcomes(world: World, statements: Iterable[Statement], second: Second) -> tuple[Outcome, ...]:
    """Each request is put to the second evaluator once, whatever statements have it; all in one process."""
    question = Question(world, Evaluator(world.facts))
    stated = [(statement, tuple(_without_empty(statement, question))) for statement in statements]
    asked = {_key(request): request for _, families in stated for request, _ in _expected(families)}
    first = {key: question.evaluator.allows(request) for key, request in asked.items()}
    answers = dict(zip(asked, second(list(asked.values())), strict=True))
    return tuple(
        Outcome(statement, families, tuple(_checked(families, first, answers))) for statement, families in stated
    )


def _checked(families: Iterable[Family], first: dict[str, bool], second: dict[str, Answer]) -> Iterator[Checked]:
    seen: set[tuple[str, bool]] = set()
    for request, expected in _expected(families):
        key = _key(request)
        if (key, expected) not in seen:
            seen.add((key, expected))
            yield Checked(request, expected, first[key], second[key])


def _without_empty(statement: Statement, question: Question) -> Iterator[Family]:
    return (family for family in statement.families(question) if len(family))


def _expected(families: Iterable[Family]) -> Iterator[tuple[Request, bool]]:
    return ((request, family.allowed) for family in families for request in family.requests())


def _key(request: Request) -> str:
    return f"{request.principal} {request.action} {request.resource} {sorted(request.context.items())}"
