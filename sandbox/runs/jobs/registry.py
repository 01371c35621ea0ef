"""The right to pull an image. Nothing is pulled here, but a role without the right gets no container at AWS either."""

import re

from sandbox.loopback import Credentials
from sandbox.runs import rights
from sandbox.runs.jobs.failure import JobError
from sandbox.services.errors import ServiceError

_IMAGE = re.compile(r"(\d{12})\.dkr\.ecr\.([a-z0-9-]+)\.amazonaws\.com(?:\.cn)?/([^:@]+)")
# SageMaker developer guide, "SageMaker AI roles": the execution role permissions of training, processing and models.
_PULL = ("ecr:BatchCheckLayerAvailability", "ecr:BatchGetImage", "ecr:GetDownloadUrlForLayer")


def require_pull(image: str, role: str, credentials: Credentials) -> None:
    """A JobError when the role may not pull the image from ECR."""
    place = _IMAGE.match(image)
    if place is None:
        return
    owner, region, repository = place.groups()
    try:
        rights.require(credentials, "ecr:GetAuthorizationToken", "*")
        for action in _PULL:
            rights.require(credentials, action, f"arn:aws:ecr:{region}:{owner}:repository/{repository}")
    except ServiceError as error:
        problem = f"The role '{role}' does not have permission to pull the image: '{image}'. {error.message}"
        raise JobError(problem) from error
