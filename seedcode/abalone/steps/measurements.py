"""What is measured on an abalone, and how that becomes the features of the model: the same to learn and to answer."""

import numpy as np

SEXES = ("F", "I", "M")  # female, infant, male
NUMBERS = ("length", "diameter", "height", "whole_weight", "shucked_weight", "viscera_weight", "shell_weight")
COLUMNS = ("sex", *NUMBERS)
PARTS = ("shucked_weight", "viscera_weight", "shell_weight")
DERIVED = ("volume", "fluid", *(f"{part}_share" for part in PARTS), "shell_to_meat")
FEATURES = (*NUMBERS, *(f"sex_{sex}" for sex in SEXES), *DERIVED)


def ratio(part: np.ndarray, whole: np.ndarray) -> np.ndarray:
    """Part by whole; unknown (NaN, which XGBoost takes for missing) where the whole was too light for the scales."""
    return np.divide(part, whole, out=np.full(len(part), np.nan), where=whole > 0)


def encode(sexes: list[str], numbers: np.ndarray) -> np.ndarray:
    """Features, one row per animal, in the order of FEATURES; numbers has the columns of NUMBERS."""
    column = dict(zip(NUMBERS, numbers.T, strict=True))
    of_sex = [np.array([given == sex for given in sexes], dtype=float) for sex in SEXES]
    volume = column["length"] * column["diameter"] * column["height"]
    fluid = column["whole_weight"] - sum(column[part] for part in PARTS)  # what runs out when it is opened
    shares = [ratio(column[part], column["whole_weight"]) for part in PARTS]
    # An old animal's shell goes on growing when its meat does not.
    shell_to_meat = ratio(column["shell_weight"], column["shucked_weight"])
    return np.column_stack([numbers, *of_sex, volume, fluid, *shares, shell_to_meat]).astype(np.float32)
