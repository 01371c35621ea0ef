"""Performs a plan, change by change, and collects the failures of single accounts."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Protocol

from scripts.errors import ConfigurationError, UnfinishedError
from scripts.publishing.changes import ApplyStackSet, Change, removals
from scripts.publishing.desired import Desired
from scripts.publishing.existing import Existing
from scripts.publishing.plan import plan


class Watch(Protocol):
    """Called while AWS works; `message` is AWS's own while it refuses for the time being."""

    def __call__(self, message: str = "") -> None: ...


class Lease(Protocol):
    def hold(self) -> bool: ...
    def give_back(self) -> None: ...


class Hub(Protocol):
    """The hub account as a publish needs it; `scripts.aws.publishing.hub.Hub` is the real one."""

    @property
    def lease(self) -> Lease: ...
    def find(self) -> Existing: ...
    def perform(self, change: Change, watch: Watch) -> None: ...


class Progress(Protocol):
    """Progress callbacks of a publish."""

    def starts(self, change: Change) -> None: ...
    def waits(self, message: str) -> None: ...
    def ends(self, change: Change) -> None: ...


@dataclass(frozen=True)
class Outcome:
    """The changes that were made, and the failures of those that were not."""

    done: tuple[Change, ...]
    failures: tuple[UnfinishedError, ...]


def require_permission(changes: tuple[Change, ...], *, removal_allowed: bool) -> None:
    """Raises ConfigurationError when the plan removes access or products without permission to."""
    removed = [sentence.removeprefix("- ") for change in changes for sentence in removals(change)]
    if removed and not removal_allowed:
        problem = f"the plan removes: {'; '.join(removed)}"
        raise ConfigurationError(problem, hint="nothing was written; to remove them, add ALLOW_REMOVAL=yes")


def publish(desired: Desired, hub: Hub, changes: tuple[Change, ...], progress: Progress) -> Outcome:
    """Perform `changes`, which were planned against what is in `hub`.

    A spoke's failure does not stop the changes of others; it is in the outcome. Any other failure ends the publish;
    what was done stays, and the next publish continues from there.
    Raises UnfinishedError while another publisher holds the lease, or when the catalog changed after the plan.
    """
    if not changes:
        return Outcome((), ())
    done: list[Change] = []
    failures: list[UnfinishedError] = []
    with _held(hub.lease) as held:
        if held and plan(desired, hub.find()) != changes:
            raise UnfinishedError("the catalog changed after this plan was made", hint="plan and publish again")
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
    """Holds the lease, and gives it back in any case; False before the first publish, when it has no bucket yet."""
    try:
        yield lease.hold()
    finally:
        lease.give_back()


def _attempt(hub: Hub, change: Change, progress: Progress) -> UnfinishedError | None:
    def watch(message: str = "") -> None:
        hub.lease.hold()
        progress.waits(message)

    hub.lease.hold()
    try:
        hub.perform(change, watch)
    except UnfinishedError as failure:
        if not isinstance(change, ApplyStackSet):
            raise
        return failure
    return None
