"""CodePipeline: a structure that AWS would refuse is refused here."""

import copy

import pytest


@pytest.fixture(scope="module")
def declaration(cloud):
    role = cloud.role(cloud.development, cloud.unique("pipeline"), "codepipeline.amazonaws.com")
    source = {
        "name": "Source",
        "actionTypeId": {"category": "Source", "owner": "AWS", "provider": "CodeCommit", "version": "1"},
        "configuration": {"RepositoryName": "code", "BranchName": "main"},
        "outputArtifacts": [{"name": "Code"}],
    }
    build = {
        "name": "Build",
        "actionTypeId": {"category": "Build", "owner": "AWS", "provider": "CodeBuild", "version": "1"},
        "configuration": {"ProjectName": "build"},
        "inputArtifacts": [{"name": "Code"}],
    }
    return {
        "name": "pipeline",
        "roleArn": role,
        "pipelineType": "V2",
        "executionMode": "QUEUED",
        "artifactStore": {"type": "S3", "location": "artifacts"},
        "stages": [{"name": "Source", "actions": [source]}, {"name": "Build", "actions": [build]}],
    }


def _without_second_stage(declaration):
    del declaration["stages"][1]


def _unknown_artifact(declaration):
    declaration["stages"][1]["actions"][0]["inputArtifacts"] = [{"name": "Nothing"}]


def _missing_configuration(declaration):
    declaration["stages"][0]["actions"][0]["configuration"] = {"RepositoryName": "code"}


def _misspelt_configuration(declaration):
    declaration["stages"][1]["actions"][0]["configuration"]["ProjektName"] = "build"


def _repeated_stage(declaration):
    declaration["stages"][1]["name"] = "Source"


def _variables_in_version_one(declaration):
    declaration |= {"pipelineType": "V1", "executionMode": "SUPERSEDED", "variables": [{"name": "Model"}]}


def _trigger_without_connection(declaration):
    declaration["triggers"] = [
        {"providerType": "CodeStarSourceConnection", "gitConfiguration": {"sourceActionName": "Source"}}
    ]


@pytest.mark.parametrize(
    ("spoil", "code"),
    [
        (_without_second_stage, "InvalidStructureException"),
        (_unknown_artifact, "InvalidStructureException"),
        (_missing_configuration, "InvalidActionDeclarationException"),
        (_misspelt_configuration, "InvalidActionDeclarationException"),
        (_repeated_stage, "InvalidStructureException"),
        (_variables_in_version_one, "InvalidStructureException"),
        (_trigger_without_connection, "InvalidStructureException"),
    ],
)
def test_structure_that_cannot_run_is_refused_with_the_code_of_aws(cloud, declaration, spoil, code):
    pipelines, spoilt = cloud.client("codepipeline", cloud.development), copy.deepcopy(declaration)
    spoil(spoilt)
    assert cloud.code_of(pipelines.create_pipeline, pipeline=spoilt) == code


def test_pipeline_is_kept_and_numbered(cloud, declaration):
    pipelines, named = (
        cloud.client("codepipeline", cloud.development),
        {**declaration, "name": cloud.unique("pipeline")},
    )
    pipelines.create_pipeline(pipeline=named)
    assert pipelines.update_pipeline(pipeline=named)["pipeline"]["version"] == 2
    assert pipelines.get_pipeline(name=named["name"])["pipeline"] == {**named, "version": 2}
    state = pipelines.get_pipeline_state(name=named["name"])
    assert [stage["stageName"] for stage in state["stageStates"]] == ["Source", "Build"]


def test_provider_that_the_sandbox_lacks_names_itself(cloud, declaration):
    pipelines, foreign = cloud.client("codepipeline", cloud.development), copy.deepcopy(declaration)
    foreign["stages"][1]["actions"][0]["actionTypeId"]["provider"] = "Jenkins"
    assert cloud.code_of(pipelines.create_pipeline, pipeline=foreign) == "SandboxNotImplemented"
