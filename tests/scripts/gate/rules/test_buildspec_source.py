"""Buildspecs of the repository in builds that decide."""

from scripts.gate.model.template import Body
from scripts.gate.rules.buildspec_source import check
from tests.scripts.gate.small import allow, attribute, reported, resource, role, sub, template

INLINE = "version: 0.2\nphases:\n  build:\n"
TRAINS = allow("sagemaker:StartPipelineExecution", "x")
TESTS = allow("sts:AssumeRole", "x")
RELEASES = allow("s3:PutObject", sub("${Bucket.Arn}/releases/*"))


def of(buildspec: str, grant: Body) -> list[str]:
    build = resource("AWS::CodeBuild::Project", Source={"BuildSpec": buildspec}, ServiceRole=attribute("Role"))
    return reported(check, template({"Role": role("x", grant), "Build": build}))


def test_only_the_build_that_trains_runs_the_repository_s_own() -> None:
    assert of("buildspec.yml", TRAINS) == []
    for decides in (TESTS, RELEASES):
        assert of(INLINE, decides) == []
        assert of("buildspec.yml", decides) == ["Build"]


def test_to_read_the_history_of_a_pipeline_decides_nothing() -> None:
    read = "codepipeline:ListActionExecutions codepipeline:ListPipelineExecutions"
    assert of("buildspec.yml", allow(read, "x")) == []
    for more in ("codepipeline:StopPipelineExecution", "codepipeline:List*", "codepipeline:*"):
        assert of("buildspec.yml", allow(f"{read} {more}", "x")) == ["Build"]


def test_the_repository_s_own_has_one_name() -> None:
    assert of("deploy/buildspec.yml", TRAINS) == ["Build"]
