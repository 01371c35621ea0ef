"""Code edits that a rehearsal's data scientist pushes to the training repository."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from scripts.errors import ConfigurationError

DEFINITION = "pipeline.py"


@dataclass(frozen=True)
class CodeEdit:
    """Another default of a pipeline parameter: a push that changes neither code nor settings registers no model.

    `values` are by parameter; only the first one that the repository has is edited, because it decides the model there.
    """

    message: str
    values: Mapping[str, str]

    def files(self, folder: Path) -> Mapping[str, str]:
        """The new content of the edited files, by their path in the repository.

        Raises ConfigurationError when the repository has none of the parameters.
        """
        text = (folder / DEFINITION).read_text(encoding="utf-8")
        for name, value in self.values.items():
            edited, count = re.subn(rf'(name="{name}", default_value=)[0-9.e-]+', rf"\g<1>{value}", text)
            if count:
                return {DEFINITION: edited}
        problem = f"{DEFINITION} of the training repository has no parameter {' or '.join(self.values)}"
        raise ConfigurationError(problem, hint="rehearse with one of the catalog's examples")


OTHER = CodeEdit("Try another setting", {"RidgePenalty": "25.0", "LearningRate": "0.05"})
# A penalty so large that a linear model predicts the mean, or a learning rate too small for anything to be learned.
WORSE = CodeEdit("Train more carefully", {"RidgePenalty": "1000000.0", "LearningRate": "0.000001"})
