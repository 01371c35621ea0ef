"""What the data scientist of a rehearsal changes in the training repository."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from scripts.errors import ConfigurationError

WIRING = "pipeline.py"


@dataclass(frozen=True)
class Change:
    """Another learning rate: a push that changes neither code nor settings adds no model."""

    message: str
    learning_rate: str

    def files(self, folder: Path) -> Mapping[str, str]:
        """The texts of the files that change, by their path in the repository.

        Raises ConfigurationError when the repository has no learning rate to change.
        """
        text = (folder / WIRING).read_text(encoding="utf-8")
        changed, count = re.subn(r'(name="LearningRate", default_value=)[0-9.e-]+', rf"\g<1>{self.learning_rate}", text)
        if not count:
            problem = f"{WIRING} of the training repository has no parameter LearningRate"
            raise ConfigurationError(problem, hint="rehearse with one of the catalog's examples")
        return {WIRING: changed}


NOTE = Change("Learn a little slower", "0.04")
# So slow that nothing is learned: the model says what the simplest forecast says.
WORSE = Change("Learn more carefully", "0.000001")
BETTER = Change("Learn a little faster", "0.05")
