"""Trains the model and saves it with what it is judged and served with."""

import argparse
import json
import os
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

import model as learner
from examples import examples, read_examples
from model import Examples, Model
from support.configuration import Configuration, read_configuration, write_configuration
from support.encoding import Encoding
from support.outcome import explain
from support.profile import profile, save_profile
from support.serving_code import copy_serving_code
from support.threshold import Decision, cheapest_threshold, save_decision

STEPS = Path(__file__).parent
SETS = ("train", "validation")
REFIT = "refit"  # the setting of [model] that is not the library's; true if it is left out


def learning_sets(folders: Mapping[str, Path], configuration: Configuration) -> list[Examples]:
    """Train and validation as the model is given them; `folders` has the one of the encoding, too."""
    return encoded(learning_tables(folders, configuration), Encoding.load(folders["encoding"]), configuration)


def learning_tables(folders: Mapping[str, Path], configuration: Configuration) -> list[pd.DataFrame]:
    """Train and validation, unless there is nothing to learn."""
    tables = [read_examples(folders[name], configuration) for name in SETS]
    target = configuration.target.name
    if tables[0].loc[:, target].nunique() < 2:
        raise ValueError(f"column `{target}` is the same in the whole training set: there is nothing to learn")
    return tables


def encoded(tables: Sequence[pd.DataFrame], encoding: Encoding, configuration: Configuration) -> list[Examples]:
    return [examples(table, encoding, configuration) for table in tables]


def learn(sets: Sequence[Examples], configuration: Configuration) -> tuple[Model, dict[str, Any], Decision | None]:
    """The model, how it was learnt, and from which probability on a label is positive.

    With `refit`, the rounds and the threshold come from a model that has not seen validation; the one that is kept
    learns from both sets, with as many more rounds as there are more examples.
    """
    settings = {name: value for name, value in configuration.model.items() if name != REFIT}
    kind = configuration.classification
    learnt, curve = learner.fit(sets[0], sets[1], kind, settings)
    decided = decision(learner.predict(learnt, sets[1].features), sets[1].target, configuration) if kind else None
    if not configuration.model.get(REFIT, True):
        return learnt, {**curve, REFIT: None}, decided
    both = Examples(*(np.concatenate(pair) for pair in zip(*sets, strict=True)))
    rounds = round(curve["rounds"] * len(both.target) / len(sets[0].target))
    again = learner.refit(both, kind, settings, rounds)
    return again, {**curve, REFIT: {"rounds": rounds, "rows": len(both.target)}}, decided


def decision(probability: np.ndarray, truth: np.ndarray, configuration: Configuration) -> Decision:
    """The threshold with the lowest cost on the validation set."""
    threshold = cheapest_threshold(probability, truth, configuration.costs)
    return Decision(threshold, configuration.task.positive, configuration.negative)


def train(
    train: Path,
    validation: Path,
    encoding: Path,
    model: Path,
    configuration: Configuration | None = None,
    **chosen: Any,
) -> dict[str, Any]:
    """Save the model with what serves it; return how it was learnt. `chosen` replaces settings of [model]."""
    known = configuration or read_configuration(STEPS)
    known = replace(known, model={**known.model, **chosen})
    tables, encoded_as = learning_tables({"train": train, "validation": validation}, known), Encoding.load(encoding)
    learnt, curve, decided = learn(encoded(tables, encoded_as, known), known)
    model.mkdir(parents=True, exist_ok=True)
    learner.save(learnt, model)
    if decided is not None:
        save_decision(decided, model)
    encoded_as.save(model)
    write_configuration(known, model)
    save_profile(profile(pd.concat(tables, ignore_index=True), known), model)
    (model / "learning_curve.json").write_text(json.dumps(curve), encoding="utf-8")
    copy_serving_code(STEPS, model / "code")
    return curve


def setting(text: str) -> float | int | bool | str:
    """A hyperparameter, which is always text: a number, true or false, else a text."""
    try:
        return json.loads(text.lower())
    except ValueError:
        return text


def number(text: str) -> float | int:
    """A setting that is a number in project.toml."""
    value = setting(text)
    if isinstance(value, bool | str):
        raise ValueError(f"{text} is not a number")
    return value


def main() -> int:
    """What a training job runs: folders from SageMaker's variables, settings from its hyperparameters."""
    parser = argparse.ArgumentParser(description=__doc__)
    places = {"train": "CHANNEL_TRAIN", "validation": "CHANNEL_VALIDATION", "encoding": "CHANNEL_ENCODING"}
    for name, variable in {**places, "model": "MODEL_DIR"}.items():
        given = os.environ.get(f"SM_{variable}")
        parser.add_argument(f"--{name}", type=Path, default=given, required=given is None)
    for name, usual in {REFIT: True, **read_configuration(STEPS).model}.items():
        kind = number if type(usual) in (int, float) else setting
        parser.add_argument(f"--{name}", type=kind, default=argparse.SUPPRESS)
    curve = train(**vars(parser.parse_args()))
    print(f"{curve['rounds']} rounds, {curve['stopped']}")
    return 0


if __name__ == "__main__":
    try:
        raise SystemExit(main())
    except ValueError as error:
        explain(error)
        raise SystemExit(1) from None
