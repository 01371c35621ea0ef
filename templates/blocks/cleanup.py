"""Takes away what a model's first deployment leaves when it fails, so that the next one can go ahead.

CloudFormation rolls an update back to what was there before; a creation it rolls back to a stack that can only be
deleted. CodePipeline's action mode that would replace it also replaces a live endpoint after a failed update.
"""

from typing import NamedTuple

from troposphere import GetAtt, Sub, awslambda, events, logs

from templates import names
from templates.blocks.functions import function, tells

ENDPOINT_STACKS = "stack/sagemaker-*-endpoint-*"


class Cleanup(NamedTuple):
    function: awslambda.Function
    function_logs: logs.LogGroup
    creation_failed: events.Rule
    may_be_told: awslambda.Permission


def cleanup() -> Cleanup:
    deletes = function(
        "CleanupFunction",
        names.CLEANUP,
        names.CLEANUP_FUNCTION,
        "cleanup.py",
        Description="Deletes the stacks of endpoints whose first deployment failed",
    )
    failed = _tell_when_creation_failed(deletes.function)
    return Cleanup(deletes.function, deletes.logs, failed, tells(failed, deletes.function))


def _tell_when_creation_failed(told: awslambda.Function) -> events.Rule:
    ours = f"arn:${{AWS::Partition}}:cloudformation:${{AWS::Region}}:${{AWS::AccountId}}:{ENDPOINT_STACKS}"
    return events.Rule(
        "CreationFailed",
        Name=f"{names.CLEANUP}-creation-failed",
        State="ENABLED",
        EventPattern={
            "source": ["aws.cloudformation"],
            "detail-type": ["CloudFormation Stack Status Change"],
            "detail": {"stack-id": [{"wildcard": Sub(ours)}], "status-details": {"status": ["ROLLBACK_COMPLETE"]}},
        },
        Targets=[events.Target(Id="function", Arn=GetAtt(told, "Arn"))],
    )
