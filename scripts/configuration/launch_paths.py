"""Products that one role would see in two portfolios: SageMaker could then update none of their projects.

Service Catalog API reference: UpdateProvisionedProduct takes a path if there are several; SageMaker's UpdateProject has
no parameter for one.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import combinations, product

from scripts.configuration.environment import Environment
from scripts.configuration.portfolio import Portfolio


@dataclass(frozen=True)
class SecondPath:
    """A product in two portfolios, and a pattern of the second that can match the same role as one of the first."""

    product: str
    first: str
    second: str
    pattern: str


def second_paths(portfolios: Sequence[Portfolio], environment: Environment) -> Iterator[SecondPath]:
    """Units are compared by their ids: which of them are below others is known to the organisation only."""
    for first, second in combinations(portfolios, 2):
        units = [{environment.units[name] for name in portfolio.share_with} for portfolio in (first, second)]
        if not units[0] & units[1]:
            continue
        pairs = product(first.principals, second.principals)
        overlapping = [pattern for other, pattern in pairs if can_match_same(other, pattern)]
        for name in second.products:
            if overlapping and name in first.products:
                yield SecondPath(name, first.portfolio, second.portfolio, overlapping[0])


@cache
def can_match_same(one: str, other: str) -> bool:
    """Whether some name matches both patterns; `*` stands for any characters, `?` for one."""
    if not one or not other:
        return not (one + other).strip("*")
    if one[0] == "*":
        return can_match_same(one[1:], other) or can_match_same(one, other[1:])
    if other[0] == "*":
        return can_match_same(other, one)
    return (one[0] == other[0] or "?" in (one[0], other[0])) and can_match_same(one[1:], other[1:])
