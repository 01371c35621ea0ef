"""What CloudFormation gets for each stage."""

import json
from dataclasses import replace

import pytest

from deploy.prepare import prepare
from deploy.registry import describe
from deploy.settings import DeployError, EndpointType
from memory import BUCKET


@pytest.fixture
def build(tmp_path):
    return tmp_path / "build"


def read(build, name):
    return json.loads((build / name).read_text())


def test_both_stages_get_the_same_model_in_their_own_account(project, settings, registry, store, build):
    package = registry.register("Approved")
    prepare(project, settings, registry, store, build)
    for stage, account, name in (("staging", "333333333333", "staging"), ("production", "444444444444", "live")):
        values = read(build, f"{stage}.json")["Parameters"]
        assert values["ModelPackageArn"] == package
        assert values["EndpointName"] == f"demo-p-abc123def456-{name}"
        assert values["ExecutionRoleArn"] == f"arn:aws:iam::{account}:role/endpoint"


def test_a_deployed_stack_says_where_it_comes_from(project, settings, registry, store, build):
    registry.register("Approved")
    prepare(project, settings, registry, store, build)
    document, outputs = read(build, "production.json"), read(build, "endpoint.json")["Outputs"]
    assert document["Parameters"]["ModelVersion"] == "1"
    assert document["Parameters"]["SourceCommit"] == settings.source_commit
    assert document["Parameters"]["PipelineExecutionId"] == settings.pipeline_execution_id
    assert {"ModelVersion", "SourceCommit", "PipelineExecutionId"} <= outputs.keys()
    assert document["Tags"]["sagemaker:project-id"] == "p-abc123def456"


def test_another_push_of_the_same_model_changes_no_resource(project, settings, registry, store, tmp_path):
    registry.register("Approved")
    other = replace(settings, source_commit="5fee21d", pipeline_execution_id="another")
    for name, given in (("one", settings), ("two", other)):
        prepare(project, given, registry, store, tmp_path / name)
    one, two = read(tmp_path / "one", "production.json"), read(tmp_path / "two", "production.json")
    changed = {name for name, value in one["Parameters"].items() if value != two["Parameters"][name]}
    assert one["Tags"] == two["Tags"]
    resources = json.dumps(read(tmp_path / "two", "endpoint.json")["Resources"])
    assert changed == {"SourceCommit", "PipelineExecutionId"}
    assert not [name for name in changed if name in resources]


@pytest.mark.parametrize("endpoint", EndpointType)
def test_files_hold_every_parameter_of_the_template_and_no_other(project, settings, registry, build, endpoint):
    registry.register("Approved")
    prepare(replace(project, endpoint_type=endpoint), settings, registry, registry.store, build)
    declared = set(read(build, "endpoint.json")["Parameters"])
    assert set(read(build, "staging.json")["Parameters"]) == declared
    assert set(read(build, "production.json")["Parameters"]) == declared


def test_nothing_is_written_for_a_file_that_was_changed(project, settings, registry, store, build):
    registry.register("Approved")
    store.objects[f"s3://{BUCKET}/executions/1/model.tar.gz"] = b"another model"
    with pytest.raises(DeployError, match="not the file"):
        prepare(project, settings, registry, store, build)
    assert not build.exists()


def test_the_summary_compares_with_the_version_before_and_fits_an_approval_message(
    project, settings, registry, store, build
):
    registry.register("Approved", rmse=3.25)
    registry.register("Approved", rmse=2.75)
    prepare(project, settings, registry, store, build)
    text = (build / "summary.txt").read_text()
    assert "version 2: rmse 2.75 (version 1: 3.25)" in text
    assert "commit2" in text
    assert len(text) < 1000


def test_the_template_spells_out_what_the_registry_says_of_the_model(project, settings, registry, store, build):
    registry.register("Approved")
    prepare(project, settings, registry, store, build)
    made = read(build, "endpoint.json")["Resources"]["Model"]["Properties"]["PrimaryContainer"]
    (registered,) = next(iter(registry.packages.values()))["InferenceSpecification"]["Containers"]
    assert made == {name: registered[name] for name in ("Image", "ModelDataUrl", "Environment")}


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (lambda containers: containers.append(containers[0]), "has 2 containers"),
        (lambda containers: containers[0].update(ModelDataSource={}), "a container with ModelDataSource"),
        (lambda containers: containers[0].pop("ModelDataUrl"), "no ModelDataUrl"),
    ],
)
def test_a_model_that_the_template_cannot_spell_out_is_refused(registry, change, said):
    package = registry.register("Approved")
    change(registry.packages[package]["InferenceSpecification"]["Containers"])
    with pytest.raises(DeployError, match=said):
        describe(registry, package)


def test_golden_requests_come_from_the_evaluation_of_the_version(project, settings, registry, store, build):
    uri = f"s3://{BUCKET}/executions/1/expected_answers.json"
    store.objects[uri] = json.dumps({"requests": [{"name": "mine"}]}).encode()
    registry.register("Approved", golden_requests=uri)
    prepare(project, settings, registry, store, build)
    assert read(build, "expected_answers.json")["requests"] == [{"name": "mine"}]


def test_the_same_release_gives_the_same_files(project, settings, registry, store, tmp_path):
    registry.register("Approved")
    for name in ("one", "two"):
        prepare(project, settings, registry, store, tmp_path / name)
    for file in (tmp_path / "one").iterdir():
        assert file.read_bytes() == (tmp_path / "two" / file.name).read_bytes()
