"""A publish names the stage that has no roles, before a product that deploys to it is launched."""

import pytest

from scripts.publishing.existing import ExistingStackSet, StackInstance
from scripts.publishing.stage_roles import stage_problems

STAGES = {"staging": "333333333333", "production": "444444444444"}


def _target(**statuses: str) -> ExistingStackSet:
    instances = tuple(StackInstance(STAGES[stage], "us-east-1", status, "") for stage, status in statuses.items())
    return ExistingStackSet({}, {}, frozenset({"ou-1"}), instances)


def test_stages_with_their_roles_are_no_problem() -> None:
    assert list(stage_problems(STAGES, _target(staging="CURRENT", production="CURRENT"))) == []


@pytest.mark.parametrize("target", [None, _target(staging="CURRENT")])
def test_a_stage_in_no_target_unit_is_named(target: ExistingStackSet | None) -> None:
    problems = list(stage_problems(STAGES, target))
    assert problems[-1].startswith("444444444444 (production) is in no unit of `targets`")
    assert "cannot be launched" in problems[-1]


def test_a_stage_whose_roles_failed_is_named_with_the_reason() -> None:
    failed = StackInstance("333333333333", "us-east-1", "OUTDATED", "name taken")
    target = _target(production="CURRENT")
    found = ExistingStackSet({}, {}, target.units, (failed, *target.instances))
    (problem,) = stage_problems(STAGES, found)
    assert problem == ("333333333333 (staging) lets no launch make roles in it yet, its stack is OUTDATED: name taken")
