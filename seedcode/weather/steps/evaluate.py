"""Measures the model on days it has never seen, against four simple forecasts and the model that production runs."""

import argparse
import json
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import pandas as pd

import model as learner
from examples import features, read_examples
from features import Recipe
from forecasts import simple_forecasts
from golden_requests import golden_requests
from production import forecast
from profiles import earlier_profile, read_profile
from recipe import recipe
from shown import shown_configuration, shown_rows
from support.archive import digest, unpack
from support.assessment import Assessment
from support.champion import Champion, read_champion
from support.comparison import Answers, Contest, compare
from support.configuration import Configuration, read_configuration
from support.explanation import by_column
from support.learning import learning_curve
from support.outcome import read_facts, run_evaluation
from support.page.report import write_report
from support.provenance import provenance

BLOCK = 14  # days that are drawn together: errors of days in a row are alike
LIMITS = ("minimum_improvement", "maximum_regression")  # of the gate, that an execution can be started with
LEARNT, TESTED = ("train", "validation"), ("test",)
SETS = (*LEARNT, *TESTED, "facts")


def assess(
    model: Path, examples: Mapping[str, Path], configuration: Configuration, production: Path | None = None
) -> Assessment:
    """Measure and judge the model of a folder. `examples` are the folders train, validation, test and facts."""
    folder, made = unpack(model), recipe(configuration)
    known, unseen = days(examples, LEARNT, made), days(examples, TESTED, made)
    found, seen = learner.load(folder), features(unseen, made)
    champion = production_forecast(production, configuration, unseen)
    contest = Contest(
        truth=unseen[made.answer].to_numpy(dtype=float),
        candidate=Answers(learner.predict(found, seen)),
        baselines={name: Answers(values) for name, values in simple_forecasts(known, unseen, made).items()},
        production=champion.production if champion else None,
        block=BLOCK,
    )
    curve, parts, now = learning_curve(folder), learner.contributions(found, seen), read_profile(folder)
    facts = read_facts(examples["facts"])
    result = compare(configuration, contest) | {
        "model_sha256": digest(model),
        "data": facts,
        "training": curve["stopped"],
        "warnings": [*facts["warnings"], *configuration.warnings],
        "made": provenance(),
    }
    return Assessment(
        configuration=shown_configuration(replace(configuration, model=read_configuration(folder).model), made),
        result=result,
        rows=shown_rows(unseen, made),
        truth=contest.truth,
        prediction=contest.candidate.prediction,
        champion=contest.production.answers.prediction if contest.production and contest.production.answers else None,
        baselines={name: answers.prediction for name, answers in contest.baselines.items()},
        contributions=None if parts is None else by_column(parts, made.sources),
        profile=now,
        profile_before=earlier_profile(champion.folder, now) if champion and champion.folder else None,
        curve=curve,
    )


def days(examples: Mapping[str, Path], sets: Sequence[str], made: Recipe) -> pd.DataFrame:
    return pd.concat([read_examples(examples[name], made) for name in sets], ignore_index=True)


def production_forecast(folder: Path | None, configuration: Configuration, unseen: pd.DataFrame) -> Champion | None:
    """What production runs, with its forecasts for the same days, or why it has none."""
    if folder is None:
        return None
    made = recipe(configuration)
    return read_champion(folder, configuration, lambda model: forecast(model, unseen, made), len(unseen))


def evaluate(
    model: Path,
    examples: Mapping[str, Path],
    output: Path,
    configuration: Configuration | None = None,
    champion: Path | None = None,
    **required: float,
) -> dict[str, Any]:
    """Write evaluation.json, expected_answers.json, predictions.csv and report.html; return figures and verdict.

    `examples` are the folders train, validation, test and facts, `champion` that with what production runs; `required`
    are other limits of the gate than those of the configuration, which is the one beside the code if none is given.
    """
    configuration = configuration or read_configuration(Path(__file__).parent)
    configuration = replace(configuration, gate=replace(configuration.gate, **required))
    assessment, made = assess(model, examples, configuration, champion), recipe(configuration)
    output.mkdir(parents=True, exist_ok=True)
    days = {made.date: assessment.rows[made.date], "actual": assessment.truth, "model": assessment.prediction}
    pd.DataFrame({**days, **assessment.baselines}).to_csv(output / "predictions.csv", index=False)
    write_report(output / "report.html", assessment)
    golden = golden_requests(assessment.rows, assessment.prediction, made)
    (output / "expected_answers.json").write_text(json.dumps(golden, indent=2))
    (output / "evaluation.json").write_text(json.dumps(assessment.result, indent=2))
    return assessment.result


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    for name in ("model", "champion", *SETS):
        parser.add_argument(f"--{name}", type=Path, default=Path("/opt/ml/processing/input") / name)
    parser.add_argument("--output", type=Path, default=Path("/opt/ml/processing/output/evaluation"))
    for name in LIMITS:
        parser.add_argument(f"--{name}", type=float, default=argparse.SUPPRESS)
    given = vars(parser.parse_args())
    folders = {name: given.pop(name) for name in SETS}
    raise SystemExit(run_evaluation(lambda: evaluate(examples=folders, **given)))
