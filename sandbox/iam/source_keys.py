"""`aws:SourceArn` and `aws:SourceAccount`: which services send them when they assume a role, and who promises it.

A service without a row sends neither. `SANDBOX_SOURCE_KEYS=all` lets every service send both, since no document
says either that they do not: whatever works with and without them does not depend on the answer.
"""

import os
from collections.abc import Callable
from typing import NamedTuple

VARIABLE = "SANDBOX_SOURCE_KEYS"
# SageMaker AI Developer Guide, "Cross-service confused deputy prevention": inference and Studio send this for all.
_SENT_AS_A_WHOLE = ("app", "domain", "endpoint", "endpoint-config", "model", "space", "user-profile")


class Row(NamedTuple):
    """`source` makes the value of `aws:SourceArn` from the ARN of what the role is assumed for."""

    document: str
    source: Callable[[str], str] = lambda arn: arn


def _of_sagemaker(arn: str) -> str:
    place, _, kind = arn.partition("/")[0].rpartition(":")
    return f"{place}:*" if kind in _SENT_AS_A_WHOLE else arn


DOCUMENTED = {
    "codebuild.amazonaws.com": Row('CodeBuild User Guide, "Cross-service confused deputy prevention": the project'),
    "events.amazonaws.com": Row('EventBridge User Guide, "Cross-service confused deputy prevention": the rule'),
    "sagemaker.amazonaws.com": Row(
        'SageMaker AI Developer Guide, "Cross-service confused deputy prevention": the job, or all of the account',
        _of_sagemaker,
    ),
    "scheduler.amazonaws.com": Row(
        'EventBridge Scheduler User Guide, "Confused deputy prevention": the group of the schedule'
    ),
    "states.amazonaws.com": Row(
        'Step Functions Developer Guide, "Creating an IAM role for your state machine in Step Functions", "Prevent '
        'cross-service confused deputy issue": the state machine'
    ),
}
"""Nothing is documented for Lambda, Service Catalog, CloudFormation's stacks and CodePipeline."""


def sent(principal: str, account: str, source: str) -> dict[str, str]:
    """The source keys, in lower case, of a service that assumes a role for `source` in `account`."""
    row = DOCUMENTED.get(principal)
    if row is None and os.environ.get(VARIABLE) != "all":
        return {}
    arn = row.source(source) if row else source
    return {"aws:sourceaccount": account} | ({"aws:sourcearn": arn} if arn else {})
