"""The table of docs/studio-access.md is what the policies say; what no Studio role may do, none does."""

import pytest

from tests import studio_access
from tests.studio_access import (
    BEGIN,
    DOCUMENT,
    END,
    OTHER_TEAM,
    PROBES,
    STUDIO,
    TEAM,
    Probe,
    allows,
    is_trusted,
    reaches,
)

DECIDING = ("UpdateModelPackage", "DeleteModelPackage", "PutModelPackageGroupPolicy", "DeleteModelPackageGroupPolicy")


def of(*operations: str) -> list[Probe]:
    return [probe for probe in PROBES if probe.action.partition(":")[2] in operations]


def test_the_table_is_measured() -> None:
    text = DOCUMENT.read_text(encoding="utf-8")
    assert text.partition(BEGIN)[2].partition(END)[0] == studio_access.table(), "python -m tests.studio_access"


@pytest.mark.parametrize("team", ["none", "vision"])
@pytest.mark.parametrize("role", [STUDIO, TEAM, OTHER_TEAM])
def test_nobody_in_studio_decides_about_a_model_or_removes_who_may(role: str, team: str) -> None:
    assert [probe.what for probe in of(*DECIDING, "PutApprovalResult") if reaches(probe, role, team=team)] == []


def test_the_default_role_would_decide_if_the_group_had_no_policy() -> None:
    assert all(allows(probe, STUDIO) for probe in of(*DECIDING))


def test_another_teams_role_reaches_nothing_of_a_project() -> None:
    assert [probe.what for probe in PROBES if reaches(probe, OTHER_TEAM, team="vision")] == []


def test_a_teams_role_reaches_nothing_of_a_project_without_a_team() -> None:
    assert [probe.what for probe in PROBES if reaches(probe, TEAM, team="none")] == []


@pytest.mark.parametrize("role", [STUDIO, TEAM, OTHER_TEAM])
def test_no_studio_role_is_let_in_by_an_approver(role: str) -> None:
    assert not is_trusted(role)
    assert is_trusted("arn:aws:iam::222222222222:role/Person")
