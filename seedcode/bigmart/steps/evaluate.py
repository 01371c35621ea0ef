"""Measures the model on rows it has never seen, against the baselines and what production runs."""

import argparse
import json
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np

from examples import examples, read_examples
from golden import golden_requests
from learnt import Learnt, champion_of, explained, simple_answers
from monitoring import write_baseline
from support.archive import digest, unpack
from support.assessment import Assessment
from support.comparison import Contest, compare
from support.configuration import Configuration, read_configuration
from support.learning import learning_curve
from support.outcome import read_facts, run_evaluation
from support.page.report import write_report
from support.profile import FILE as PROFILE
from support.profile import drift
from support.provenance import provenance
from support.threshold import read_decision

Folders = Mapping[str, Path]  # of the sets train and test, and of the facts
INPUTS = ("train", "test", "facts")
STEPS = Path(__file__).parent
NONE = "none"  # no limit of the metric itself


def assess(model: Path, folders: Folders, configuration: Configuration, production: Path | None = None) -> Assessment:
    """Measure and judge the model of a folder."""
    folder, facts = unpack(model), read_facts(folders["facts"])
    learnt = Learnt.load(folder, configuration)
    sets = {name: read_examples(folders[name], configuration) for name in ("train", "test")}
    test, curve = examples(sets["test"], learnt.encoding, configuration), learning_curve(folder)
    champion = champion_of(production, sets["test"], configuration)
    contest = Contest(
        truth=test.target,
        candidate=learnt.answers(test.features),
        baselines=simple_answers(learnt, sets, configuration),
        production=champion.production if champion else None,
    )
    prediction, now = contest.candidate.prediction, read_profile(folder)
    result = compare(configuration, contest) | {
        "model_sha256": digest(model),
        "training": curve["stopped"],
        "data": facts,
        "warnings": facts["warnings"],
        "made": provenance(),
    }
    return Assessment(
        configuration=replace(configuration, model=read_configuration(folder).model),
        result=result,
        rows=sets["test"],
        truth=test.target,
        prediction=prediction,
        champion=champion.production.answers.prediction if champion and champion.production.answers else None,
        baselines={name: answers.prediction for name, answers in contest.baselines.items()},
        contributions=explained(learnt, test.features, np.abs(prediction - test.target)),
        profile=now,
        profile_before=earlier_profile(champion.folder, now) if champion and champion.folder else None,
        curve=curve,
    )


def read_profile(folder: Path) -> dict[str, Any]:
    return json.loads((folder / PROFILE).read_text(encoding="utf-8"))


def earlier_profile(folder: Path, now: dict[str, Any]) -> dict[str, Any] | None:
    """Of the data that production's model learnt from; None if it cannot be compared: others may have written it."""
    try:
        found = read_profile(folder)
        drift(found, now)
    except Exception:
        return None
    return found


def evaluate(
    model: Path,
    folders: Folders,
    output: Path,
    configuration: Configuration | None = None,
    champion: Path | None = None,
    **required: Any,
) -> dict[str, Any]:
    """Write evaluation.json, expected_answers.json, report.html and baseline/; return figures and verdict.

    `champion` is the folder with what production runs; `required` are other limits of the gate than those of the
    configuration, which is the one beside the code if none is given.
    """
    configuration = with_gate(configuration or read_configuration(STEPS), required)
    found = assess(model, folders, configuration, champion)
    decision = read_decision(unpack(model)) if configuration.classification else None
    output.mkdir(parents=True, exist_ok=True)
    golden = golden_requests(found.rows, found.prediction, configuration, decision)
    (output / "expected_answers.json").write_text(json.dumps(golden, indent=2))
    (output / "evaluation.json").write_text(json.dumps(found.result, indent=2, allow_nan=False))
    write_report(output / "report.html", found)
    write_baseline(output, found)
    return found.result


def with_gate(configuration: Configuration, required: Mapping[str, Any]) -> Configuration:
    """The gate as the pipeline's parameters have it; what is not given stays."""
    changed = dict(required)
    if "minimum" in changed:
        changed["minimum"] = None if changed["minimum"] in (None, NONE) else float(changed["minimum"])
    return replace(configuration, gate=replace(configuration.gate, **changed))


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    for name in ("model", "champion", *INPUTS):
        parser.add_argument(f"--{name}", type=Path, default=Path("/opt/ml/processing/input") / name)
    parser.add_argument("--output", type=Path, default=Path("/opt/ml/processing/output/evaluation"))
    for name in ("minimum_improvement", "maximum_regression"):
        parser.add_argument(f"--{name}", type=float, default=argparse.SUPPRESS)
    parser.add_argument("--minimum", default=argparse.SUPPRESS, help=f"of the metric itself, or `{NONE}`")
    given = vars(parser.parse_args())
    places = {name: given.pop(name) for name in INPUTS}
    raise SystemExit(run_evaluation(lambda: evaluate(folders=places, **given)))
