"""The two conditions of the pipeline, what is said when they refuse, and what the registry records."""

import json

import pytest

from project.definition_check import all_steps

NAMES = ["Preprocess", "Usable", "Train", "Evaluate", "Gate"]
ENDS = ["RegisterModel", "CreateModel", "NotGoodEnough", "DataRefused"]


@pytest.fixture
def steps(text):
    return {step["Name"]: step for step in all_steps(json.loads(text)["Steps"])}


def asked(step):
    [condition] = step["Arguments"]["Conditions"]
    value = condition["LeftValue"]["Std:JsonGet"]
    return value["PropertyFile"]["Get"], value["Path"], condition["Type"], condition["RightValue"]


def test_steps_are_those_of_the_readme(steps):
    assert list(steps) == [*NAMES, *ENDS]


def test_nothing_is_learnt_from_refused_data(text, steps):
    assert [step["Name"] for step in json.loads(text)["Steps"]] == ["Preprocess", "Usable"]
    assert asked(steps["Usable"]) == ("Steps.Preprocess.PropertyFiles.Facts", "rows", "GreaterThanOrEqualTo", 1)


def test_the_gate_does_what_the_evaluation_says(steps):
    assert asked(steps["Gate"]) == ("Steps.Evaluate.PropertyFiles.Evaluation", "passed", "GreaterThanOrEqualTo", 1)


def test_a_refusal_says_what_its_step_said(steps):
    assert steps["DataRefused"]["Arguments"] == {"ErrorMessage": {"Get": "Steps.Preprocess.ExitMessage"}}
    assert steps["NotGoodEnough"]["Arguments"] == {"ErrorMessage": {"Get": "Steps.Evaluate.ExitMessage"}}


def test_a_model_waits_for_approval_with_its_metrics_and_origin(steps):
    request = steps["RegisterModel"]["Arguments"]
    assert request["ModelApprovalStatus"] == "PendingManualApproval"
    assert set(request["ModelMetrics"]) == {"ModelQuality", "Explainability"}
    recorded = request["CustomerMetadataProperties"]
    assert recorded["verdict"] == {"Get": "Steps.Evaluate.ExitMessage"}
    assert recorded["data"] == {"Get": "Steps.Preprocess.ExitMessage"}
    assert recorded["data-digest"] == {"Get": "Parameters.DataDigest"}
    assert recorded["commit"] == {"Get": "Parameters.SourceCommit"}
    assert recorded["report"]["Std:Join"]["Values"][1] == "report.html"
    assert set(recorded) == {
        *("verdict", "data", "data-digest", "code-digest", "commit", "report"),
        *("model_sha256", "golden_requests"),
    }


def test_the_model_card_is_read_from_what_the_evaluation_wrote(text, steps):
    card = steps["RegisterModel"]["Arguments"]["ModelCard"]
    file = {"Get": "Steps.Evaluate.PropertyFiles.Card"}
    assert card["ModelCardContent"] == {"Std:JsonGet": {"PropertyFile": file, "Path": "content"}}
    assert card["ModelCardStatus"] == "PendingReview"
    files = {
        each["PropertyFileName"]: (each["OutputName"], each["FilePath"]) for each in steps["Evaluate"]["PropertyFiles"]
    }
    assert files["Card"] == ("evaluation", "model_card.json")


def test_the_evaluation_knows_the_commit_and_the_training_job(steps):
    assert steps["Evaluate"]["Arguments"]["Environment"] == {
        "SOURCE_COMMIT": {"Get": "Parameters.SourceCommit"},
        "TRAINING_JOB_ARN": {"Get": "Steps.Train.TrainingJobArn"},
    }


def test_a_json_file_is_read_outside_conditions_for_digest_and_card_alone(steps):
    """AWS's guide shows it in conditions only."""
    found = [name for name, step in steps.items() if step["Type"] != "Condition" and "JsonGet" in json.dumps(step)]
    assert found == ["RegisterModel"]
    assert json.dumps(steps["RegisterModel"]).count("JsonGet") == 2


def test_the_datas_digest_counts_for_the_cache(text, steps):
    arguments = steps["Preprocess"]["Arguments"]["AppSpecification"]["ContainerArguments"]
    assert arguments == ["--digest", {"Get": "Parameters.DataDigest"}]
    [parameter] = [item for item in json.loads(text)["Parameters"] if item["Name"] == "DataDigest"]
    assert "DefaultValue" not in parameter


def test_the_evaluation_reads_what_production_runs_at_its_own_place(text, steps):
    inputs = {
        item["InputName"]: item["S3Input"]["S3Uri"] for item in steps["Evaluate"]["Arguments"]["ProcessingInputs"]
    }
    assert inputs["champion"] == {"Get": "Parameters.ChampionUri"}
    [parameter] = [item for item in json.loads(text)["Parameters"] if item["Name"] == "ChampionUri"]
    assert "/champions/" in parameter["DefaultValue"]
