"""An account's root in its own buckets: it needs no permission, but a Deny of the bucket's policy binds it.

IAM User Guide, "Policy evaluation logic", and Amazon S3 API Reference, PutBucketPolicy, which has the exceptions.
"""

from typing import Any

from ministack.core import iam_evaluator
from ministack.core.responses import get_account_id, get_region
from ministack.services import s3

_NEVER_DENIED = ("s3:DeleteBucketPolicy", "s3:GetBucketPolicy", "s3:PutBucketPolicy")


def denial(access_key: str, action: str, resource: str, context: dict[str, Any]) -> Any:
    """What the engine answers for a denied call; None where the caller is no root, or no Deny is about the call."""
    found = s3.bucket_policy_for_arn(resource)
    if not iam_evaluator.is_root_access_key(access_key) or action in _NEVER_DENIED or not found:
        return None
    principal, account = f"arn:aws:iam::{get_account_id()}:root", get_account_id()
    judged = iam_evaluator.EvalContext(
        principal_arn=principal,
        principal_type="Root",
        principal_account=account,
        action=action,
        resource_arn=resource,
        region=get_region(),
        service_context={name.lower(): value for name, value in context.items()},
    )
    result = iam_evaluator.evaluate_resource_policy(found[0], judged)
    if result.decision != "Deny":
        return None
    result.principal_arn, result.resource_policy_arn = principal, resource
    return result
