"""Actions of a CodePipeline stage."""

from collections.abc import Mapping
from typing import Any

from troposphere import GetAtt, If, Parameter, Ref, Sub, codebuild, codecommit, codepipeline

from templates.blocks.source import BRANCH, CONNECTION, USES_CONNECTION

SOURCE = "Source"


def check_out(repository: codecommit.Repository, existing: Parameter) -> If:
    """The repository's branch, from CodeCommit or through the connection. Events start the pipeline: no polling."""
    from_connection = _source(
        "CodeStarSourceConnection",
        {
            "ConnectionArn": Ref(CONNECTION),
            "FullRepositoryId": Ref(existing),
            "BranchName": Ref(BRANCH),
            "DetectChanges": "false",
        },
    )
    from_codecommit = _source(
        "CodeCommit",
        {"RepositoryName": GetAtt(repository, "Name"), "BranchName": Ref(BRANCH), "PollForSourceChanges": "false"},
    )
    return If(USES_CONNECTION.name, from_connection, from_codecommit)


def run(
    name: str, project: codebuild.Project, environment: str | Sub = "", *artifacts: str, **more: Any
) -> codepipeline.Actions:
    """Run a build on the checked-out code. `environment` is CodePipeline's JSON list of variables.

    `artifacts` are further inputs beside the code, each in the folder CODEBUILD_SRC_DIR_<name>.
    """
    configuration: dict[str, Any] = {"ProjectName": Ref(project), "PrimarySource": SOURCE}
    if environment:
        configuration["EnvironmentVariables"] = environment
    return action(name, "Build", "CodeBuild", configuration, InputArtifacts=inputs(SOURCE, *artifacts), **more)


def action(
    name: str | If, category: str, provider: str, configuration: Mapping[str, Any], **more: Any
) -> codepipeline.Actions:
    kind = codepipeline.ActionTypeId(Category=category, Owner="AWS", Provider=provider, Version="1")
    return codepipeline.Actions(Name=name, ActionTypeId=kind, Configuration=dict(configuration), **more)


def inputs(*artifacts: str) -> list[codepipeline.InputArtifacts]:
    return [codepipeline.InputArtifacts(Name=name) for name in artifacts]


def outputs(*artifacts: str) -> list[codepipeline.OutputArtifacts]:
    return [codepipeline.OutputArtifacts(Name=name) for name in artifacts]


def _source(provider: str, configuration: Mapping[str, Any]) -> codepipeline.Actions:
    return action(SOURCE, "Source", provider, configuration, Namespace=SOURCE, OutputArtifacts=outputs(SOURCE))
