"""Rights that AWS checks without an operation to call, such as the use of a connection."""

from typing import Any

from ministack.core import iam_evaluator
from ministack.core.responses import get_account_id, get_region

from sandbox.api.errors import ServiceError
from sandbox.api.loopback import Credentials
from sandbox.services import cloudtrail


def require(credentials: Credentials, action: str, resource: str, context: dict[str, Any] | None = None) -> None:
    """Refuse as AWS does when the identity's policies do not allow it; `context` has condition keys in lower case.

    Raises:
        ServiceError: AccessDeniedException, naming who lacks what.

    """
    owner = (resource != "*" and resource.split(":")[4]) or get_account_id()
    principal = iam_evaluator.resolve_principal(credentials.access_key, owner)
    if isinstance(principal, iam_evaluator.AuthError):
        raise ServiceError("AccessDeniedException", principal.message, 403)
    if principal.policies is None:
        return
    asked = iam_evaluator.EvalContext(
        principal_arn=principal.arn,
        principal_type=principal.type,
        principal_account=principal.account,
        action=action,
        resource_arn=resource,
        region=get_region(),
        service_context=context or {},
        principal_keys=principal.keys,
    )
    denied = iam_evaluator.evaluate(asked, principal.policies, *principal.limits).decision != "Allow"
    _note(principal.arn, action, resource, denied=denied)
    if denied:
        problem = f"User: {principal.arn} is not authorized to perform: {action} on resource: {resource}"
        raise ServiceError("AccessDeniedException", problem, 403)


def require_own(credentials: Credentials, action: str, resource: str, context: dict[str, Any] | None = None) -> None:
    """As `require`, of a resource that no policy of its own opens to other accounts."""
    principal = iam_evaluator.resolve_principal(credentials.access_key, get_account_id())
    owner = resource.split(":")[4]
    if not isinstance(principal, iam_evaluator.AuthError) and principal.account != owner:
        problem = f"User: {principal.arn} is not authorized to perform: {action} on resource: {resource}"
        raise ServiceError("AccessDeniedException", problem, 403)
    require(credentials, action, resource, context)


def _note(caller: str, action: str, resource: str, *, denied: bool) -> None:
    """Into the trail as the identity's own call, which the running thread is not."""
    pinned = iam_evaluator._request_caller_arn.set(caller)
    try:
        cloudtrail.record_call(action, resource, (), denied)
    finally:
        iam_evaluator._request_caller_arn.reset(pinned)
