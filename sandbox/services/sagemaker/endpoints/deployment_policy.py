"""What SageMaker refuses of a deployment policy: sizes out of range, and endpoints that the policy is not for.

Figures: SageMaker API Reference, "TrafficRoutingConfig" and "RollingUpdatePolicy"; exclusions: Developer Guide,
"Deployment guardrails for updating models in production", page "Exclusions".
"""

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from sandbox.api.errors import ServiceError
from sandbox.api.types import Record
from sandbox.engine import cloudwatch_alarms
from sandbox.services.sagemaker.records.shapes import Variant


class _Size(NamedTuple):
    """A batch of instances, and how many percent of a variant's it may be."""

    name: str
    given: Record | None
    least: int
    most: int


def check(policy: Record, new: Sequence[Variant], old: Sequence[Variant]) -> None:
    """Refuse, with the first reason, a policy for moving from the old variants to the new ones."""
    for problem in _problems(policy, new, old):
        raise ServiceError("ValidationException", problem)


def watched_alarms(policy: Record) -> list[str]:
    """The names of the alarms that roll a deployment back."""
    return [alarm["AlarmName"] for alarm in (policy.get("AutoRollbackConfiguration") or {}).get("Alarms", [])]


def _problems(policy: Record, new: Sequence[Variant], old: Sequence[Variant]) -> Iterator[str]:
    if {"BlueGreenUpdatePolicy", "RollingUpdatePolicy"} <= policy.keys():
        yield "Only one of BlueGreenUpdatePolicy and RollingUpdatePolicy may be specified."
    for size in _sizes(policy):
        yield from _size_problems(size, new)
    if "RollingUpdatePolicy" in policy:
        yield from _excluded_from_rolling(new)
    if policy and {variant["VariantName"] for variant in new} != {variant["VariantName"] for variant in old}:
        yield "With a DeploymentConfig the variants of the new endpoint configuration must be named like the old ones."
    missing = [name for name in watched_alarms(policy) if not cloudwatch_alarms.exists(name)]
    yield from (f"CloudWatch alarm {name} does not exist." for name in missing)


def _excluded_from_rolling(variants: Sequence[Variant]) -> Iterator[str]:
    if any("ServerlessConfig" in variant for variant in variants):
        yield "RollingUpdatePolicy is not supported for serverless endpoints."
    if len(variants) > 1:
        yield "RollingUpdatePolicy is not supported for endpoints with more than one variant."


def _sizes(policy: Record) -> Iterator[_Size]:
    routing = policy.get("BlueGreenUpdatePolicy", {}).get("TrafficRoutingConfiguration", {})
    if routing.get("Type") == "CANARY":
        yield _Size("CanarySize", routing.get("CanarySize"), 1, 50)
    if routing.get("Type") == "LINEAR":
        yield _Size("LinearStepSize", routing.get("LinearStepSize"), 10, 50)
    rolling = policy.get("RollingUpdatePolicy", {})
    if rolling:
        yield _Size("MaximumBatchSize", rolling["MaximumBatchSize"], 5, 50)
    if "RollbackMaximumBatchSize" in rolling:
        yield _Size("RollbackMaximumBatchSize", rolling["RollbackMaximumBatchSize"], 1, 100)


def _size_problems(size: _Size, variants: Sequence[Variant]) -> Iterator[str]:
    if size.given is None:
        yield f"{size.name} is required for this type of traffic routing."
        return
    for variant in variants:
        whole = 100 if size.given["Type"] == "CAPACITY_PERCENT" else variant.get("InitialInstanceCount", 1)
        if not size.least <= 100 * size.given["Value"] / whole <= size.most:
            allowed = f"{size.least} to {size.most} percent"
            yield f"{size.name} must be {allowed} of the capacity of variant {variant['VariantName']}."
