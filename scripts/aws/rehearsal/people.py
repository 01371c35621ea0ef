"""Brings the people of a rehearsal together, each under a profile of their own."""

from collections.abc import Mapping

from scripts.aws.account import Account
from scripts.aws.rehearsal.approver import Approver
from scripts.aws.rehearsal.inbox import Inbox
from scripts.aws.rehearsal.scientist import Scientist
from scripts.aws.rehearsal.viewer import Viewer
from scripts.rehearsal.roles import Cast


def cast(profiles: Mapping[str, str], region: str) -> Cast:
    """`profiles` by part; whoever plays a part without one does it with the current credentials."""
    return Cast(
        scientist=Scientist(_account(profiles, "scientist"), region, profiles.get("scientist")),
        approver=Approver(_account(profiles, "approver"), region),
        development=Viewer(_account(profiles, "development"), region),
        staging=Viewer(_account(profiles, "staging"), region),
        production=Viewer(_account(profiles, "production"), region),
        inbox=Inbox(_account(profiles, "development"), region),
    )


def _account(profiles: Mapping[str, str], part: str) -> Account:
    return Account.of_profile(profiles.get(part))
