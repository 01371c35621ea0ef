"""Makes the people of a rehearsal, each with a profile of their own."""

from collections.abc import Mapping

from scripts.aws.account import Account
from scripts.aws.failures import refusal
from scripts.aws.rehearsal.approver import Approver
from scripts.aws.rehearsal.attackers import Attackers
from scripts.aws.rehearsal.inbox import Inbox
from scripts.aws.rehearsal.platform_team import PlatformTeam
from scripts.aws.rehearsal.scientist import Scientist
from scripts.aws.rehearsal.viewer import Viewer
from scripts.aws.waiting import poll
from scripts.rehearsal.roles import People


def people(profiles: Mapping[str, str], region: str) -> People:
    """`profiles` by role; a role without a profile has the current credentials, except for those who attack."""
    return People(
        scientist=Scientist(_account(profiles, "scientist"), region, profiles.get("scientist")),
        approver=Approver(_account(profiles, "approver"), region),
        development=Viewer(_account(profiles, "development"), region),
        staging=Viewer(_account(profiles, "staging"), region),
        production=Viewer(_account(profiles, "production"), region),
        inbox=Inbox(_account(profiles, "development"), region),
        poll=poll,
        judge=refusal,
        attackers=Attackers(profiles, region) if "attacker" in profiles else None,
        platform=PlatformTeam(_account(profiles, "platform"), _account(profiles, "development"), region),
    )


def _account(profiles: Mapping[str, str], role: str) -> Account:
    return Account.of_profile(profiles.get(role))
