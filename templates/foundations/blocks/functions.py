"""Lambda functions of an account: their code is a file of `foundations/functions`, their logs are retained."""

from pathlib import Path
from typing import Any, NamedTuple

from troposphere import GetAtt, Ref, awslambda, events, logs

from templates.arns import role_arn
from templates.blocks.retention import RETAINED

CODE = Path(__file__).parents[1] / "functions"


class Function(NamedTuple):
    function: awslambda.Function
    logs: logs.LogGroup


class EventSubscription(NamedTuple):
    rule: events.Rule
    permission: awslambda.Permission


def function(title: str, name: str, role: str, file: str, **more: Any) -> Function:
    """`role` is the name of a role of the catalog; `more` holds at least a description."""
    group = retained_log_group(f"{title}Logs", f"/aws/lambda/{name}")
    lambda_function = awslambda.Function(
        title,
        FunctionName=name,
        Runtime="python3.13",
        Handler="index.handler",
        Code=awslambda.Code(ZipFile=(CODE / file).read_text(encoding="utf-8")),
        Role=role_arn(role),
        LoggingConfig=awslambda.LoggingConfig(LogGroup=Ref(group)),
        **{"Timeout": 60, **more},
    )
    return Function(lambda_function, group)


def invoke_on_event(
    title: str, name: str, pattern: dict[str, Any], lambda_function: awslambda.Function
) -> EventSubscription:
    """Events that match the pattern invoke the function."""
    rule = events.Rule(
        title,
        Name=name,
        State="ENABLED",
        EventPattern=pattern,
        Targets=[events.Target(Id="function", Arn=GetAtt(lambda_function, "Arn"))],
    )
    permission = awslambda.Permission(
        f"{title}Permission",
        Action="lambda:InvokeFunction",
        FunctionName=Ref(lambda_function),
        Principal="events.amazonaws.com",
        SourceArn=GetAtt(rule, "Arn"),
    )
    return EventSubscription(rule, permission)


def retained_log_group(title: str, name: str) -> logs.LogGroup:
    return logs.LogGroup(title, LogGroupName=name, RetentionInDays=365, **RETAINED)
