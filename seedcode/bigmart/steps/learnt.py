"""What a model, the baselines and production answer for the test rows, and what each column adds to an answer."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

import model as learner
from examples import examples
from support.baselines import LINE, baselines
from support.champion import Champion, read_champion
from support.comparison import Answers
from support.configuration import Configuration
from support.encoding import Encoding
from support.explanation import by_column
from support.threshold import Decision, read_decision

MOST_EXPLAINED, MOST_WORST = 1500, 50  # rows


@dataclass(frozen=True)
class Learnt:
    """A model as it was saved, with what it needs to predict. A regression has no decision to make."""

    model: Any
    encoding: Encoding
    decision: Decision | None

    @classmethod
    def load(cls, folder: Path, configuration: Configuration) -> "Learnt":
        decision = read_decision(folder) if configuration.classification else None
        return cls(learner.load(folder), Encoding.load(folder), decision)

    def answers(self, features: np.ndarray) -> Answers:
        prediction = learner.predict(self.model, features)
        return Answers(prediction, self.decision.threshold) if self.decision else Answers(prediction)


def simple_answers(
    learnt: Learnt, sets: Mapping[str, pd.DataFrame], configuration: Configuration
) -> dict[str, Answers]:
    """Those of the baselines. The line decides where a true probability costs least (Elkan, 2001, section 1.2)."""
    train, test = (examples(sets[name], learnt.encoding, configuration) for name in ("train", "test"))
    costs = configuration.costs
    cheapest = costs.false_positive / (costs.false_positive + costs.false_negative)
    found = baselines(train.features, train.target, test.features, configuration.classification)
    return {name: Answers(values, cheapest if name == LINE else 0.5) for name, values in found.items()}


def champion_of(given: Path | None, rows: pd.DataFrame, configuration: Configuration) -> Champion | None:
    """What production runs, with its answers to the rows by its own encoding."""
    if given is None:
        return None

    def answer(folder: Path) -> np.ndarray:
        return learner.predict(learner.load(folder), Encoding.load(folder).encode(rows))

    return read_champion(given, configuration, answer, len(rows))


def explained(learnt: Learnt, features: np.ndarray, error: np.ndarray) -> pd.DataFrame | None:
    """What each column adds to the predictions of some rows, by their position: the worst, and others evenly spread.

    To explain a row takes a thousand times as long as to predict it.
    """
    worst = np.argsort(-error, kind="stable")[:MOST_WORST]
    spread = np.linspace(0, len(features) - 1, min(len(features), MOST_EXPLAINED)).astype(int)
    chosen = np.union1d(worst, spread)
    added = learner.contributions(learnt.model, features[chosen])
    return None if added is None else by_column(added, learnt.encoding.sources).set_index(chosen)
