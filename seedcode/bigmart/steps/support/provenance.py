"""When a model was evaluated and from which commit it comes, as evaluation.json and its page have it."""

import os
import time
from collections.abc import Mapping

UNKNOWN = ("", "none")  # of an execution that was started by hand


def provenance(environment: Mapping[str, str] = os.environ) -> dict[str, str]:
    """Now, and the commit if it is known."""
    commit = environment.get("SOURCE_COMMIT", "")
    known = {} if commit in UNKNOWN else {"commit": commit}
    return known | {"when": time.strftime("%Y-%m-%d %H:%M UTC", time.gmtime())}
