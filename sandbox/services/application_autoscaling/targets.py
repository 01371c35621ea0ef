"""Scalable targets: variants of SageMaker's endpoints."""

import uuid
from typing import Any

from botocore.exceptions import ClientError
from ministack.core.responses import get_account_id

from sandbox.api import loopback
from sandbox.api.errors import not_emulated
from sandbox.api.identifiers import arn, now
from sandbox.api.types import Answer, Request
from sandbox.services.application_autoscaling.probes import invalid, probe_endpoints
from sandbox.services.application_autoscaling.scalable_targets import (
    POLICIES,
    TAGS,
    TARGET_KEYS,
    TARGETS,
    require_target,
    tags_of,
    target_key,
)

_SERVICE_ROLE = (
    "aws-service-role/sagemaker.application-autoscaling.amazonaws.com/"
    "AWSServiceRoleForApplicationAutoScaling_SageMakerEndpoint"
)


def RegisterScalableTarget(request: Request) -> Answer:
    if request["ServiceNamespace"] != "sagemaker":
        raise not_emulated(f"A scalable target of {request['ServiceNamespace']}")
    probe_endpoints(request)
    existing = TARGETS.here().get(target_key(request))
    if not existing and not {"MinCapacity", "MaxCapacity"} <= request.keys():
        raise invalid("MinCapacity and MaxCapacity are required for a new scalable target")
    _check_variant(request)
    defaults = {
        "RoleARN": f"arn:aws:iam::{get_account_id()}:role/{_SERVICE_ROLE}",
        "ScalableTargetARN": arn("application-autoscaling", f"scalable-target/{uuid.uuid4().hex[:28]}"),
        "CreationTime": now(),
    }
    settings = {name: value for name, value in request.items() if name != "Tags"}
    target: Any = {**defaults, **(existing or {}), **settings}
    TARGETS.here()[target_key(request)] = target
    if not existing:
        TAGS.here()[target["ScalableTargetARN"]] = dict(request.get("Tags", {}))
    return {"ScalableTargetARN": target["ScalableTargetARN"]}


def DeregisterScalableTarget(request: Request) -> None:
    require_target(request)
    TAGS.here().pop(TARGETS.here().pop(target_key(request))["ScalableTargetARN"], None)
    for key in [key for key in POLICIES.here() if key.startswith(f"{target_key(request)} ")]:
        del POLICIES.here()[key]


def DescribeScalableTargets(request: Request) -> Answer:
    filters = {name: request[name] for name in TARGET_KEYS if name in request}
    ids = request.get("ResourceIds")
    return {
        "ScalableTargets": [
            target
            for target in TARGETS.here().values()
            if filters.items() <= target.items() and (not ids or target["ResourceId"] in ids)
        ]
    }


def ListTagsForResource(request: Request) -> Answer:
    return {"Tags": tags_of(request["ResourceARN"])}


def TagResource(request: Request) -> None:
    tags_of(request["ResourceARN"]).update(request["Tags"])


def UntagResource(request: Request) -> None:
    tags = tags_of(request["ResourceARN"])
    for key in request["TagKeys"]:
        tags.pop(key, None)


def _check_variant(request: Request) -> None:
    _, endpoint, _, name = (request["ResourceId"] + "///").split("/")[:4]
    variants = {
        variant["VariantName"]: variant for variant in _describe_endpoint(endpoint).get("ProductionVariants", [])
    }
    if name not in variants:
        raise invalid(f"Endpoint {endpoint} has no variant {name}")
    counts_instances = request["ScalableDimension"] == "sagemaker:variant:DesiredInstanceCount"
    if counts_instances and "CurrentServerlessConfig" in variants[name]:
        raise invalid(f"Variant {name} is serverless: its instances cannot be scaled")


def _describe_endpoint(name: str) -> Answer:
    """Described by the account's root, since the caller's permission has been probed."""
    with loopback.acting_as(loopback.root(get_account_id())):
        try:
            return loopback.client("sagemaker").describe_endpoint(EndpointName=name)
        except ClientError:
            raise invalid(f"Endpoint {name} does not exist") from None
