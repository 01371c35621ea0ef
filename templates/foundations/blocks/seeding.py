"""The function behind `Custom::SeededRepository`, the build that fills a repository, and the event of its end."""

from typing import Any, NamedTuple

from troposphere import Ref, awslambda, codebuild, logs

from templates import names
from templates.arns import role_arn
from templates.blocks.build import linux_environment, logs_config
from templates.foundations.blocks.catalog_parameters import HUB_ACCOUNT
from templates.foundations.blocks.functions import (
    CODE,
    EventSubscription,
    Function,
    function,
    invoke_on_event,
    retained_log_group,
)


class Seeding(NamedTuple):
    function: Function
    build: codebuild.Project
    build_logs: logs.LogGroup
    build_ended: EventSubscription


def seeding() -> Seeding:
    build_logs = retained_log_group("SeedingBuildLogs", f"/aws/codebuild/{names.SEEDING}")
    build = _build(build_logs)
    seeding_function = function(
        "SeedingFunction",
        names.SEEDING,
        names.SEEDING_FUNCTION,
        "seeding.py",
        Description="Answers CloudFormation for repositories behind a connection",
        Environment=awslambda.Environment(
            Variables={"SEEDING_BUILD": Ref(build), "LAUNCHERS_TAG": names.LAUNCHERS_TAG}
        ),
    )
    ended = invoke_on_event(
        "SeedingBuildEnded", f"{names.SEEDING}-ended", _build_ended_pattern(build), seeding_function.function
    )
    return Seeding(seeding_function, build, build_logs, ended)


def _build(group: logs.LogGroup) -> codebuild.Project:
    buildspec = (CODE / "seeding-buildspec.yml").read_text(encoding="utf-8")
    return codebuild.Project(
        "SeedingBuild",
        Name=names.SEEDING,
        ServiceRole=role_arn(names.SEEDING_BUILD),
        Source=codebuild.Source(Type="NO_SOURCE", BuildSpec=buildspec),
        Artifacts=codebuild.Artifacts(Type="NO_ARTIFACTS"),
        Environment=linux_environment({"SEED_OWNER": Ref(HUB_ACCOUNT)}),
        LogsConfig=logs_config(group),
        TimeoutInMinutes=15,
    )


def _build_ended_pattern(build: codebuild.Project) -> dict[str, Any]:
    return {
        "source": ["aws.codebuild"],
        "detail-type": ["CodeBuild Build State Change"],
        "detail": {
            "project-name": [Ref(build)],
            "build-status": ["SUCCEEDED", "FAILED", "FAULT", "STOPPED", "TIMED_OUT"],
        },
    }
