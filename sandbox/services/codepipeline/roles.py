"""The roles of a pipeline, tried when it is created or updated: its own, and from it the role of every action.

In AWS's words as reported: hashicorp/terraform#19264 and #14263, aws-cdk#15265, terraform-provider-aws#13103; new roles
are refused for a while, terraform-provider-aws#14264.
"""

from collections.abc import Iterable

from botocore.exceptions import ClientError
from ministack.core.responses import get_account_id
from ministack.services import iam

from sandbox.api import loopback, sessions
from sandbox.api.errors import ServiceError
from sandbox.api.loopback import Credentials
from sandbox.iam import new_roles

PRINCIPAL = "codepipeline.amazonaws.com"
_SESSION = "CodePipeline"


def check(role: str, of_actions: Iterable[str], pipeline: str) -> None:
    """Refuse a pipeline with the ARN `pipeline` that could not act.

    Raises:
        ServiceError: InvalidStructureException, naming the first role that cannot be assumed.

    """
    own = _service_role(role, pipeline)
    for asked in dict.fromkeys(of_actions):
        if asked != role and not _assumes(own, asked):
            raise _refusal(role, asked)


def _service_role(role: str, pipeline: str) -> Credentials:
    if role.split(":")[4] != get_account_id() or _is_new(role):
        raise _refusal("CodePipeline", role)
    try:
        return sessions.assume_for_service(role, PRINCIPAL, _SESSION, pipeline)
    except ServiceError:
        raise _refusal("CodePipeline", role) from None


def _assumes(own: Credentials, role: str) -> bool:
    if _is_new(role):
        return False
    try:
        with loopback.acting_as(own):
            loopback.client("sts").assume_role(RoleArn=role, RoleSessionName=_SESSION)
    except ClientError:
        return False
    return True


def _is_new(role: str) -> bool:
    found = iam._roles.get_scoped(role.split(":")[4], None, role.rpartition("/")[2])
    return bool(found) and new_roles.seconds_left(found) > 0


def _refusal(who: str, role: str) -> ServiceError:
    problem = f"{who} is not authorized to perform AssumeRole on role {role}"
    return ServiceError("InvalidStructureException", problem)
