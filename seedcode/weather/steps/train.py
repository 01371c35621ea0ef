"""Trains the model and saves it, with the configuration and the code that serves it, in the model folder."""

import argparse
import json
import os
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

import pandas as pd

import model as learner
from examples import arrays, read_examples
from production import save_features
from profiles import save_profile
from recipe import recipe
from support.configuration import Configuration, read_configuration, write_configuration
from support.outcome import explain
from support.serving_code import copy_serving_code

REFIT = "refit"


def learning_sets(folders: Mapping[str, Path], configuration: Configuration) -> list[learner.Examples]:
    """Train and validation as the model is given them."""
    made = recipe(configuration)
    return [arrays(read_examples(folders[name], made), made) for name in ("train", "validation")]


def train(
    train: Path,
    validation: Path,
    model: Path,
    configuration: Configuration | None = None,
    **chosen: Any,
) -> dict[str, Any]:
    """Save the model; return the learning curve, which says how training ended.

    `chosen` are other settings than those of the configuration, which is the one beside the code if none is given.
    """
    configuration = configuration or read_configuration(Path(__file__).parent)
    made = recipe(configuration)
    settings = dict(configuration.model) | chosen
    again = settings.pop(REFIT, True)
    known, checked = (read_examples(folder, made) for folder in (train, validation))
    found, curve = learner.fit(arrays(known, made), arrays(checked, made), configuration.classification, settings)
    both = pd.concat([known, checked], ignore_index=True) if again else known
    if again:
        found = learner.refit(arrays(both, made), configuration.classification, settings, curve["rounds"])
    write_configuration(replace(configuration, model={**configuration.model, **chosen}), model)
    learner.save(found, model)
    (model / "learning_curve.json").write_text(json.dumps(curve))
    save_features(made, model)
    save_profile(both, configuration, model)
    copy_serving_code(Path(__file__).parent, model / "code")
    return curve


def number(text: str) -> float:
    """A setting of the model as a hyperparameter, which is always text; a whole number stays one."""
    value = float(text)
    return int(value) if value.is_integer() else value


def number_or_text(text: str) -> float | str:
    try:
        return number(text)
    except ValueError:
        return text


def switch(text: str) -> bool:
    if text.lower() not in ("true", "false"):
        raise argparse.ArgumentTypeError(f"`{text}` is neither true nor false")
    return text.lower() == "true"


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--train", type=Path, default=os.environ.get("SM_CHANNEL_TRAIN"))
    parser.add_argument("--validation", type=Path, default=os.environ.get("SM_CHANNEL_VALIDATION"))
    parser.add_argument("--model", type=Path, default=os.environ.get("SM_MODEL_DIR"))
    for name in sorted(learner.NAMES):
        kind = number if name in learner.USUAL else number_or_text
        parser.add_argument(f"--{name}", type=kind, default=argparse.SUPPRESS)
    parser.add_argument(f"--{REFIT}", type=switch, default=argparse.SUPPRESS)
    given = vars(parser.parse_args())
    folders = {name: given.pop(name) for name in ("train", "validation", "model")}
    try:
        print(train(**folders, **given)["stopped"])
    except ValueError as error:
        explain(error)
        raise SystemExit(1) from None
