"""Brings the people of a rehearsal together, each under a profile of their own."""

from collections.abc import Mapping

from scripts.aws.account import Account
from scripts.aws.approver import Approver
from scripts.aws.inbox import Inbox
from scripts.aws.scientist import Scientist
from scripts.aws.viewer import Viewer
from scripts.rehearsal.cast import Cast


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
