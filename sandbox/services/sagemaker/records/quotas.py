"""Instances that an account may have at once, by type and use: unlimited unless `SANDBOX_QUOTAS` sets a quota.

It is JSON from the name of a quota to a number, such as {"ml.m5.large for endpoint usage": 0}, what new accounts have.
The error is recorded in github.com/aws-samples/sagemaker-custom-project-templates, issue 51. A blue/green update needs
the new fleet beside the old one: Developer Guide, "Blue/Green Deployments".
"""

import json
import os
from collections import Counter
from collections.abc import Iterable, Mapping
from typing import Any

from sandbox.api.errors import ServiceError
from sandbox.services.sagemaker.records.resources import ENDPOINT, ENDPOINT_CONFIG
from sandbox.services.sagemaker.records.shapes import Variant
from sandbox.services.sagemaker.records.tables import STORE

_USES = {
    "TrainingJob": "training job usage",
    "ProcessingJob": "processing job usage",
    "TransformJob": "transform job usage",
}
_RESOURCES = ("ResourceConfig", "TransformResources")


def require_for_job(noun: str, request: Mapping[str, Any]) -> None:
    """Raise ResourceLimitExceeded when a job does not fit beside the running ones."""
    running = Counter[str]()
    for record in STORE.here(noun).values():
        if record.get(f"{noun}Status") in ("InProgress", "Stopping"):
            running += _instances_of_job(record)
    _require(_instances_of_job(request), running, _USES.get(noun, ""))


def require_for_endpoint(variants: Iterable[Variant]) -> None:
    """The same for the fleet of an endpoint, beside those of every endpoint of the account."""
    serving = Counter[str]()
    for endpoint in ENDPOINT.here().values():
        configuration = ENDPOINT_CONFIG.here().get(endpoint["EndpointConfigName"])
        serving += _instances_of_variants(configuration["ProductionVariants"] if configuration else [])
    _require(_instances_of_variants(variants), serving, "endpoint usage")


def _instances_of_job(record: Mapping[str, Any]) -> Counter[str]:
    resources = record.get("ProcessingResources", {}).get("ClusterConfig") or next(
        (record[name] for name in _RESOURCES if name in record), {}
    )
    return Counter(
        {resources["InstanceType"]: resources.get("InstanceCount", 1)} if "InstanceType" in resources else {}
    )


def _instances_of_variants(variants: Iterable[Variant]) -> Counter[str]:
    found = Counter[str]()
    for variant in variants:
        if "InstanceType" in variant:
            found[variant["InstanceType"]] += variant.get("InitialInstanceCount", 1)
    return found


def _require(wanted: Counter[str], used: Counter[str], use: str) -> None:
    limits = json.loads(os.environ.get("SANDBOX_QUOTAS", "{}"))
    for instance_type, count in wanted.items():
        quota = f"{instance_type} for {use}"
        limit = limits.get(quota)
        if limit is not None and used[instance_type] + count > limit:
            problem = (
                f"The account-level service limit '{quota}' is {limit} Instances, with current utilization of "
                f"{used[instance_type]} Instances and a request delta of {count} Instances. Please contact AWS support "
                "to request an increase for this limit."
            )
            raise ServiceError("ResourceLimitExceeded", problem)
