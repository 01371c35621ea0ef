"""How long a new role is refused: IAM User Guide, "Changes that I make are not always immediately visible".

`SANDBOX_NEW_ROLE_SECONDS` is how many seconds; none unless it is set. CloudFormation waits for them before it goes on
with what depends on the role: its User Guide, "Understand CloudFormation stack creation events", consistency check.
"""

import os
import time
from calendar import timegm
from collections.abc import Mapping
from typing import Any

from ministack.services import iam

VARIABLE = "SANDBOX_NEW_ROLE_SECONDS"


def is_new(arn: str) -> bool:
    """Whether a role exists and is still refused."""
    found = iam._roles.get_scoped(arn.split(":")[4], None, arn.rpartition("/")[2])
    return bool(found) and seconds_left(found) > 0


def seconds_left(role: dict[str, Any]) -> float:
    """Until a role of the engine can be assumed; zero or less when it can."""
    made = timegm(time.strptime(role["CreateDate"], "%Y-%m-%dT%H:%M:%SZ"))
    return made + float(os.environ.get(VARIABLE, "0")) - time.time()


def wait(facts: Mapping[str, Any]) -> None:
    """CloudFormation's consistency check of a role that it has made."""
    role = iam._roles.get(facts["id"])
    if role and VARIABLE in os.environ:
        time.sleep(max(0, seconds_left(role)))
