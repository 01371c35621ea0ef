"""Performs a plan, change by change, and says which of them could not be done."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Protocol

from scripts.errors import ConfigurationError, UnfinishedError
from scripts.publishing.changes import ApplyStackSet, Change, removes
from scripts.publishing.desired import Desired
from scripts.publishing.existing import Found
from scripts.publishing.plan import plan


class Watch(Protocol):
    """Called while AWS works; `said` is what it answers when it refuses for the time being."""

    def __call__(self, said: str = "") -> None: ...


class Lease(Protocol):
    def hold(self) -> bool: ...
    def release(self) -> None: ...


class Hub(Protocol):
    """The hub account as a publish needs it; `scripts.aws.publishing.hub.Hub` is the real one."""

    @property
    def lease(self) -> Lease: ...
    def find(self) -> Found: ...
    def perform(self, change: Change, watch: Watch) -> None: ...


class Progress(Protocol):
    """What is told while a publish runs."""

    def starts(self, change: Change) -> None: ...
    def waits(self, said: str) -> None: ...
    def ends(self, change: Change) -> None: ...


@dataclass(frozen=True)
class Outcome:
    """What came of a plan: the changes that were made, and the failures of those that were not."""

    done: tuple[Change, ...]
    failures: tuple[UnfinishedError, ...]


def require_permission(changes: tuple[Change, ...], *, removal_allowed: bool) -> None:
    """Raises ConfigurationError when the plan takes something away and nobody asked for that."""
    losses = [sentence for change in changes if removes(change) for sentence in change.sentences]
    if losses and not removal_allowed:
        problem = f"the plan takes away: {'; '.join(loss.removeprefix('- ') for loss in losses if loss[0] == '-')}"
        raise ConfigurationError(problem, hint="nothing was written; if that is meant, add ALLOW_REMOVAL=yes")


def publish(desired: Desired, hub: Hub, changes: tuple[Change, ...], progress: Progress) -> Outcome:
    """Perform `changes`, which were planned against what `hub` holds.

    A spoke's failure does not keep the others from their changes; it is in the outcome. Any other failure ends the
    publish; what was done stays, and the next one goes on from there.
    Raises UnfinishedError when somebody else publishes, or did since the plan was made.
    """
    if not changes:
        return Outcome((), ())
    done: list[Change] = []
    failures: list[UnfinishedError] = []
    with _held(hub.lease) as held:
        if held and plan(desired, hub.find()) != changes:
            raise UnfinishedError("somebody else published since this plan was made", hint="run it again")
        for change in changes:
            progress.starts(change)
            failure = _attempt(hub, change, progress)
            if failure:
                failures.append(failure)
            else:
                done.append(change)
            progress.ends(change)
    return Outcome(tuple(done), tuple(failures))


@contextmanager
def _held(lease: Lease) -> Iterator[bool]:
    """The lease, given back however the publish ends; False while there is no bucket to keep it in."""
    try:
        yield lease.hold()
    finally:
        lease.release()


def _attempt(hub: Hub, change: Change, progress: Progress) -> UnfinishedError | None:
    def watch(said: str = "") -> None:
        hub.lease.hold()
        progress.waits(said)

    hub.lease.hold()
    try:
        hub.perform(change, watch)
    except UnfinishedError as failure:
        if not isinstance(change, ApplyStackSet):
            raise
        return failure
    return None
