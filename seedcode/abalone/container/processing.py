#!/usr/bin/env python3
"""The `process` that the pipeline's processing jobs start: a step of the repository, run without root."""

import os
import sys
from pathlib import Path

from account import give_up_root

BASE = Path(os.environ.get("SAGEMAKER_BASE_DIR", "/opt/ml"))

if __name__ == "__main__":
    # Beside the job's files, the step leaves its message in output/.
    give_up_root([BASE / "processing", BASE / "output"])
    # The step takes the place of this process, and so gets its signals.
    os.execv(sys.executable, [sys.executable, *sys.argv[1:]])
