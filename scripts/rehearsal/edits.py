"""What the data scientist of a rehearsal changes in the training repository."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from scripts.errors import ConfigurationError

WIRING = "pipeline.py"


@dataclass(frozen=True)
class Change:
    """Another default of a pipeline parameter: a push that changes neither code nor settings adds no model.

    `values` are by parameter; the first one that the repository has is changed, because it decides the model there.
    """

    message: str
    values: Mapping[str, str]

    def files(self, folder: Path) -> Mapping[str, str]:
        """The texts of the files that change, by their path in the repository.

        Raises ConfigurationError when the repository has none of the parameters.
        """
        text = (folder / WIRING).read_text(encoding="utf-8")
        for name, value in self.values.items():
            changed, count = re.subn(rf'(name="{name}", default_value=)[0-9.e-]+', rf"\g<1>{value}", text)
            if count:
                return {WIRING: changed}
        problem = f"{WIRING} of the training repository has no parameter {' or '.join(self.values)}"
        raise ConfigurationError(problem, hint="rehearse with one of the catalog's examples")


NOTE = Change("Try another setting", {"RidgePenalty": "40.0", "LearningRate": "0.04"})
# A line that says the mean, with trees that are worse alone; or a learning rate so small that nothing is learned.
WORSE = Change("Learn more carefully", {"RidgePenalty": "1000000.0", "LearningRate": "0.000001"})
BETTER = Change("Try a third setting", {"RidgePenalty": "25.0", "LearningRate": "0.05"})
