"""Every statement holds for every product, and both evaluators say so."""

from functools import cache
from pathlib import Path

import pytest

from scripts.configuration import Workspace
from scripts.proofs.disagreements import known_disagreements, unexplained
from scripts.proofs.prove import Proved, prove, texts_of_checkout
from scripts.proofs.statements import STATEMENTS
from scripts.proofs.statements.isolation import attacks_on
from scripts.proofs.world.launches import HOSTILE, VICTIM
from templates import PRODUCTS

ASSUMPTIONS = Path(__file__).resolve().parents[3] / "docs" / "assumptions.md"
NAMES = [product.name for product in PRODUCTS]
LEAST = 7000


@cache
def proved(product: str) -> Proved:
    workspace = Workspace.of_this_checkout()
    items, texts = texts_of_checkout(workspace)
    return prove(workspace, next(item for item in items if item.product.name == product), texts)


@pytest.mark.parametrize("product", NAMES)
@pytest.mark.parametrize("name", [statement.name for statement in STATEMENTS])
def test_a_statement_holds_in_both_evaluators(product: str, name: str) -> None:
    outcome = next(one for one in proved(product).outcomes if one.statement.name == name)
    assert [checked.text for checked in outcome.broken] == []
    assert [checked.text for checked in unexplained(outcome.disputed, known_disagreements())] == []


def test_the_proofs_of_all_products_are_about_thousands_of_requests() -> None:
    counts = {name: sum(len(outcome.checked) for outcome in proved(name).outcomes) for name in NAMES}
    assert sum(counts.values()) >= LEAST


def test_every_explained_disagreement_happens() -> None:
    disputed = [checked for name in NAMES for outcome in proved(name).outcomes for checked in outcome.disputed]
    unused = [one.action for one in known_disagreements() if not any(map(one.explains, disputed))]
    assert unused == []


def test_every_role_of_a_project_is_a_principal_and_a_target_of_isolation() -> None:
    world = proved("build-train-deploy").world
    (isolation,) = [one for one in proved("build-train-deploy").outcomes if one.statement.name == "isolation"]
    acting = {checked.request.principal for checked in isolation.checked}
    reached = {checked.request.resource for checked in isolation.checked}
    for _, identifier in HOSTILE:
        assert set(world.roles(identifier)) <= acting
    assert set(world.roles(VICTIM)) <= reached


def test_every_type_of_resource_that_a_product_makes_is_attacked() -> None:
    world = proved("build-train-deploy").world
    attacked = {call.resource for call in attacks_on(world, VICTIM)}
    untouched = {
        resource.kind
        for resource in world.launched(VICTIM)
        if not any(arn.startswith(resource.arn) for arn in attacked) and not _is_part_of_another(resource.kind)
    }
    assert untouched == set()


def _is_part_of_another(kind: str) -> bool:
    """Policies are attacked through what they protect, an alias through its key."""
    return kind.startswith("Custom::") or kind.endswith("Policy") or kind == "AWS::KMS::Alias"


def test_every_assumption_of_a_statement_is_in_the_list() -> None:
    listed = {line.split("|")[1].strip() for line in ASSUMPTIONS.read_text().splitlines() if line.startswith("| ")}
    named = {str(number) for statement in STATEMENTS for number in statement.assumptions}
    assert named <= listed


def test_hostile_ids_and_names_contain_each_other() -> None:
    world = proved("build-train").world
    identifiers = [launch.identifier for launch in world.launches if launch.product == "build-train"]
    assert any(other != VICTIM and other.startswith(VICTIM) for other in identifiers)
    assert any(other != VICTIM and other.endswith(VICTIM.removeprefix("p-")) for other in identifiers)
    assert any(VICTIM in launch.name for launch in world.launches)
