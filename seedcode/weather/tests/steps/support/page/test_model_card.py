"""The model card has the facts of the page, within the limits of the registry."""

import json
from dataclasses import replace
from pathlib import Path

import pytest

from support.assessment import Assessment
from support.model_card import in_one_line, model_card, write_model_card


@pytest.fixture(params=["classified", "regressed", "against_production"])
def assessment(request: pytest.FixtureRequest) -> Assessment:
    return request.getfixturevalue(request.param)


def written(assessment: Assessment, folder: Path) -> dict:
    """The card as the registry gets it: the text in the file, which is one line."""
    write_model_card(folder, assessment)
    content = json.loads((folder / "model_card.json").read_text())["content"]
    assert len(content) <= 100_000
    assert len(content.splitlines()) == 1
    return json.loads(content)


def test_every_card_is_one_line_that_the_registry_takes(assessment: Assessment, tmp_path: Path):
    assert set(written(assessment, tmp_path)) >= {"model_overview", "intended_uses", "evaluation_details"}


def test_the_card_has_use_owner_verdict_and_figures(against_production: Assessment):
    card = model_card(against_production)
    assert card["model_overview"] == {"model_creator": "the team"}
    assert card["intended_uses"] == {"intended_uses": "tests", "risk_rating": "Unknown"}
    assert card["additional_information"]["caveats_and_recommendations"] == "Not for: anything else"
    (found,) = card["evaluation_details"]
    assert found["evaluation_observation"] == against_production.result["verdict"]
    assert found["metadata"]["commit"] == "0f3c9a1"
    assert found["metadata"]["data_rows"] == "4800"
    groups = {group["name"]: group["metric_data"] for group in found["metric_groups"]}
    own = {metric["name"]: metric["value"] for metric in groups["This model"]}
    assert own["auc"] == against_production.result["candidate"]["auc"]["value"]
    assert {metric["name"] for metric in groups["Production, version 7"]} == set(own)
    assert "Baseline: the commoner answer" in groups
    assert [rule["value"] for rule in groups["Rules"]] == [True, True]
    matrix = groups["Labels"][0]["value"]
    assert sum(map(sum, matrix)) == len(against_production.truth)
    assert card["training_details"]["training_job_details"]["user_provided_hyper_parameters"] == [
        {"name": "max_depth", "value": "3"}
    ]


def test_what_no_place_is_for_is_a_custom_detail(classified: Assessment, tmp_path: Path):
    given = {"region": "north", "risk_rating": "high", "purpose": "to test", "stakeholders": "all"}
    card = written(replace(classified, configuration=replace(classified.configuration, card=given)), tmp_path)
    assert card["additional_information"]["custom_details"] == {"region": "north"}
    assert card["intended_uses"] == {"purpose_of_model": "to test", "risk_rating": "High"}
    assert card["business_details"] == {"business_stakeholders": "all"}


def test_texts_that_are_too_long_or_have_lines_are_made_to_fit(classified: Assessment, tmp_path: Path):
    long = "é\n\u2028\u0085" * 2000
    given = dict.fromkeys(("name", "owner", "intended_use", "not_for", "purpose", "n" * 70), long)
    result = classified.result | {"verdict": long, "warnings": [long], "training": long}
    odd = replace(classified, configuration=replace(classified.configuration, card=given), result=result)
    card = written(odd, tmp_path)
    assert card["model_overview"]["model_creator"].endswith("…")
    assert len(card["model_overview"]["model_creator"]) == 1024
    assert len(card["intended_uses"]["purpose_of_model"]) == 2048
    assert max(map(len, card["additional_information"]["custom_details"])) == 63


def test_custom_details_that_do_not_fit_are_left_out(classified: Assessment, tmp_path: Path):
    given = {f"key {number}": "x" * 1024 for number in range(120)} | {"owner": "the team"}
    card = written(replace(classified, configuration=replace(classified.configuration, card=given)), tmp_path)
    assert card["model_overview"] == {"model_creator": "the team"}
    assert "custom_details" not in card.get("additional_information", {})


def test_a_figure_that_could_not_be_measured_is_left_out(classified: Assessment):
    candidate = classified.result["candidate"] | {"auc": dict.fromkeys(("value", "low", "high"), float("nan"))}
    card = model_card(replace(classified, result=classified.result | {"candidate": candidate}))
    assert "NaN" not in in_one_line(card)
    names = [metric["name"] for metric in card["evaluation_details"][0]["metric_groups"][0]["metric_data"]]
    assert "auc" not in names
    assert "accuracy" in names
