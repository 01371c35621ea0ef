"""The function that answers for seeded repositories, the build that fills them, and the event between the two."""

from typing import NamedTuple

from troposphere import GetAtt, Ref, awslambda, codebuild, events, logs

from templates import names, parameters
from templates.arns import role_arn
from templates.blocks.build import linux, logged_in
from templates.blocks.functions import CODE, function, kept_logs, tells


class Seeding(NamedTuple):
    function: awslambda.Function
    function_logs: logs.LogGroup
    build: codebuild.Project
    build_logs: logs.LogGroup
    build_ended: events.Rule
    may_be_told: awslambda.Permission


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
    ended = _tell_when_ended(build, answers.function)
    return Seeding(answers.function, answers.logs, build, build_logs, ended, tells(ended, answers.function))


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


def _tell_when_ended(build: codebuild.Project, function: awslambda.Function) -> events.Rule:
    return events.Rule(
        "SeedingBuildEnded",
        Name=f"{names.SEEDING}-ended",
        State="ENABLED",
        EventPattern={
            "source": ["aws.codebuild"],
            "detail-type": ["CodeBuild Build State Change"],
            "detail": {
                "project-name": [Ref(build)],
                "build-status": ["SUCCEEDED", "FAILED", "FAULT", "STOPPED", "TIMED_OUT"],
            },
        },
        Targets=[events.Target(Id="function", Arn=GetAtt(function, "Arn"))],
    )
