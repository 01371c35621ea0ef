"""A mode in which what was just made arrives late elsewhere: new roles, and portfolios in other accounts.

IAM User Guide, "Changes that I make are not always immediately visible"; Service Catalog imports shares of an
organisation by itself, at a time that it does not promise. `SANDBOX_ARRIVAL_SECONDS` says how late.
"""

import datetime
import os

from ministack.services import iam

SECONDS = float(os.environ.get("SANDBOX_ARRIVAL_SECONDS", "0"))


def has_arrived(since: datetime.datetime) -> bool:
    return (datetime.datetime.now(datetime.UTC) - since).total_seconds() >= SECONDS


def role_has_arrived(arn: str) -> bool:
    """Whether a role can be assumed yet; one that does not exist is refused by others."""
    if not SECONDS or ":role/" not in arn:
        return True
    role = iam._roles.get_scoped(arn.split(":")[4], None, arn.rpartition("/")[2])
    made = role and datetime.datetime.fromisoformat(role["CreateDate"].replace("Z", "+00:00"))
    return made is None or has_arrived(made)
