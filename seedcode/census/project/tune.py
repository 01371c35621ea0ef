"""Tries settings of the model and shows which are best on the validation set. The test set is not read."""

import argparse
import sys
import time
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np

sys.path.insert(0, str(Path(__file__).parents[1] / "steps"))

import model as learner
from project.configuration import ROOT, SETTINGS, read_project
from project.model_section import with_model
from support.bootstrap import Interval, interval, weights
from support.configuration import Configuration
from support.errors import DataError
from support.metrics import improvement, measured
from support.threshold import cheapest_threshold
from train import REFIT, learning_sets

TRIES, SEED = 30, 7
SHOWN = 5
Range = tuple[float, float, str]


class Try(NamedTuple):
    """Settings, and what a model with them predicts of the validation set."""

    settings: dict[str, Any]
    prediction: np.ndarray
    value: float
    rounds: int
    seconds: float


def drawn(random: np.random.Generator, low: float, high: float, scale: str) -> float | int:
    """A value from the range; on the scale `log`, each doubling is as likely as the next."""
    if scale == "whole":
        return int(random.integers(int(low), int(high), endpoint=True))
    value = np.exp(random.uniform(np.log(low), np.log(high))) if scale == "log" else random.uniform(low, high)
    return float(f"{value:.3g}")


def draws(ranges: Mapping[str, Range], tries: int) -> Iterator[dict[str, Any]]:
    """The same settings each time."""
    random = np.random.default_rng(SEED)
    for _ in range(tries):
        yield {name: drawn(random, *limits) for name, limits in ranges.items()}


def attempt(sets: Sequence[Any], configuration: Configuration, settings: dict[str, Any]) -> Try:
    """Learn from the training set and measure on the validation set, with the metric of the configuration."""
    start = time.monotonic()
    train, validation = sets
    learnt, curve = learner.fit(train, validation, configuration.classification, settings)
    prediction = learner.predict(learnt, validation.features)
    ones = np.ones((len(prediction), 1))
    value = float(metric(prediction, validation.target, configuration, ones)[0])
    return Try(settings, prediction, value, curve["rounds"], time.monotonic() - start)


def metric(prediction: np.ndarray, truth: np.ndarray, configuration: Configuration, drawn: np.ndarray) -> np.ndarray:
    """The configuration's metric, for each column of these weights."""
    threshold = cheapest_threshold(prediction, truth, configuration.costs) if configuration.classification else None
    return measured(truth, prediction, drawn, threshold)[configuration.metric.name]


def search(sets: Sequence[Any], configuration: Configuration, tries: int = TRIES) -> list[Try]:
    """The present settings first, then the drawn ones, each of which replaces the present ones of its names."""
    present = {name: value for name, value in configuration.model.items() if name != REFIT}
    every = [present, *({**present, **each} for each in draws(learner.SEARCHED, tries))]
    return [attempt(sets, configuration, settings) for settings in every]


def ranked(found: Sequence[Try], configuration: Configuration) -> list[Try]:
    """The best first; of equals, what was tried first."""
    return sorted(found, key=lambda each: each.value, reverse=configuration.metric.direction == "higher")


def gain(best: Try, present: Try, truth: np.ndarray, configuration: Configuration) -> Interval:
    """How much better the best settings are than the present ones, as a share of what these lack."""
    pairs = [
        [metric(each.prediction, truth, configuration, drawn) for each in (best, present)]
        for drawn in weights(len(truth))
    ]
    own, other = (np.concatenate(values) for values in zip(*pairs, strict=True))
    return interval(improvement(own, other, configuration.metric.direction), configuration.gate.confidence)


def table(order: Sequence[Try], present: Try, name: str) -> Iterator[str]:
    """The best tries, and the present settings wherever they stand."""
    yield f"{'rank':>4}  {name:>10}  rounds     s  settings"
    for rank, each in enumerate(order, 1):
        if rank <= SHOWN or each is present:
            settings = ", ".join(f"{key} {value}" for key, value in each.settings.items()) or "the usual ones"
            mark = "  (present)" if each is present else ""
            yield f"{rank:>4}  {each.value:>10.5f}  {each.rounds:>6}  {each.seconds:4.1f}  {settings}{mark}"


def conclusion(gained: Interval, best: Try, present: Try, validation: int) -> str:
    if best is present:
        return "the present settings are the best of them"
    share = f"{gained.value:.1%} better on {validation} rows of validation ({gained.low:.1%} to {gained.high:.1%})"
    doubt = "" if gained.low > 0 else ", which may be chance"
    return f"the best is {share}{doubt}; the best of many looks better than it is"


def tune(build: Path, tries: int, apply: bool, root: Path = ROOT) -> list[Try]:
    """Search, print what was found, and write the best settings if asked to."""
    configuration = read_project(root)
    examples = build / "examples"
    if not examples.is_dir():
        raise DataError(f"{examples}: no examples here; `make local` writes them")
    sets = learning_sets({name: examples / name for name in ("train", "validation", "encoding")}, configuration)
    found = search(sets, configuration, tries)
    order, present = ranked(found, configuration), found[0]
    print("\n".join(table(order, present, configuration.metric.name)))
    gained = gain(order[0], present, sets[1].target, configuration)
    print(conclusion(gained, order[0], present, len(sets[1].target)))
    if order[0] is not present:
        suggest(root / SETTINGS, order[0].settings, apply)
    return order


def suggest(file: Path, settings: Mapping[str, Any], apply: bool) -> None:
    """Print the section [model], or write it."""
    text = with_model(file.read_text(encoding="utf-8"), settings)
    if apply:
        file.write_text(text, encoding="utf-8")
        print(f"written to {file.name}; `make local` measures them on the test set")
    else:
        print("\n[model]", *(f"{name} = {value}" for name, value in settings.items()), sep="\n")
        print(f"\n`make tune APPLY=yes` writes them to {file.name}")


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--build", type=Path, default=Path("build"))
    parser.add_argument("--tries", type=int, default=TRIES)
    parser.add_argument("--apply", default="", help="`yes` writes the best settings to project.toml")
    given = parser.parse_args()
    try:
        tune(given.build, given.tries, given.apply == "yes")
    except (ValueError, FileNotFoundError) as error:
        print(f"error: {error}", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
