"""The scalable targets and policies that are kept; SageMaker looks at them before it updates an endpoint."""

import datetime
from typing import Any, NotRequired, TypedDict

from sandbox.api.errors import ServiceError
from sandbox.api.store import Store, Table
from sandbox.api.types import Request


class ScalableTarget(TypedDict):
    ServiceNamespace: str
    ResourceId: str
    ScalableDimension: str
    ScalableTargetARN: str
    MinCapacity: int
    MaxCapacity: int
    RoleARN: str
    CreationTime: datetime.datetime
    SuspendedState: NotRequired[dict[str, bool]]


class ScalingPolicy(TypedDict):
    ServiceNamespace: str
    ResourceId: str
    ScalableDimension: str
    PolicyName: str
    PolicyARN: str
    PolicyType: str
    CreationTime: datetime.datetime
    Alarms: list[object]
    TargetTrackingScalingPolicyConfiguration: NotRequired[dict[str, Any]]
    StepScalingPolicyConfiguration: NotRequired[dict[str, Any]]


STORE = Store()
TARGETS: Table[ScalableTarget] = Table(STORE, "targets")
POLICIES: Table[ScalingPolicy] = Table(STORE, "policies")
TAGS: Table[dict[str, str]] = Table(STORE, "tags")
"""By the ARN of a target: policies have none."""
TARGET_KEYS = ("ServiceNamespace", "ResourceId", "ScalableDimension")


def target_key(request: Request) -> str:
    return " ".join(request[name] for name in TARGET_KEYS)


def require_target(request: Request) -> None:
    if target_key(request) not in TARGETS.here():
        raise not_found("scalable target", target_key(request))


def tags_of(target: str) -> dict[str, str]:
    """API Reference, TagResource: the error for a target that does not exist."""
    if target not in TAGS.here():
        raise ServiceError("ResourceNotFoundException", f"No scalable target found for {target}")
    return TAGS.here()[target]


def not_found(noun: str, key: str) -> ServiceError:
    return ServiceError("ObjectNotFoundException", f"No {noun} found for {key}")


def is_scaled(endpoint: str, variant: str) -> bool:
    """Whether the variant of an endpoint of this account is a scalable target."""
    resource = f"endpoint/{endpoint}/variant/{variant}"
    return any(target["ResourceId"] == resource for target in TARGETS.here().values())
