"""Lambda functions of an account: their code is a file of `templates/functions`, their logs are kept."""

from pathlib import Path
from typing import Any, NamedTuple

from troposphere import GetAtt, Ref, awslambda, events, logs

from templates.arns import role_arn
from templates.blocks.retention import KEPT

CODE = Path(__file__).parents[2] / "functions"


class Function(NamedTuple):
    function: awslambda.Function
    logs: logs.LogGroup


class Told(NamedTuple):
    rule: events.Rule
    permission: awslambda.Permission


def function(title: str, name: str, role: str, file: str, **more: Any) -> Function:
    """`role` is the name of a role of the catalog; `more` carries at least a description."""
    group = kept_logs(f"{title}Logs", f"/aws/lambda/{name}")
    made = awslambda.Function(
        title,
        FunctionName=name,
        Runtime="python3.13",
        Handler="index.handler",
        Code=awslambda.Code(ZipFile=(CODE / file).read_text(encoding="utf-8")),
        Role=role_arn(role),
        Timeout=60,
        LoggingConfig=awslambda.LoggingConfig(LogGroup=Ref(group)),
        **more,
    )
    return Function(made, group)


def told_of(title: str, name: str, pattern: dict[str, Any], told: awslambda.Function) -> Told:
    """Events that match the pattern call the function."""
    rule = events.Rule(
        title,
        Name=name,
        State="ENABLED",
        EventPattern=pattern,
        Targets=[events.Target(Id="function", Arn=GetAtt(told, "Arn"))],
    )
    permission = awslambda.Permission(
        f"{title}Permission",
        Action="lambda:InvokeFunction",
        FunctionName=Ref(told),
        Principal="events.amazonaws.com",
        SourceArn=GetAtt(rule, "Arn"),
    )
    return Told(rule, permission)


def kept_logs(title: str, name: str) -> logs.LogGroup:
    return logs.LogGroup(title, LogGroupName=name, RetentionInDays=365, **KEPT)
