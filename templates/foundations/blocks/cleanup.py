"""A function that deletes the stack of a failed first deployment, so that the next deployment can create it again.

CloudFormation rolls an update back to the previous state, but a creation to a stack that can only be deleted.
CodePipeline's action mode that would replace it also replaces a live endpoint after a failed update.
"""

from typing import Any, NamedTuple

from troposphere import Ref, Sub, iam

from templates import names
from templates.arns import arn_everywhere
from templates.blocks.grants import runtime
from templates.blocks.roles import account_role
from templates.foundations.blocks.functions import EventSubscription, Function, function, invoke_on_event
from templates.policy import allow, service_trust_if_source_account_known

ENDPOINT_STACKS = f"stack/{names.PROJECTS}-{names.ENDPOINT_STACK}-*"


class Cleanup(NamedTuple):
    function: Function
    creation_failed: EventSubscription


def cleanup() -> Cleanup:
    cleanup_function = function(
        "CleanupFunction",
        names.CLEANUP,
        names.CLEANUP_FUNCTION,
        "cleanup.py",
        Description="Deletes the stacks of endpoints whose first deployment failed",
    )
    name = f"{names.CLEANUP}-creation-failed"
    return Cleanup(
        cleanup_function, invoke_on_event("CreationFailed", name, _creation_failed_pattern(), cleanup_function.function)
    )


def cleanup_role() -> iam.Role:
    """Deletes the stack of a first deployment that failed; the stack's own role deletes its resources."""
    grants = [
        runtime.write_named_log_group(f"/aws/lambda/{names.CLEANUP}"),
        allow(["cloudformation:DeleteStack"], [arn_everywhere("cloudformation", f"{ENDPOINT_STACKS}/*")]),
    ]
    return account_role(
        names.CLEANUP_FUNCTION, service_trust_if_source_account_known("lambda", Ref("AWS::AccountId")), grants
    )


def _creation_failed_pattern() -> dict[str, Any]:
    endpoint_stacks = f"arn:${{AWS::Partition}}:cloudformation:${{AWS::Region}}:${{AWS::AccountId}}:{ENDPOINT_STACKS}"
    return {
        "source": ["aws.cloudformation"],
        "detail-type": ["CloudFormation Stack Status Change"],
        "detail": {
            "stack-id": [{"wildcard": Sub(endpoint_stacks)}],
            "status-details": {"status": ["ROLLBACK_COMPLETE"]},
        },
    }
