"""The mutants of this checkout: many, different, and caught."""

from collections import Counter
from functools import cache
from pathlib import Path

import pytest

from scripts.gate.loading import catalog_templates, endpoint_bodies
from scripts.gate.mutation.mutants import Mutant, mutants, operators, sample
from scripts.gate.mutation.run import LINTER, Outcome, outcomes
from scripts.gate.rules import RULES, findings

ROOT = Path(__file__).resolve().parents[4]
FEWEST = 250


@cache
def every_mutant() -> tuple[Mutant, ...]:
    return tuple(mutants(catalog_templates(endpoint_bodies(ROOT))))


@cache
def outcome_of_samples() -> tuple[Outcome, ...]:
    """Of every operator in every template, one."""
    return tuple(outcomes(sample(every_mutant(), each=1)))


def test_there_are_many_and_no_two_are_the_same() -> None:
    names = Counter(mutant.name for mutant in every_mutant())
    assert len(names) >= FEWEST
    assert [name for name, count in names.items() if count > 1] == []


def test_a_mutant_differs_from_its_template() -> None:
    assert [mutant.name for mutant in every_mutant() if mutant.defective.body == mutant.template.body] == []


def test_every_operator_finds_a_place() -> None:
    assert {mutant.operator for mutant in every_mutant()} == set(operators())


def test_products_foundations_roles_of_stages_and_endpoints_are_all_seeded() -> None:
    assert {mutant.template.kind for mutant in every_mutant()} >= {"product", "foundation", "endpoint"}


def test_a_sample_of_every_operator_in_every_template_is_caught() -> None:
    assert [outcome.mutant.name for outcome in outcome_of_samples() if not outcome.rules] == []


def test_what_the_linter_catches_is_seen_by_it_alone() -> None:
    for outcome in outcome_of_samples():
        linted = [rule for rule in outcome.rules if rule.startswith(LINTER)]
        assert not linted or linted == list(outcome.rules)


def test_a_defect_that_no_rule_sees_is_named() -> None:
    mutant = next(mutant for mutant in every_mutant() if mutant.operator == "pipelines/approval-removed")
    known = frozenset(findings(mutant.template))
    assert {finding.rule for finding in set(findings(mutant.defective)) - known} == {"pipeline-stage"}
    blind = {rule: check for rule, check in RULES.items() if rule != "pipeline-stage"}
    assert set(findings(mutant.defective, blind)) - known == set()


@pytest.mark.parametrize("rule", RULES)
def test_every_finding_says_where_and_what_to_do(rule: str) -> None:
    for outcome in outcome_of_samples():
        if rule in outcome.rules:
            found = list(findings(outcome.mutant.defective, {rule: RULES[rule]}))
            assert all(finding.tool == "catalog" and finding.resource and ":" in finding.text for finding in found)
            return
