"""Requests with the answers that an endpoint has to give: days of the test set as they were measured."""

import json
from typing import Any

import numpy as np
import pandas as pd

from features import MEMORY, Recipe


def unbroken(days: pd.Series, count: int) -> slice:
    """The rows of the newest so many days in a row."""
    numbers = pd.to_datetime(days).map(pd.Timestamp.toordinal).to_numpy()
    for end in range(len(numbers), count - 1, -1):
        if numbers[end - 1] - numbers[end - count] == count - 1:
            return slice(end - count, end)
    raise ValueError(f"the test set has no {count} days in a row: too few to ask an endpoint for a forecast")


def golden_requests(unseen: pd.DataFrame, prediction: np.ndarray, made: Recipe) -> dict[str, Any]:
    """Several days as CSV, and the fewest by name, with their forecasts."""
    several, one = (unbroken(unseen.loc[:, made.date], count) for count in (MEMORY + 2, MEMORY))
    measured = unseen[list(made.columns)]
    kind = "application/json"
    csv = {
        "name": f"{MEMORY + 2} days as CSV",
        "content_type": "text/csv",
        "accept": "text/csv",
        "body": measured.iloc[several].to_csv(index=False, header=False),
    }
    by_name = {
        "name": f"{MEMORY} days by name",
        "content_type": kind,
        "accept": kind,
        "body": json.dumps({"instances": measured.iloc[one].to_dict("records")}),
    }
    return {
        "requests": [
            request | {"predictions": [round(float(value), 3) for value in prediction[days][MEMORY - 1 :]]}
            for request, days in ((csv, several), (by_name, one))
        ]
    }
