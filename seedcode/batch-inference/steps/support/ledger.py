"""Which run has taken which file: one claim for each content, so that nothing is scored twice.

A claim is a file `ledger/<SHA-256 of the content>.json` that only one run can create. It is settled when that run's
manifest is there, the last thing that a run writes: nothing has to be noted afterwards, and a run that was killed has
settled nothing. Its claims are taken over by the next run, once SageMaker says that it runs no more.
"""

import hashlib
import json
from collections.abc import Callable
from dataclasses import asdict, dataclass
from typing import NamedTuple

from support.store import Store, Stored

CLAIMS, SEEN = "ledger/", "ledger/seen/"
TAKEN, SETTLED, RUNNING = "taken", "settled", "running"


@dataclass(frozen=True)
class Claim:
    """By which execution the content of a file was taken, and the key of the manifest that settles it."""

    key: str
    execution: str
    manifest: str


class Verdict(NamedTuple):
    """What became of a file: taken by this run, settled or running in another one, whose claim is `claim`."""

    state: str
    claim: Claim


class Ledger:
    """`runs` tells whether an execution is still running."""

    def __init__(self, store: Store, runs: Callable[[str], bool]) -> None:
        self.store, self.runs = store, runs
        self._seen: set[str] | None = None

    def knows(self, file: Stored) -> bool:
        """Whether this very object is settled already: then it does not have to be read again."""
        if self._seen is None:
            self._seen = {stored.key for stored in self.store.below(SEEN)}
        return seen_key(file) in self._seen

    def remember(self, file: Stored) -> None:
        """Only saves reading the object again."""
        self.store.create(seen_key(file), b"")

    def take(self, digest: str, claim: Claim) -> Verdict:
        """Take a content for a run, unless another run has it."""
        place, body = claim_key(digest), json.dumps(asdict(claim)).encode()
        if self.store.create(place, body):
            return Verdict(TAKEN, claim)
        found = self.store.read(place)
        if found is None:  # nobody removes claims
            return Verdict(RUNNING, claim)
        other = Claim(**json.loads(found.body))
        if self.store.read(other.manifest) is not None:
            return Verdict(SETTLED, other)
        if other.execution == claim.execution:
            return Verdict(TAKEN, other)
        if self.runs(other.execution) or not self.store.replace(place, body, found.tag):
            return Verdict(RUNNING, other)
        return Verdict(TAKEN, claim)

    def owner(self, digest: str) -> str:
        """The execution that has a content; empty if none has."""
        found = self.store.read(claim_key(digest))
        return Claim(**json.loads(found.body)).execution if found else ""


def claim_key(digest: str) -> str:
    return f"{CLAIMS}{digest}.json"


def seen_key(file: Stored) -> str:
    return SEEN + hashlib.sha256(f"{file.key}\n{file.tag}".encode()).hexdigest()
