"""Runs the gate over mutants: the own rules in this process, and cfn-lint over what they do not see.

A mutant is caught by a finding that the good template does not have.
"""

import json
from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from multiprocessing import get_context
from pathlib import Path
from tempfile import TemporaryDirectory

from scripts.gate.findings import Finding
from scripts.gate.model.template import Template
from scripts.gate.mutation.mutants import Mutant
from scripts.gate.rules import RULES, findings
from scripts.releases.lint import lint_template

REGIONS = ("us-east-1",)
LINTER = "cfn-lint"
PROCESSES = 2


@dataclass(frozen=True)
class Outcome:
    """A mutant and the rules that caught it; none if it escaped."""

    mutant: Mutant
    rules: tuple[str, ...]


def all_outcomes(mutants: Sequence[Mutant]) -> tuple[Outcome, ...]:
    """What caught each mutant, in several processes."""
    parts = [range(start, len(mutants), PROCESSES) for start in range(PROCESSES)]
    with ProcessPoolExecutor(PROCESSES, get_context("fork"), _share, (mutants,)) as pool:
        caught = {number: rules for part in pool.map(_caught, parts) for number, rules in part}
    return tuple(Outcome(mutant, caught[number]) for number, mutant in enumerate(mutants))


_SHARED: list[Mutant] = []
"""The mutants of a worker process: they come with the fork, as edits cannot be sent."""


def _share(mutants: Sequence[Mutant]) -> None:
    _SHARED[:] = mutants


def _caught(part: range) -> list[tuple[int, tuple[str, ...]]]:
    found = outcomes([_SHARED[number] for number in part])
    return [(number, outcome.rules) for number, outcome in zip(part, found, strict=True)]


def outcomes(mutants: Sequence[Mutant]) -> Iterator[Outcome]:
    """What caught each mutant."""
    good: dict[str, frozenset[Finding]] = {}
    for mutant in mutants:
        template = mutant.template
        known = good.setdefault(template.name, frozenset(findings(template)))
        rules = _rules(mutant.defective, known)
        yield Outcome(mutant, rules or _linted(mutant))


def _rules(template: Template, known: frozenset[Finding]) -> tuple[str, ...]:
    return tuple(rule for rule, check in RULES.items() if set(findings(template, {rule: check})) - known)


def _linted(mutant: Mutant) -> tuple[str, ...]:
    """The rules of cfn-lint that find more in the mutant than in the template."""
    good, defective = _lint(mutant.template), _lint(mutant.defective)
    return tuple(f"{LINTER} {rule}" for rule in sorted({rule for rule, _ in defective - good}))


def _lint(template: Template) -> frozenset[tuple[str, str]]:
    with TemporaryDirectory() as folder:
        path = Path(folder) / template.file
        path.write_text(json.dumps(template.body, indent=1), encoding="utf-8")
        return frozenset((found.rule, found.message) for found in lint_template(path, REGIONS))
