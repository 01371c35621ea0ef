"""The model card of a package: what AWS's schema of it takes and refuses, also compared with a validator of its own."""

import importlib
import json
from pathlib import Path

import pytest

SCHEMA = Path(__file__).parents[5] / "sandbox/services/sagemaker/models/model_card_schema.json"
METRIC = {"name": "auc", "type": "number", "value": 0.9}
CARD = {
    "model_overview": {"model_creator": "a team"},
    "intended_uses": {"intended_uses": "tests", "risk_rating": "Low"},
    "evaluation_details": [{"name": "test rows", "metric_groups": [{"name": "candidate", "metric_data": [METRIC]}]}],
    "additional_information": {"custom_details": {"region": "north"}},
}


def evaluated(**metric):
    return {"evaluation_details": [{"name": "a", "metric_groups": [{"name": "b", "metric_data": [METRIC | metric]}]}]}


MATRIX = {"type": "matrix", "value": [[1, 2], [3, 4]], "x_axis_name": ["yes", "no"], "y_axis_name": ["yes", "no"]}
TAKEN = [
    {},
    CARD,
    evaluated(type="string", value="x" * 63),
    evaluated(**MATRIX),
    evaluated(type="bar_chart", value=[1, 2.5], x_axis_name=["a", "b"]),
    evaluated(type="linear_graph", value=[[0, 1], [1, 0.5]], x_axis_name="recall"),
    {"training_details": {"training_job_details": {"hyper_parameters": [{"name": "depth", "value": "4"}]}}},
    {"training_details": {"objective_function": {"anything": 1}}},
]
REFUSED = [
    [],
    {"model_package_details": {}},
    {"model_overview": {"model_name": "a"}},
    {"model_overview": {"model_creator": "x" * 1025}},
    {"intended_uses": {"risk_rating": "None"}},
    {"evaluation_details": [{}]},
    {"evaluation_details": [{"name": ""}]},
    {"evaluation_details": [{"name": "a", "datasets": ["s3://a"] * 11}]},
    {"evaluation_details": [{"name": "a", "metadata": {"rows": 3}}]},
    {"evaluation_details": [{"name": "a", "metric_groups": [{"name": "b"}]}]},
    evaluated(value="x" * 64),
    evaluated(value=None),
    evaluated(type="matrix", value=[]),
    evaluated(**MATRIX | {"value": [[1] * 21]}),
    evaluated(type="linear_graph", value=[[0, 1, 2]]),
    {"training_details": {"training_job_details": {"hyper_parameters": [{"name": "depth", "value": 4}]}}},
    {"training_details": {"training_job_details": {"training_metrics": [{"name": "loss", "value": True}]}}},
    {"additional_information": {"custom_details": {"region": "x" * 1025}}},
]


@pytest.fixture
def registered(cloud):
    """Registers a version with a card, and returns its ARN."""
    registry = cloud.client("sagemaker", cloud.development)
    group = cloud.unique("models")
    registry.create_model_package_group(ModelPackageGroupName=group)

    def register(content, status="PendingReview"):
        card = {"ModelCardContent": content, "ModelCardStatus": status}
        return registry.create_model_package(ModelPackageGroupName=group, ModelCard=card)["ModelPackageArn"]

    return register


@pytest.fixture(scope="module")
def validator():
    """Imported only when it is used: its import compiles grammars for seconds, and every process collects this file."""
    return importlib.import_module("jsonschema").Draft7Validator(json.loads(SCHEMA.read_text()))


@pytest.mark.parametrize("card", [*TAKEN, *REFUSED])
def test_the_registry_takes_what_a_validator_of_json_schemas_takes(cloud, registered, validator, card):
    taken = validator.is_valid(card)
    assert taken == (card in TAKEN)
    if taken:
        registered(json.dumps(card))
    else:
        assert cloud.code_of(registered, content=json.dumps(card)) == "ValidationException"


def test_a_card_is_kept_with_its_version(cloud, registered):
    registry, content = cloud.client("sagemaker", cloud.development), json.dumps(CARD)
    arn = registered(content)
    card = {"ModelCardContent": content, "ModelCardStatus": "PendingReview"}
    assert registry.describe_model_package(ModelPackageName=arn)["ModelCard"] == card
    registry.update_model_package(ModelPackageArn=arn, ModelCard={"ModelCardStatus": "Approved"})
    assert registry.describe_model_package(ModelPackageName=arn)["ModelCard"] == card | {"ModelCardStatus": "Approved"}


def test_metadata_alone_shows_the_risk_rating(cloud, registered):
    registry = cloud.client("sagemaker", cloud.development)
    found = registry.describe_model_package(ModelPackageName=registered(json.dumps(CARD)), IncludedData="MetadataOnly")
    assert json.loads(found["ModelCard"]["ModelCardContent"]) == {"intended_uses": {"risk_rating": "Low"}}


@pytest.mark.parametrize(
    "content", ["no JSON", json.dumps(CARD, indent=1), json.dumps({"owner": "a"}), json.dumps({"a": "x" * 100_000})]
)
def test_content_that_is_no_card_is_refused(cloud, registered, content):
    assert cloud.code_of(registered, content=content) == "ValidationException"


def test_the_content_of_an_archived_card_stays(cloud, registered):
    registry = cloud.client("sagemaker", cloud.development)
    arn = registered("{}", "Archived")
    change = {"ModelPackageArn": arn, "ModelCard": {"ModelCardContent": json.dumps(CARD)}}
    assert cloud.code_of(registry.update_model_package, **change) == "ValidationException"
    registry.update_model_package(ModelPackageArn=arn, ModelCard={"ModelCardStatus": "Draft"})


def test_seeds_check_their_cards_against_the_same_schema():
    copies = list((Path(__file__).parents[5] / "seedcode").glob("*/tests/pipeline/project/model_card_schema.json"))
    assert len(copies) == 3
    assert {file.read_text() for file in copies} == {SCHEMA.read_text()}
