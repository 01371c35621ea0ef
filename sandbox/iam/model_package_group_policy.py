"""Judges every call on a model package by the policy of its group too: that is what keeps authors from approving."""

from typing import Any

from ministack.core import iam_evaluator

from sandbox.services.sagemaker.api.model_packages import GROUP
from sandbox.services.sagemaker.api.resources import STORE

_engine_resource_policy = iam_evaluator._resource_policy


def _resource_policy(service: str, resource: str) -> tuple[Any, str] | None:
    kind, _, name = resource.rpartition(":")[2].partition("/")
    if service != "sagemaker" or kind not in ("model-package", "model-package-group"):
        return _engine_resource_policy(service, resource)
    owner, group = resource.split(":")[4], name.partition("/")[0]
    # SageMaker writes the names in ARNs in lower case.
    found = next((record for key, record in STORE.at(owner, GROUP.noun).items() if key.lower() == group.lower()), None)
    return (found["policy"], owner) if found and found.get("policy") else None


def install() -> None:
    iam_evaluator._resource_policy = _resource_policy
