"""The permission to pull an image: nothing is pulled here, but at AWS a role without it gets no container."""

import json
import re

from ministack.core import iam_evaluator
from ministack.core.responses import get_account_id, get_region, request_scope
from ministack.services import ecr

from sandbox.api.errors import ServiceError
from sandbox.api.loopback import Credentials
from sandbox.iam import permission_checks
from sandbox.services.sagemaker.containers.failure import JobError
from sandbox.world import accounts

_OWNERS = {accounts.MANAGEMENT, accounts.HUB, *accounts.SPOKES.values(), accounts.OUTSIDER}
_IMAGE = re.compile(r"(\d{12})\.dkr\.ecr\.([a-z0-9-]+)\.amazonaws\.com(?:\.cn)?/([^:@]+)")
# SageMaker developer guide, "SageMaker AI roles": the execution role permissions of training, processing and models.
_PULL = ("ecr:BatchCheckLayerAvailability", "ecr:BatchGetImage", "ecr:GetDownloadUrlForLayer")


def require_pull(image: str, role: str, credentials: Credentials) -> None:
    """Raise a JobError when the role may not pull the image from ECR."""
    reference = _IMAGE.match(image)
    if reference is None:
        return
    owner, region, repository = reference.groups()
    try:
        permission_checks.require(credentials, "ecr:GetAuthorizationToken", "*")
        for action in _PULL:
            permission_checks.require(credentials, action, f"arn:aws:ecr:{region}:{owner}:repository/{repository}")
            _require_shared(role, action, owner, repository)
    except ServiceError as error:
        problem = f"The role '{role}' does not have permission to pull the image: '{image}'. {error.message}"
        raise JobError(problem) from error


def _require_shared(role: str, action: str, owner: str, repository: str) -> None:
    """ECR user guide, "Private repository policies": another account also needs the repository's own policy.

    AWS's images are in accounts of AWS, which are open to everybody and not among the sandbox's.
    """
    if owner == get_account_id() or owner not in _OWNERS:
        return
    identifier = f"arn:aws:ecr:{get_region()}:{owner}:repository/{repository}"
    with request_scope(owner, get_region()):
        policy, _ = ecr.repository_policy_for_arn(identifier) or ("", owner)
    context = iam_evaluator.EvalContext(
        principal_arn=role,
        principal_type="AssumedRole",
        principal_account=role.split(":")[4],
        action=action,
        resource_arn=identifier,
        region=get_region(),
    )
    if not policy or iam_evaluator.evaluate_resource_policy(json.loads(policy), context).decision != "Allow":
        problem = f"{role} is not authorized to perform: {action} on resource: {identifier} by its repository's policy"
        raise ServiceError("AccessDeniedException", problem, 403)
