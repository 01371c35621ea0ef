"""The key of a log group: CloudWatch Logs user guide, "Encrypt log data in CloudWatch Logs using AWS KMS"."""

from ministack.core import iam_evaluator
from ministack.core.iam_evaluator import EvalContext
from ministack.core.responses import get_region
from ministack.services import kms

from sandbox.api.errors import ServiceError
from sandbox.engine.rules.logs import groups

_ACTIONS = ("Encrypt", "Decrypt", "ReEncryptFrom", "ReEncryptTo", "GenerateDataKey", "DescribeKey")


def check(key_arn: str, group: str) -> None:
    """Refuse a key that the service may not use for a group, by the key's own policy.

    The sentence is that of hashicorp/terraform-provider-aws#29282; InvalidParameterException for a disabled key: API
    reference, AssociateKmsKey.
    """
    key = kms._resolve_key(key_arn) if key_arn.startswith("arn:") else None
    if not key_arn.startswith("arn:"):
        raise ServiceError("InvalidParameterException", f"{key_arn} is not the ARN of a KMS key.")
    if key is None or not all(_is_allowed(action, key["Arn"], group) for action in _ACTIONS):
        problem = f"The specified KMS key does not exist or is not allowed to be used with Arn '{groups.arn(group)}'"
        raise ServiceError("AccessDeniedException", problem)
    if key["KeyState"] != "Enabled":
        raise ServiceError("InvalidParameterException", f"The specified KMS key {key['Arn']} is not enabled.")


def _is_allowed(action: str, key: str, group: str) -> bool:
    service = f"logs.{get_region()}.amazonaws.com"
    context = EvalContext(
        principal_arn=service,
        principal_type="Service",
        principal_account="",
        action=f"kms:{action}",
        resource_arn=key,
        region=get_region(),
        service_context={"kms:encryptioncontext:aws:logs:arn": groups.arn(group)},
    )
    policy, _ = kms.key_policy_for_arn(key) or (None, None)
    return iam_evaluator.evaluate_resource_policy(policy, context, service=service).decision == "Allow"
