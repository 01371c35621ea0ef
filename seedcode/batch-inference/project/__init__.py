"""What builds and starts the pipeline, and runs its steps on this machine; the steps do not need it."""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1] / "steps"))
