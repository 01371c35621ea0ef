"""Pushes to the provider's repositories, and the services that subscribe to them."""

from collections.abc import Callable

Subscriber = Callable[[str, str, str], None]
"""Takes the repository, the branch and its newest commit."""

_subscribers: list[Subscriber] = []


def subscribe(subscriber: Subscriber) -> None:
    _subscribers.append(subscriber)


def publish(repository: str, before: dict[str, str], after: dict[str, str]) -> None:
    """Call every subscriber for each branch that a push made or moved; `before` and `after` have commits by branch."""
    for branch, commit in after.items():
        if before.get(branch) != commit:
            for subscriber in _subscribers:
                subscriber(repository, branch, commit)
