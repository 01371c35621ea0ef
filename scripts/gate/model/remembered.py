"""Remembers what a function yields: thousands of mutants share all resources but one."""

from collections.abc import Callable, Hashable, Iterator
from functools import cache, wraps
from typing import TypeVar

Found = TypeVar("Found")


def remembered(function: Callable[..., Iterator[Found]]) -> Callable[..., tuple[Found, ...]]:
    """A function whose arguments are hashable, and whose result depends on them alone."""

    @cache
    def found(*arguments: Hashable) -> tuple[Found, ...]:
        return tuple(function(*arguments))

    @wraps(function)
    def remembering(*arguments: Hashable) -> tuple[Found, ...]:
        return found(*arguments)

    return remembering
