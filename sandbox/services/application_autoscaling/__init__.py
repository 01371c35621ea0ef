"""Application Auto Scaling: targets and policies as records; nothing scales here."""

from sandbox.api.identifiers import arn
from sandbox.api.service import Service, operations_of
from sandbox.api.types import Request
from sandbox.services.application_autoscaling import policies, targets
from sandbox.services.application_autoscaling.scalable_targets import (
    STORE,
    TAGS,
    TARGET_KEYS,
    TARGETS,
    target_key,
)


def _resource_arn(operation: str, request: Request) -> str:
    """Service Authorization Reference: changes are authorized on the scalable target, whose ARN AWS makes up."""
    if "ResourceARN" in request:
        return request["ResourceARN"]
    if operation.startswith("Describe") or not request.keys() >= set(TARGET_KEYS):
        return "*"
    target = TARGETS.here().get(target_key(request))
    return target["ScalableTargetARN"] if target else arn("application-autoscaling", "scalable-target/*")


def _condition_context(operation: str, request: Request) -> dict[str, str]:
    """Service Authorization Reference: the condition keys of the service, and of a target's tags."""
    tags = TAGS.here().get(_resource_arn(operation, request), {})
    context = {f"aws:resourcetag/{key}".lower(): value for key, value in tags.items()}
    named = {"service-namespace": "ServiceNamespace", "scalable-dimension": "ScalableDimension"}
    return context | {
        f"application-autoscaling:{key}": request[member] for key, member in named.items() if member in request
    }


APPLICATION_AUTOSCALING = Service(
    "application-autoscaling",
    operations_of(targets, policies),
    STORE,
    resource_arn=_resource_arn,
    condition_context=_condition_context,
)
