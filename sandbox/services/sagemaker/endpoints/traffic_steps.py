"""A deployment policy as steps of traffic, on the way to the new fleet and on the way back."""

import math
from collections.abc import Iterator
from typing import NamedTuple

from sandbox.api.types import Record
from sandbox.services.sagemaker.records.shapes import EndpointConfig


class Step(NamedTuple):
    """The share of the traffic that the new fleet has from now on, and the seconds before the next step."""

    share: float
    seconds: float


def forward(policy: Record, configuration: EndpointConfig) -> Iterator[Step]:
    count = _instances(configuration)
    rolling, green = policy.get("RollingUpdatePolicy"), policy.get("BlueGreenUpdatePolicy", {})
    if rolling:
        yield from _equal_steps(_share(rolling["MaximumBatchSize"], count), rolling["WaitIntervalInSeconds"])
        return
    routing = green.get("TrafficRoutingConfiguration", {"Type": "ALL_AT_ONCE", "WaitIntervalInSeconds": 0})
    seconds = routing["WaitIntervalInSeconds"]
    if routing["Type"] == "LINEAR":
        yield from _equal_steps(_share(routing["LinearStepSize"], count), seconds)
    else:
        if routing["Type"] == "CANARY":
            yield Step(_share(routing["CanarySize"], count), seconds)
        yield Step(1.0, seconds)
    if green.get("TerminationWaitInSeconds"):
        yield Step(1.0, green["TerminationWaitInSeconds"])


def back(policy: Record, configuration: EndpointConfig, share: float) -> Iterator[Step]:
    """The way back from `share`, which has steps only where a rolling policy sets RollbackMaximumBatchSize.

    An interval passes between them for the instances that AWS has to start again. Without a size, or with all of the
    capacity, it is one step (SageMaker API Reference, "CapacitySize").
    """
    rolling = policy.get("RollingUpdatePolicy", {})
    if "RollbackMaximumBatchSize" not in rolling:
        return
    batch = _share(rolling["RollbackMaximumBatchSize"], _instances(configuration))
    for number in range(1, math.ceil(share / batch)):
        yield Step(share - number * batch, rolling["WaitIntervalInSeconds"])


def longest_seconds(policy: Record) -> float:
    """The time after which a deployment is rolled back."""
    used = policy.get("RollingUpdatePolicy") or policy.get("BlueGreenUpdatePolicy") or {}
    return used.get("MaximumExecutionTimeoutInSeconds", math.inf)


def _instances(configuration: EndpointConfig) -> int:
    return sum(variant.get("InitialInstanceCount", 1) for variant in configuration["ProductionVariants"])


def _equal_steps(share: float, seconds: float) -> Iterator[Step]:
    for number in range(1, math.ceil(1 / share) + 1):
        yield Step(min(1.0, number * share), seconds)


def _share(size: Record, count: int) -> float:
    return size["Value"] / (100 if size["Type"] == "CAPACITY_PERCENT" else max(1, count))
