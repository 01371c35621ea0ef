"""Application Auto Scaling: targets and policies as records; nothing here scales."""

import uuid
from typing import Any

from ministack.core.responses import get_account_id

from sandbox.api import sessions
from sandbox.api.errors import ServiceError, not_emulated
from sandbox.api.identifiers import arn, now
from sandbox.api.service import Service
from sandbox.api.store import Record
from sandbox.iam import permission_checks
from sandbox.services.application_autoscaling.scalable_targets import STORE
from sandbox.services.sagemaker.records.tables import STORE as SAGEMAKER_STORE

Request = dict[str, Any]

_TARGET = ("ServiceNamespace", "ResourceId", "ScalableDimension")
# Application Auto Scaling user guide, "Permissions validation for Application Auto Scaling API calls on target
# resources": the caller is probed for these before anything else; which ones, says "Permissions required for API
# actions on target services and CloudWatch" of the page "Identity-based policy examples".
_ON_ENDPOINTS = ("DescribeEndpoint", "DescribeEndpointConfig", "UpdateEndpointWeightsAndCapacities")
_ON_ALARMS = ("DescribeAlarms", "PutMetricAlarm", "DeleteAlarms")
_SERVICE_ROLE = (
    "aws-service-role/sagemaker.application-autoscaling.amazonaws.com/"
    "AWSServiceRoleForApplicationAutoScaling_SageMakerEndpoint"
)


def _register(request: Request) -> Request:
    if request["ServiceNamespace"] != "sagemaker":
        raise not_emulated(f"A scalable target of {request['ServiceNamespace']}")
    _probe_endpoints(request)
    _, endpoint, _, variant = (request["ResourceId"] + "///").split("/")[:4]
    existing = STORE.here("targets").get(_key(request), {})
    if not existing and not {"MinCapacity", "MaxCapacity"} <= request.keys():
        raise _invalid("MinCapacity and MaxCapacity are required for a new scalable target")
    if endpoint not in SAGEMAKER_STORE.here("Endpoint"):
        raise _invalid(f"Endpoint {endpoint} does not exist")
    shown = {
        each["VariantName"]: each for each in SAGEMAKER_STORE.here("Endpoint")[endpoint].get("ProductionVariants", [])
    }
    if variant not in shown:
        raise _invalid(f"Endpoint {endpoint} has no variant {variant}")
    if (
        request["ScalableDimension"] == "sagemaker:variant:DesiredInstanceCount"
        and "CurrentServerlessConfig" in shown[variant]
    ):
        raise _invalid(f"Variant {variant} is serverless: its instances cannot be scaled")
    identifier = arn("application-autoscaling", f"scalable-target/{uuid.uuid4().hex[:28]}")
    role = f"arn:aws:iam::{get_account_id()}:role/{_SERVICE_ROLE}"
    defaults = {"RoleARN": role, "ScalableTargetARN": identifier, "CreationTime": now()}
    target = {**defaults, **existing, **{name: value for name, value in request.items() if name != "Tags"}}
    STORE.here("targets")[_key(request)] = target
    return {"ScalableTargetARN": target["ScalableTargetARN"]}


def _probe_endpoints(request: Request) -> None:
    endpoint = request["ResourceId"].split("/")[1:2] or [""]
    for action in _ON_ENDPOINTS:
        kind = "endpoint-config/*" if action == "DescribeEndpointConfig" else f"endpoint/{endpoint[0].lower()}"
        _probe(f"sagemaker:{action}", arn("sagemaker", kind))


def _probe_alarms() -> None:
    """The names of the alarms are the service's own, so only a grant on all of them passes."""
    for action in _ON_ALARMS:
        _probe(f"cloudwatch:{action}", arn("cloudwatch", "alarm:*"))


def _probe(action: str, resource: str) -> None:
    try:
        permission_checks.require(sessions.caller(), action, resource)
    except ServiceError as refused:
        raise _invalid(f"Unable to validate permissions on the target resource: {refused.message}") from None


def _deregister(request: Request) -> None:
    _found("targets", _key(request), "scalable target")
    del STORE.here("targets")[_key(request)]
    for name in [name for name in STORE.here("policies") if name.startswith(f"{_key(request)} ")]:
        del STORE.here("policies")[name]


def _targets(request: Request) -> Request:
    found = [
        each for each in _matching("targets", request) if _is_among(request.get("ResourceIds"), each["ResourceId"])
    ]
    return {"ScalableTargets": found}


def _put_policy(request: Request) -> Request:
    _probe_endpoints(request)
    _probe_alarms()
    _found("targets", _key(request), "scalable target")
    place = f"{request['ServiceNamespace']}/{request['ResourceId']}"
    resource = f"scalingPolicy:{uuid.uuid4()}:resource/{place}:policyName/{request['PolicyName']}"
    key = f"{_key(request)} {request['PolicyName']}"
    defaults = {"PolicyARN": arn("autoscaling", resource), "CreationTime": now(), "PolicyType": "StepScaling"}
    STORE.here("policies")[key] = {**defaults, **STORE.here("policies").get(key, {}), **request, "Alarms": []}
    return {"PolicyARN": STORE.here("policies")[key]["PolicyARN"], "Alarms": []}


def _policies(request: Request) -> Request:
    names = request.get("PolicyNames")
    return {
        "ScalingPolicies": [each for each in _matching("policies", request) if _is_among(names, each["PolicyName"])]
    }


def _delete_policy(request: Request) -> None:
    key = f"{_key(request)} {request['PolicyName']}"
    _found("policies", key, "scaling policy")
    del STORE.here("policies")[key]


def _matching(kind: str, request: Request) -> list[Record]:
    wanted = {name: request[name] for name in _TARGET if name in request}
    return [record for record in STORE.here(kind).values() if wanted.items() <= record.items()]


def _is_among(names: list[str] | None, name: str) -> bool:
    return not names or name in names


def _found(kind: str, key: str, noun: str) -> None:
    if key not in STORE.here(kind):
        raise ServiceError("ObjectNotFoundException", f"No {noun} found for {key}")


def _key(request: Request) -> str:
    return " ".join(request[name] for name in _TARGET)


def _invalid(message: str) -> ServiceError:
    return ServiceError("ValidationException", message)


def _resource_arn(operation: str, request: Request) -> str:
    """Service Authorization Reference: changes are judged on the scalable target, whose ARN AWS makes up."""
    if operation.startswith("Describe") or not request.keys() >= set(_TARGET):
        return "*"
    known = STORE.here("targets").get(_key(request), {})
    return known.get("ScalableTargetARN", arn("application-autoscaling", "scalable-target/*"))


APPLICATION_AUTOSCALING = Service(
    "application-autoscaling",
    {
        "RegisterScalableTarget": _register,
        "DeregisterScalableTarget": _deregister,
        "DescribeScalableTargets": _targets,
        "PutScalingPolicy": _put_policy,
        "DescribeScalingPolicies": _policies,
        "DeleteScalingPolicy": _delete_policy,
    },
    STORE,
    resource_arn=_resource_arn,
)
