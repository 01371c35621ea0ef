"""Scaling policies of scalable targets."""

import uuid
from typing import Any

from sandbox.api.identifiers import arn, now
from sandbox.api.types import Answer, Request
from sandbox.services.application_autoscaling.probes import probe_alarms, probe_endpoints
from sandbox.services.application_autoscaling.scalable_targets import (
    POLICIES,
    TARGET_KEYS,
    not_found,
    require_target,
    target_key,
)


def PutScalingPolicy(request: Request) -> Answer:
    probe_endpoints(request)
    probe_alarms()
    require_target(request)
    resource = f"resource/{request['ServiceNamespace']}/{request['ResourceId']}:policyName/{request['PolicyName']}"
    identifier = arn("autoscaling", f"scalingPolicy:{uuid.uuid4()}:{resource}")
    defaults = {"PolicyARN": identifier, "CreationTime": now(), "PolicyType": "StepScaling"}
    policy: Any = {**defaults, **POLICIES.here().get(_policy_key(request), {}), **request, "Alarms": []}
    POLICIES.here()[_policy_key(request)] = policy
    return {"PolicyARN": policy["PolicyARN"], "Alarms": []}


def DescribeScalingPolicies(request: Request) -> Answer:
    filters = {name: request[name] for name in TARGET_KEYS if name in request}
    names = request.get("PolicyNames")
    return {
        "ScalingPolicies": [
            policy
            for policy in POLICIES.here().values()
            if filters.items() <= policy.items() and (not names or policy["PolicyName"] in names)
        ]
    }


def DeleteScalingPolicy(request: Request) -> None:
    if _policy_key(request) not in POLICIES.here():
        raise not_found("scaling policy", _policy_key(request))
    del POLICIES.here()[_policy_key(request)]


def _policy_key(request: Request) -> str:
    return f"{target_key(request)} {request['PolicyName']}"
