"""Instances that an account may have at once, by type and use: as many as wanted unless `SANDBOX_QUOTAS` says less.

It is JSON from the name of a quota to a number, such as {"ml.m5.large for endpoint usage": 0}, what new accounts have.
The error is recorded in github.com/aws-samples/sagemaker-custom-project-templates, issue 51. A blue/green update needs
the new fleet beside the old one: Developer Guide, "Blue/Green Deployments".
"""

import json
import os
from collections import Counter
from typing import Any

from sandbox.api.errors import ServiceError
from sandbox.services.sagemaker.api.resources import STORE

Record = dict[str, Any]
_USES = {
    "TrainingJob": "training job usage",
    "ProcessingJob": "processing job usage",
    "TransformJob": "transform job usage",
}
_RESOURCES = ("ResourceConfig", "TransformResources")


def require_for_job(noun: str, request: Record) -> None:
    """Raise ResourceLimitExceeded when a job does not fit beside those that run."""
    running = Counter[str]()
    for record in STORE.here(noun).values():
        if record.get(f"{noun}Status") in ("InProgress", "Stopping"):
            running += _of_job(record)
    _require(_of_job(request), running, _USES.get(noun, ""))


def require_for_endpoint(variants: list[Record]) -> None:
    """The same for the fleets of an endpoint, beside those of every endpoint that is there."""
    serving = Counter[str]()
    for record in STORE.here("Endpoint").values():
        configuration = STORE.here("EndpointConfig").get(record["EndpointConfigName"], {})
        serving += _of_variants(configuration.get("ProductionVariants", []))
    _require(_of_variants(variants), serving, "endpoint usage")


def _of_job(record: Record) -> Counter[str]:
    resources = record.get("ProcessingResources", {}).get("ClusterConfig") or next(
        (record[name] for name in _RESOURCES if name in record), {}
    )
    return Counter(
        {resources["InstanceType"]: resources.get("InstanceCount", 1)} if "InstanceType" in resources else {}
    )


def _of_variants(variants: list[Record]) -> Counter[str]:
    found = Counter[str]()
    for each in variants:
        if "InstanceType" in each:
            found[each["InstanceType"]] += each.get("InitialInstanceCount", 1)
    return found


def _require(wanted: Counter[str], used: Counter[str], use: str) -> None:
    limits = json.loads(os.environ.get("SANDBOX_QUOTAS", "{}"))
    for kind, count in wanted.items():
        limit = limits.get(f"{kind} for {use}")
        if limit is not None and used[kind] + count > limit:
            problem = (
                f"The account-level service limit '{kind} for {use}' is {limit} Instances, with current utilization of "
                f"{used[kind]} Instances and a request delta of {count} Instances. Please contact AWS support to "
                "request an increase for this limit."
            )
            raise ServiceError("ResourceLimitExceeded", problem)
