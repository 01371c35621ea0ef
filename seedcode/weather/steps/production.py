"""What the model that production runs forecasts for the same days, if its features are made of the same columns."""

import json
from pathlib import Path

import numpy as np
import pandas as pd

import model as learner
from features import Recipe
from support.champion import NotComparableError

FILE = "features.json"


def save_features(made: Recipe, folder: Path) -> None:
    """Beside the model: what it forecasts, and from which features in which order."""
    (folder / FILE).write_text(json.dumps({"answer": made.answer, "features": made.names}), encoding="utf-8")


def forecast(folder: Path, unseen: pd.DataFrame, made: Recipe) -> np.ndarray:
    """Raises NotComparableError with the reason if the model of the folder does not forecast what this one does."""
    try:
        known = json.loads((folder / FILE).read_text(encoding="utf-8"))
        answer, names = known["answer"], list(known["features"])
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise NotComparableError(f"its {FILE} cannot be read, older code made it") from error
    if answer != made.answer:
        raise NotComparableError(f"it forecasts {answer} and not {made.answer}")
    if other := sorted({*names} ^ {*made.names}):
        raise NotComparableError(f"it has other features, as {other[0]}")
    return learner.predict(learner.load(folder), unseen[names].to_numpy(dtype=np.float32))
