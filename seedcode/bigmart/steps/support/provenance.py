"""When a model was evaluated, and from which commit and training job it comes, as evaluation.json has it."""

import os
import time
from collections.abc import Mapping

UNKNOWN = ("", "none")  # of an execution that was started by hand


def provenance(environment: Mapping[str, str] = os.environ) -> dict[str, str]:
    """Now, and the commit and the ARN of the training job if they are known."""
    given = {"commit": environment.get("SOURCE_COMMIT", ""), "training_job": environment.get("TRAINING_JOB_ARN", "")}
    known = {name: value for name, value in given.items() if value not in UNKNOWN}
    return known | {"when": time.strftime("%Y-%m-%d %H:%M UTC", time.gmtime())}
