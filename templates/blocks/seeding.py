"""The function that answers for seeded repositories, the build that fills them, and the event between the two."""

from pathlib import Path
from typing import NamedTuple

from troposphere import GetAtt, Ref, awslambda, codebuild, events, logs

from templates import names, parameters
from templates.arns import role_arn
from templates.blocks.build import linux, logged_in
from templates.blocks.retention import KEPT

CODE = Path(__file__).parent.parent / "functions"


class Seeding(NamedTuple):
    function: awslambda.Function
    function_logs: logs.LogGroup
    build: codebuild.Project
    build_logs: logs.LogGroup
    build_ended: events.Rule
    may_be_told: awslambda.Permission


def seeding() -> Seeding:
    function_logs = _kept_logs("SeedingFunctionLogs", f"/aws/lambda/{names.SEEDING}")
    build_logs = _kept_logs("SeedingBuildLogs", f"/aws/codebuild/{names.SEEDING}")
    build = _build(build_logs)
    function = _function(build, function_logs)
    ended = _tell_when_ended(build, function)
    permission = awslambda.Permission(
        "SeedingBuildEndedPermission",
        Action="lambda:InvokeFunction",
        FunctionName=Ref(function),
        Principal="events.amazonaws.com",
        SourceArn=GetAtt(ended, "Arn"),
    )
    return Seeding(function, function_logs, build, build_logs, ended, permission)


def _function(build: codebuild.Project, group: logs.LogGroup) -> awslambda.Function:
    return awslambda.Function(
        "SeedingFunction",
        FunctionName=names.SEEDING,
        Description="Answers CloudFormation for repositories behind a connection",
        Runtime="python3.13",
        Handler="index.handler",
        Code=awslambda.Code(ZipFile=(CODE / "seeding.py").read_text(encoding="utf-8")),
        Role=role_arn(names.SEEDING_FUNCTION),
        Timeout=60,
        Environment=awslambda.Environment(Variables={"SEEDING_BUILD": Ref(build)}),
        LoggingConfig=awslambda.LoggingConfig(LogGroup=Ref(group)),
    )


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


def _kept_logs(title: str, name: str) -> logs.LogGroup:
    return logs.LogGroup(title, LogGroupName=name, RetentionInDays=365, **KEPT)
