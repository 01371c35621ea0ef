"""What a statement is: a sentence, the requests that it is about, and the assumptions that it rests on."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from scripts.proofs.evaluation.decision import Evaluator
from scripts.proofs.requests import Family
from scripts.proofs.world.world import World


@dataclass(frozen=True)
class Question:
    """The world, and the first evaluator, which a search through a graph needs to find its way."""

    world: World
    evaluator: Evaluator


@dataclass(frozen=True)
class Statement:
    """`assumptions` are numbers of docs/assumptions.md."""

    name: str
    sentence: str
    families: Callable[[Question], Iterable[Family]]
    assumptions: tuple[int, ...] = ()
