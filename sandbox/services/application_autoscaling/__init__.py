"""Application Auto Scaling: targets and policies as records; nothing scales here."""

from sandbox.api.identifiers import arn
from sandbox.api.service import Service, operations_of
from sandbox.api.types import Request
from sandbox.services.application_autoscaling import policies, targets
from sandbox.services.application_autoscaling.scalable_targets import STORE, TARGET_KEYS, TARGETS, target_key


def _resource_arn(operation: str, request: Request) -> str:
    """Service Authorization Reference: changes are authorized on the scalable target, whose ARN AWS makes up."""
    if operation.startswith("Describe") or not request.keys() >= set(TARGET_KEYS):
        return "*"
    target = TARGETS.here().get(target_key(request))
    return target["ScalableTargetARN"] if target else arn("application-autoscaling", "scalable-target/*")


APPLICATION_AUTOSCALING = Service(
    "application-autoscaling", operations_of(targets, policies), STORE, resource_arn=_resource_arn
)
