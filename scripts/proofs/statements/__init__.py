"""The statements that a release proves: one module each, in the order in which they are read."""

from scripts.proofs.statement import Statement
from scripts.proofs.statements import (
    approval,
    assets,
    boundary,
    isolation,
    launch_role,
    outsiders,
    production,
    stage_trust,
    teams,
)

STATEMENTS: tuple[Statement, ...] = (
    launch_role.STATEMENT,
    isolation.STATEMENT,
    approval.STATEMENT,
    teams.STATEMENT,
    boundary.STATEMENT,
    production.STATEMENT,
    stage_trust.STATEMENT,
    outsiders.STATEMENT,
    assets.STATEMENT,
)
