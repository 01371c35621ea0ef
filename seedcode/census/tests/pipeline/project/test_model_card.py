"""The model card that is registered follows AWS's schema of it, and the shapes of AWS's SDK."""

import json
from dataclasses import replace
from pathlib import Path

import jsonschema
import numpy as np
import pandas as pd
import pytest
from sagemaker.core.shapes.model_card_shapes import ModelCardContent

from support.assessment import Assessment
from support.comparison import Answers, Contest, Production, compare
from support.configuration import from_document
from support.model_card import write_model_card

# Amazon SageMaker AI Developer Guide, "Update the Details of a Model Version": schema 0.1.0, without its descriptions.
SCHEMA = json.loads(Path(__file__).with_name("model_card_schema.json").read_text())
ROWS = 400
JOB = "arn:aws:sagemaker:us-east-1:123456789012:training-job/one"


@pytest.fixture(params=["classification", "regression"])
def assessment(request: pytest.FixtureRequest) -> Assessment:
    random = np.random.default_rng(1)
    rows = pd.DataFrame({"age": random.random(ROWS), "sex": np.where(random.random(ROWS) < 0.5, "f", "m")})
    classification = request.param == "classification"
    truth = (rows["age"] + random.normal(0, 0.2, ROWS)).to_numpy()
    truth = (truth > 0.5).astype(float) if classification else truth
    columns = [{"name": "age", "kind": "number"}, {"name": "sex", "kind": "category", "protected": True}]
    target = {"kind": "category", "values": ["no", "yes"]} if classification else {"kind": "number"}
    task = {"target": "answer", "kind": request.param} | ({"positive": "yes"} if classification else {"unit": "kg"})
    configuration = from_document(
        {
            "task": task,
            "metric": {"name": "auc" if classification else "rmse"},
            "columns": [*columns, {"name": "answer", **target}],
            "model": {"max_depth": 4, "refit": True},
            "card": {"owner": "x" * 3000, "intended_use": "tests\nin lines", "not_for": "others", "n" * 80: "more"},
        }
    )
    prediction, other = rows["age"].to_numpy(), random.random(ROWS)
    production = Production("3", "production", Answers(other))
    simple = {"the median": Answers(np.full(ROWS, truth.mean()))}
    result = compare(configuration, Contest(truth, Answers(prediction), simple, production))
    result |= {
        "made": {"training_job": JOB},
        "training": "stopped",
        "data": {"digest": "ab" * 32, "rows": 900},
        "warnings": ["few rows"],
    }
    curve = {"train": [0.7, 0.5], "validation": [0.7, 0.6], "rounds": 2, "loss": "log loss"}
    added = pd.DataFrame({"age": prediction - 0.5})
    return Assessment(configuration, result, rows, truth, prediction, other, {}, added, {}, None, curve)


def written(assessment: Assessment, folder: Path) -> str:
    write_model_card(folder, assessment)
    return json.loads((folder / "model_card.json").read_text())["content"]


def test_a_full_card_follows_the_schema(assessment: Assessment, tmp_path: Path):
    card = json.loads(written(assessment, tmp_path))
    jsonschema.Draft7Validator(SCHEMA).validate(card)
    assert card["training_details"]["training_job_details"]["training_arn"] == JOB
    assert set(card) >= set(SCHEMA["properties"]) - {"business_details"}


def test_a_card_of_which_little_is_known_follows_the_schema(assessment: Assessment, tmp_path: Path):
    bare = replace(assessment.configuration, card={}, model={})
    result = {**assessment.result, "champion": None, "warnings": [], "data": {}, "training": None, "made": {}}
    little = replace(assessment, configuration=bare, result=result, contributions=None, curve={})
    card = json.loads(written(little, tmp_path))
    jsonschema.Draft7Validator(SCHEMA).validate(card)
    assert card["model_overview"] == {"model_creator": ""}
    assert card["intended_uses"] == {"risk_rating": "Unknown"}
    assert card["training_details"] == {"training_observations": "not recorded"}
    [evaluation] = card["evaluation_details"]
    assert evaluation["metadata"].keys() <= {"test_rows", "threshold"}
    names = [group["name"] for group in evaluation["metric_groups"]]
    assert names[:3] == ["This model", "Baseline: the median", "Rules"]
    assert "What moves predictions" not in names


def test_the_sdk_of_aws_reads_the_card_as_it_was_written(assessment: Assessment, tmp_path: Path):
    content = written(assessment, tmp_path)
    read = ModelCardContent.model_validate_json(content).model_dump(mode="json", exclude_none=True)
    assert read == json.loads(content)
