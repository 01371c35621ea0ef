"""Everything that was found out about a model, from which its page is drawn."""

from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from support.configuration import Configuration


@dataclass(frozen=True)
class Assessment:
    """`result` is evaluation.json, `rows` are the test rows before encoding, one for each prediction.

    `champion` are the predictions of production's model for the same rows, None if there are none; `contributions` are
    summed by the original column, in log-odds or in the target's unit, None if the model has none. `profile` describes
    the data of this training, `profile_before` those that production's model learnt from.
    """

    configuration: Configuration
    result: dict[str, Any]
    rows: pd.DataFrame
    truth: np.ndarray
    prediction: np.ndarray
    champion: np.ndarray | None
    baselines: dict[str, np.ndarray]
    contributions: pd.DataFrame | None
    profile: dict[str, Any]
    profile_before: dict[str, Any] | None
    curve: dict[str, Any]
