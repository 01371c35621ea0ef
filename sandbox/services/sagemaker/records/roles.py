"""Roles that are passed to SageMaker: they exist, and they trust it."""

from ministack.core.responses import get_account_id
from ministack.services import iam

from sandbox.api.errors import ServiceError
from sandbox.api.loopback import Credentials
from sandbox.iam import sessions


def require_role(role: str) -> None:
    """Refuse a role that does not exist in this account."""
    account, name = role.split(":")[4], role.rpartition("/")[2]
    if account != get_account_id() or iam._roles.get_scoped(account, None, name) is None:
        raise ServiceError("ValidationException", f"Could not assume role {role}. Please ensure that the role exists.")


def assume(role: str, source: str) -> Credentials:
    """A session of the role for the resource with the ARN `source`.

    Raises:
        ServiceError: a ValidationException, when the role does not exist or does not trust SageMaker.

    """
    try:
        return sessions.assume_for_service(role, "sagemaker.amazonaws.com", "SageMaker", source)
    except ServiceError:
        problem = (
            f"Could not assume role {role}. Please ensure that the role exists and allows principal "
            "'sagemaker.amazonaws.com' to assume the role."
        )
        raise ServiceError("ValidationException", problem) from None
