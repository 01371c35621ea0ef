"""The report of the mutation: how many mutants of each operator the gate caught, and by which rules."""

import json
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from hashlib import sha256
from typing import Any

from scripts.gate.mutation.run import Outcome

Table = dict[str, Any]


@dataclass(frozen=True)
class MutationReport:
    """All outcomes of a run, in the order of the mutants."""

    outcomes: tuple[Outcome, ...]

    @property
    def escaped(self) -> tuple[str, ...]:
        return tuple(outcome.mutant.name for outcome in self.outcomes if not outcome.rules)

    @property
    def sentence(self) -> str:
        caught = len(self.outcomes) - len(self.escaped)
        rules = {rule for outcome in self.outcomes for rule in outcome.rules}
        return f"{caught} of {len(self.outcomes)} mutants caught, by {len(rules)} rules"

    def document(self) -> str:
        """The machine's form: counts, a digest of all names, and for each operator and template what caught it."""
        operators: Table = {}
        for outcome in self.outcomes:
            mutant = outcome.mutant
            row = operators.setdefault(mutant.operator, {}).setdefault(mutant.template.name, Counter())
            row.update(["mutants", *outcome.rules])
        table: Table = {
            "mutants": len(self.outcomes),
            "escaped": list(self.escaped),
            "names": names_digest([outcome.mutant.name for outcome in self.outcomes]),
            "operators": {name: {place: dict(row) for place, row in rows.items()} for name, rows in operators.items()},
        }
        return json.dumps(table, indent=1, sort_keys=True) + "\n"

    def details(self) -> str:
        """Every mutant by name with the rules that caught it."""
        return json.dumps({outcome.mutant.name: outcome.rules for outcome in self.outcomes}, indent=1) + "\n"

    def page(self) -> str:
        """The form for people."""
        return "\n".join(
            [
                "# Mutation of the templates",
                "",
                "Written by `make mutation`. Each mutant is a template with one defect; it is caught when the gate",
                "finds in it what it does not find in the template. Own rules run first, cfn-lint where they find",
                "nothing.",
                "",
                f"{self.sentence[0].upper()}{self.sentence[1:]}.",
                "",
                "| operator | mutants | rules that caught them |",
                "| --- | ---: | --- |",
                *self._operator_rows(),
                "",
                "| rule | mutants | of them alone |",
                "| --- | ---: | ---: |",
                *self._rule_rows(),
                *(["", "## Escaped", "", *[f"- {name}" for name in self.escaped]] if self.escaped else []),
                "",
            ]
        )

    def _operator_rows(self) -> Iterator[str]:
        for operator in dict.fromkeys(outcome.mutant.operator for outcome in self.outcomes):
            found = [outcome for outcome in self.outcomes if outcome.mutant.operator == operator]
            rules = Counter(rule for outcome in found for rule in outcome.rules)
            listed = ", ".join(f"{rule} {count}" for rule, count in sorted(rules.items(), key=_most))
            yield f"| {operator} | {len(found)} | {listed} |"

    def _rule_rows(self) -> Iterator[str]:
        caught = Counter(rule for outcome in self.outcomes for rule in outcome.rules)
        alone = Counter(outcome.rules[0] for outcome in self.outcomes if len(outcome.rules) == 1)
        for rule, count in sorted(caught.items(), key=_most):
            yield f"| {rule} | {count} | {alone[rule]} |"


def names_digest(names: Sequence[str]) -> str:
    """The SHA-256 of all names of mutants."""
    return sha256("\n".join(names).encode()).hexdigest()


def _most(item: tuple[str, int]) -> tuple[int, str]:
    return -item[1], item[0]
