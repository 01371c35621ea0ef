"""What CloudFormation gets for each stage."""

import json
from dataclasses import replace

import pytest

from conftest import read
from deployment.settings import EndpointType, ReleaseError
from memory import BUCKET, SOURCE


def test_both_stages_get_the_same_model_under_the_role_of_their_stage(release, registry):
    package = registry.register("Approved")
    build = release()
    for stage, account, name in (("staging", "333333333333", "staging"), ("production", "444444444444", "live")):
        values = read(build, f"{stage}.json")["Parameters"]
        assert values["ModelPackageArn"] == package
        assert values["EndpointName"] == f"demo-p-abc123def456-{name}"
        assert values["ExecutionRoleArn"].startswith(f"arn:aws:iam::{account}:role/mlops-catalog/sagemaker-p-abc1")
        assert values["ExecutionRoleArn"].endswith(f"-{stage}-endpoint")


def test_a_deployed_stack_says_where_it_comes_from(release, registry, settings):
    registry.register("Approved")
    build = release()
    document, outputs = read(build, "production.json"), read(build, "endpoint.json")["Outputs"]
    assert document["Parameters"]["ModelVersion"] == "1"
    assert document["Parameters"]["SourceCommit"] == settings.run.source_commit
    assert document["Parameters"]["PipelineExecutionId"] == settings.run.pipeline_execution_id
    assert {"ModelVersion", "SourceCommit", "PipelineExecutionId"} <= outputs.keys()
    assert document["Tags"]["sagemaker:project-id"] == "p-abc123def456"


def test_another_push_of_the_same_model_changes_no_resource(release, registry, run, tmp_path):
    registry.register("Approved")
    release("one")
    release("two", run=replace(run, source_commit="5fee21d", pipeline_execution_id="another"))
    one, two = read(tmp_path / "one", "production.json"), read(tmp_path / "two", "production.json")
    changed = {name for name, value in one["Parameters"].items() if value != two["Parameters"][name]}
    assert one["Tags"] == two["Tags"]
    resources = json.dumps(read(tmp_path / "two", "endpoint.json")["Resources"])
    assert changed == {"SourceCommit", "PipelineExecutionId"}
    assert not [name for name in changed if name in resources]


@pytest.mark.parametrize("endpoint", EndpointType)
def test_files_hold_every_parameter_of_the_template_and_no_other(release, registry, endpoint):
    registry.register("Approved")
    build = release(endpoint_type=endpoint)
    declared = set(read(build, "endpoint.json")["Parameters"])
    assert set(read(build, "staging.json")["Parameters"]) == declared
    assert set(read(build, "production.json")["Parameters"]) == declared


def test_the_template_spells_out_what_was_approved_with_the_file_of_the_copy(release, registry):
    package = registry.register("Approved")
    made = read(release(), "endpoint.json")["Resources"]["Model"]["Properties"]["PrimaryContainer"]
    copy = f"s3://{BUCKET}/releases/{registry.digest(package)}/model.tar.gz"
    variables = {"SAGEMAKER_PROGRAM": "inference.py"}
    assert made == {"Image": "repository:1", "ModelDataUrl": copy, "Environment": variables}


def test_golden_requests_come_from_the_evaluation_of_the_version(release, registry, store):
    uri = f"s3://{SOURCE}/executions/1/evaluation/expected_answers.json"
    mine = {"name": "mine", "body": "1", "content_type": "text/csv", "accept": "text/csv"}
    store.objects[uri] = json.dumps({"requests": [mine]}).encode()
    registry.register("Approved", golden_requests=uri)
    assert read(release(), "expected_answers.json")["requests"] == [mine]


def test_without_any_the_repository_has_the_golden_requests(release, registry):
    registry.register("Approved")
    assert [request["name"] for request in read(release(), "expected_answers.json")["requests"]] == ["one"]


def test_a_model_that_neither_has_golden_requests_nor_finds_any_is_refused(release, registry, repository):
    registry.register("Approved")
    (repository / "contract" / "expected_answers.json").unlink()
    with pytest.raises(ReleaseError, match=r"contract/expected_answers\.json: missing"):
        release()


def test_the_same_release_gives_the_same_files(release, registry, tmp_path):
    registry.register("Approved")
    release("one")
    release("two")
    for file in (tmp_path / "one").iterdir():
        assert file.read_bytes() == (tmp_path / "two" / file.name).read_bytes()


def test_a_stage_with_a_network_gets_it_and_another_does_not(release, registry, settings):
    registry.register("Approved")
    private = replace(settings.stages["production"], subnets="subnet-1,subnet-2", security_groups="sg-1")
    build = release(stages=settings.stages | {"production": private})
    given = {stage: read(build, f"{stage}.json")["Parameters"] for stage in ("staging", "production")}
    assert (given["production"]["Subnets"], given["production"]["SecurityGroups"]) == ("subnet-1,subnet-2", "sg-1")
    assert (given["staging"]["Subnets"], given["staging"]["SecurityGroups"]) == ("none", "none")
