"""Managed policies on roles: ARNs that exist, and how many of them.

IAM User Guide, "IAM and AWS STS quotas". The words are recorded: localstack, tests of roles and users (ARNs),
ministry-of-justice cloud-platform-environments, pull request 14118 (the quota).
"""

from ministack.core.arn import ArnParseError, parse_arn
from ministack.services import iam

from sandbox.api.errors import ServiceError
from sandbox.api.types import Request

_PER_ROLE = 10


def AttachRolePolicy(request: Request) -> None:
    role, arn = iam._roles.get(request["RoleName"]), request["PolicyArn"]
    if role is None:
        return
    if not iam._lookup_policy(arn):
        raise ServiceError("NoSuchEntity", f"Policy {arn} does not exist or is not attachable.", 404)
    if arn not in role["AttachedPolicies"] and len(role["AttachedPolicies"]) >= _PER_ROLE:
        raise ServiceError("LimitExceeded", f"Cannot exceed quota for PoliciesPerRole: {_PER_ROLE}", 409)


def check_arn(arn: str) -> None:
    """Refuse what is no ARN.

    Raises:
        ServiceError: ValidationError.

    """
    try:
        parse_arn(arn)
    except ArnParseError:
        raise ServiceError("ValidationError", "Invalid ARN:  Could not be parsed!") from None


def check_boundary(request: Request) -> None:
    """Refuse a boundary that is no managed policy.

    Raises:
        ServiceError: ValidationError or NoSuchEntity.

    """
    arn = request.get("PermissionsBoundary")
    if arn and not iam._lookup_policy(arn):
        raise ServiceError("NoSuchEntity", f"Scope ARN: {arn} does not exist or is not attachable.", 404)
