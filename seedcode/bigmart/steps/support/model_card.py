"""The model card of the registry: the facts of the page in the layout and the limits that AWS gives for it.

Amazon SageMaker AI Developer Guide, "Update the Details of a Model Version", model package model card schema; API
Reference, ModelPackageModelCard: at most 100,000 characters in one line.
"""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from support.assessment import Assessment
from support.card_metrics import LABEL, NAME, confusion, cut, explanation, group, rule

FILE = "model_card.json"
LONGEST = 100_000  # characters
LONG, SENTENCE = 2048, 1024
MOST_PARAMETERS = 100
LINE_ENDS = {"\u0085": "\\u0085", "\u2028": "\\u2028", "\u2029": "\\u2029"}  # that JSON does not escape
RATINGS = ("High", "Medium", "Low", "Unknown")
# What [card] of project.toml is called there; every other key becomes a custom detail.
USES = {"purpose": "purpose_of_model", "intended_use": "intended_uses", "risk_reason": "explanations_for_risk_rating"}
BUSINESS = {
    "business_problem": "business_problem",
    "stakeholders": "business_stakeholders",
    "line_of_business": "line_of_business",
}
PLACED = {*USES, *BUSINESS, "owner", "risk_rating", "not_for", "ethical_considerations"}


def write_model_card(folder: Path, assessment: Assessment) -> None:
    """Write model_card.json, which has the card as one text: the pipeline reads it from there for the registry."""
    (folder / FILE).write_text(json.dumps({"content": in_one_line(model_card(assessment))}), encoding="utf-8")


def in_one_line(card: dict[str, Any]) -> str:
    """The card as the registry takes it. Custom details that make it too long are left out."""
    text = json.dumps(card, ensure_ascii=False, allow_nan=False)
    for end, escaped in LINE_ENDS.items():
        text = text.replace(end, escaped)
    details = card.get("additional_information", {})
    if len(text) <= LONGEST or "custom_details" not in details:
        return text
    kept = {name: value for name, value in details.items() if name != "custom_details"}
    return in_one_line({**card, "additional_information": kept})


def model_card(assessment: Assessment) -> dict[str, Any]:
    card = assessment.configuration.card
    parts: dict[str, Any] = {
        "model_overview": {"model_creator": cut(card.get("owner", ""), SENTENCE)},
        "intended_uses": named(card, USES) | {"risk_rating": rating(card)},
        "business_details": named(card, BUSINESS),
        "training_details": training(assessment),
        "evaluation_details": [evaluation(assessment)],
        "additional_information": additional(assessment),
    }
    return {name: part for name, part in parts.items() if part}


def named(card: Mapping[str, str], names: Mapping[str, str]) -> dict[str, str]:
    return {theirs: cut(card[own], LONG) for own, theirs in names.items() if card.get(own)}


def rating(card: Mapping[str, str]) -> str:
    given = str(card.get("risk_rating", "")).capitalize()
    return given if given in RATINGS else "Unknown"


def training(assessment: Assessment) -> dict[str, Any]:
    """How training ended, with its last losses and what was chosen."""
    chosen = sorted(assessment.configuration.model.items())[:MOST_PARAMETERS]
    curve = assessment.curve
    kept = max(int(curve.get("rounds") or 0), 1) - 1
    losses = [(name, list(curve.get(name) or [])) for name in ("train", "validation")]
    loss = str(curve.get("loss") or "loss")
    details = {
        "user_provided_training_metrics": [
            {"name": f"{loss}, {name}", "value": float(values[min(kept, len(values) - 1)])}
            for name, values in losses
            if values
        ],
        "user_provided_hyper_parameters": [
            {"name": cut(name, NAME), "value": cut(value, NAME)} for name, value in chosen if str(value)
        ],
    }
    details = {"training_arn": assessment.result.get("made", {}).get("training_job"), **details}
    details = {name: entries for name, entries in details.items() if entries}
    observed = {"training_observations": cut(assessment.result.get("training") or "not recorded", SENTENCE)}
    return observed | ({"training_job_details": details} if details else {})


def evaluation(assessment: Assessment) -> dict[str, Any]:
    """The verdict, on which data it rests, and the figures of the model, of production and of the baselines."""
    result = assessment.result
    groups = [group("This model", result["candidate"])]
    champion = result.get("champion") or {}
    if "metrics" in champion:
        groups.append(group(f"Production, version {champion['version']}", champion["metrics"]))
    groups += [group(f"Baseline: {name}", figures) for name, figures in result["baselines"].items()]
    groups.append({"name": "Rules", "metric_data": [rule(each) for each in result["rules"]]})
    groups += [*confusion(assessment), *explanation(assessment)]
    return {
        "name": "Test rows",
        "evaluation_observation": cut(result["verdict"], LONG),
        "metadata": {name: cut(value, SENTENCE) for name, value in origin(assessment).items() if value},
        "metric_groups": groups,
    }


def origin(assessment: Assessment) -> dict[str, object]:
    result, data, made = assessment.result, assessment.result.get("data", {}), assessment.result.get("made", {})
    return {
        "commit": made.get("commit"),
        "evaluated": made.get("when"),
        "model_sha256": result.get("model_sha256"),
        "data_digest": data.get("digest"),
        "data_rows": data.get("rows"),
        "test_rows": len(assessment.truth),
        "threshold": result.get("threshold"),
    }


def additional(assessment: Assessment) -> dict[str, Any]:
    """What to mind, and everything else that [card] has."""
    configuration, card = assessment.configuration, assessment.configuration.card
    mind = [f"Not for: {card['not_for']}"] if card.get("not_for") else []
    mind += [str(warning) for warning in assessment.result.get("warnings", [])]
    groups = ", ".join(column.name for column in configuration.protected)
    fair = card.get("ethical_considerations") or (f"Measured for groups of {groups}: see the report." if groups else "")
    details = {cut(name, LABEL): cut(value, SENTENCE) for name, value in card.items() if name not in PLACED and value}
    found = {
        "ethical_considerations": cut(fair, LONG),
        "caveats_and_recommendations": cut(" ".join(mind), LONG),
        "custom_details": details,
    }
    return {name: value for name, value in found.items() if value}
