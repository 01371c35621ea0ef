"""The roles of a pipeline are assumed when it is created or updated: its own, and from it the role of every action.

The wording of refusals is recorded in hashicorp/terraform#19264 and #14263, aws-cdk#15265 and
terraform-provider-aws#13103; that new roles are refused for a while, in terraform-provider-aws#14264.
"""

from collections.abc import Iterable

from botocore.exceptions import ClientError
from ministack.core.responses import get_account_id

from sandbox.api import loopback
from sandbox.api.errors import ServiceError
from sandbox.api.loopback import Credentials
from sandbox.iam import new_roles, sessions

_PRINCIPAL = "codepipeline.amazonaws.com"
_SESSION = "CodePipeline"


def check(role: str, action_roles: Iterable[str], pipeline: str) -> None:
    """Refuse a pipeline (an ARN) whose roles cannot be assumed.

    Raises:
        ServiceError: InvalidStructureException, naming the first role that cannot be assumed.

    """
    own = _service_role_credentials(role, pipeline)
    for action_role in dict.fromkeys(action_roles):
        if action_role != role and not _can_assume(own, action_role):
            raise _refusal(role, action_role)


def _service_role_credentials(role: str, pipeline: str) -> Credentials:
    if role.split(":")[4] != get_account_id() or new_roles.is_new(role):
        raise _refusal("CodePipeline", role)
    try:
        return sessions.assume_for_service(role, _PRINCIPAL, _SESSION, pipeline)
    except ServiceError:
        raise _refusal("CodePipeline", role) from None


def _can_assume(own: Credentials, role: str) -> bool:
    if new_roles.is_new(role):
        return False
    try:
        with loopback.acting_as(own):
            loopback.client("sts").assume_role(RoleArn=role, RoleSessionName=_SESSION)
    except ClientError:
        return False
    return True


def _refusal(principal: str, role: str) -> ServiceError:
    problem = f"{principal} is not authorized to perform AssumeRole on role {role}"
    return ServiceError("InvalidStructureException", problem)
