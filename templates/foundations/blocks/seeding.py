"""The function that answers for seeded repositories, the build that fills them, and the event between the two."""

from typing import Any, NamedTuple

from troposphere import Ref, awslambda, codebuild, logs

from templates import names, parameters
from templates.arns import role_arn
from templates.blocks.build import linux, logged_in
from templates.foundations.blocks.functions import CODE, Function, Told, function, kept_logs, told_of


class Seeding(NamedTuple):
    function: Function
    build: codebuild.Project
    build_logs: logs.LogGroup
    build_ended: Told


def seeding() -> Seeding:
    build_logs = kept_logs("SeedingBuildLogs", f"/aws/codebuild/{names.SEEDING}")
    build = _build(build_logs)
    answers = function(
        "SeedingFunction",
        names.SEEDING,
        names.SEEDING_FUNCTION,
        "seeding.py",
        Description="Answers CloudFormation for repositories behind a connection",
        Environment=awslambda.Environment(Variables={"SEEDING_BUILD": Ref(build)}),
    )
    ended = told_of("SeedingBuildEnded", f"{names.SEEDING}-ended", _ended(build), answers.function)
    return Seeding(answers, build, build_logs, ended)


def _build(group: logs.LogGroup) -> codebuild.Project:
    buildspec = (CODE / "seeding-buildspec.yml").read_text(encoding="utf-8")
    return codebuild.Project(
        "SeedingBuild",
        Name=names.SEEDING,
        ServiceRole=role_arn(names.SEEDING_BUILD),
        Source=codebuild.Source(Type="NO_SOURCE", BuildSpec=buildspec),
        Artifacts=codebuild.Artifacts(Type="NO_ARTIFACTS"),
        Environment=linux({"SEED_OWNER": Ref(parameters.HUB_ACCOUNT)}),
        LogsConfig=logged_in(group),
        TimeoutInMinutes=15,
    )


def _ended(build: codebuild.Project) -> dict[str, Any]:
    return {
        "source": ["aws.codebuild"],
        "detail-type": ["CodeBuild Build State Change"],
        "detail": {
            "project-name": [Ref(build)],
            "build-status": ["SUCCEEDED", "FAILED", "FAULT", "STOPPED", "TIMED_OUT"],
        },
    }
