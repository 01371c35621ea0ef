"""Takes away what a model's first deployment leaves when it fails, so that the next one can go ahead.

CloudFormation rolls an update back to what was there before; a creation it rolls back to a stack that can only be
deleted. CodePipeline's action mode that would replace it also replaces a live endpoint after a failed update.
"""

from typing import Any, NamedTuple

from troposphere import Sub

from templates import names
from templates.foundations.blocks.functions import Function, Told, function, told_of

ENDPOINT_STACKS = "stack/sagemaker-*-endpoint-*"


class Cleanup(NamedTuple):
    function: Function
    creation_failed: Told


def cleanup() -> Cleanup:
    deletes = function(
        "CleanupFunction",
        names.CLEANUP,
        names.CLEANUP_FUNCTION,
        "cleanup.py",
        Description="Deletes the stacks of endpoints whose first deployment failed",
    )
    name = f"{names.CLEANUP}-creation-failed"
    return Cleanup(deletes, told_of("CreationFailed", name, _creation_failed(), deletes.function))


def _creation_failed() -> dict[str, Any]:
    ours = f"arn:${{AWS::Partition}}:cloudformation:${{AWS::Region}}:${{AWS::AccountId}}:{ENDPOINT_STACKS}"
    return {
        "source": ["aws.cloudformation"],
        "detail-type": ["CloudFormation Stack Status Change"],
        "detail": {"stack-id": [{"wildcard": Sub(ours)}], "status-details": {"status": ["ROLLBACK_COMPLETE"]}},
    }
