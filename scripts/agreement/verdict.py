"""What the answers of a sandbox to the calls of a case are worth."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, NamedTuple

AGREES, REFUSED, DIFFERS = "agrees", "refused by name", "differs"
ACCEPTS, REFUSES = "accepts", "refuses"
WORST_FIRST = (ACCEPTS, REFUSES, "code", "value", "members", "wording")
WRONG = (ACCEPTS, REFUSES)
"""`accepts`: AWS refuses the call and the sandbox does not. `refuses`: the other way round."""

_NOT_IMPLEMENTED = 501
# CloudFormation has no status of its own for a resource type that it does not know.
_BY_NAME = re.compile(r"not emulated by the sandbox|Unrecognized resource types", re.IGNORECASE)


class Refusal(NamedTuple):
    code: str
    message: str
    status: int

    def is_by_name(self) -> bool:
        """Whether the sandbox says that it lacks something, which is no statement about AWS."""
        return self.status == _NOT_IMPLEMENTED or bool(_BY_NAME.search(self.message))


class Answer(NamedTuple):
    """What a call returned, and the refusal that it was, if it was one."""

    value: Any
    refusal: Refusal | None = None


class Finding(NamedTuple):
    """One difference: `how` is REFUSED or of WORST_FIRST, `where` is the operation, `path` the place in its answer."""

    how: str
    where: str
    path: str
    aws: Any
    here: Any


@dataclass(frozen=True)
class StepVerdict:
    operation: str
    findings: tuple[Finding, ...]

    @property
    def verdict(self) -> str:
        return verdict_of(self.findings)


@dataclass(frozen=True)
class CaseVerdict:
    identifier: str
    service: str
    steps: tuple[StepVerdict, ...]

    @property
    def findings(self) -> tuple[Finding, ...]:
        return tuple(finding for step in self.steps for finding in step.findings)

    @property
    def verdict(self) -> str:
        return verdict_of(self.findings)

    @property
    def worst(self) -> str:
        """The worst way in which it differs; empty for a case that agrees or was refused by name."""
        return worst_of(self.findings) if self.verdict == DIFFERS else ""


def verdict_of(findings: Iterable[Finding]) -> str:
    ways = {finding.how for finding in findings}
    return AGREES if not ways else REFUSED if REFUSED in ways else DIFFERS


def worst_of(findings: Iterable[Finding]) -> str:
    ways = {finding.how for finding in findings}
    return next(way for way in WORST_FIRST if way in ways)
