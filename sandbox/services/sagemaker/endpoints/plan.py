"""A deployment policy as steps of traffic, and what an endpoint shows of its variants."""

import datetime
import math
from collections.abc import Iterator
from typing import Any, NamedTuple

from sandbox.api.identifiers import now

Record = dict[str, Any]


class Kept(NamedTuple):
    """The variants so far, and which of their properties an update retains."""

    variants: list[Record]
    properties: tuple[str, ...]


NOTHING = Kept([], ())


def shares(policy: Record, configuration: Record) -> Iterator[tuple[float, float]]:
    """Each step: the share of the traffic that the new fleet has from then on, and the seconds it is watched for."""
    count = _instances(configuration)
    rolling, green = policy.get("RollingUpdatePolicy"), policy.get("BlueGreenUpdatePolicy", {})
    if rolling:
        yield from _steps(_part(rolling["MaximumBatchSize"], count), rolling["WaitIntervalInSeconds"])
        return
    routing = green.get("TrafficRoutingConfiguration", {"Type": "ALL_AT_ONCE", "WaitIntervalInSeconds": 0})
    seconds = routing["WaitIntervalInSeconds"]
    if routing["Type"] == "LINEAR":
        yield from _steps(_part(routing["LinearStepSize"], count), seconds)
    else:
        if routing["Type"] == "CANARY":
            yield _part(routing["CanarySize"], count), seconds
        yield 1.0, seconds
    if green.get("TerminationWaitInSeconds"):
        yield 1.0, green["TerminationWaitInSeconds"]


def back(policy: Record, configuration: Record, share: float) -> Iterator[tuple[float, float]]:
    """The same on the way back, which has steps only where a rolling policy sets RollbackMaximumBatchSize.

    An interval passes between them for the instances that AWS has to start again. Without a size, or with all of the
    capacity, it is one step (SageMaker API Reference, "CapacitySize").
    """
    rolling = policy.get("RollingUpdatePolicy", {})
    if "RollbackMaximumBatchSize" not in rolling:
        return
    part = _part(rolling["RollbackMaximumBatchSize"], _instances(configuration))
    for number in range(1, math.ceil(share / part)):
        yield share - number * part, rolling["WaitIntervalInSeconds"]


def longest(policy: Record) -> float:
    """The seconds after which a deployment is given up."""
    one = policy.get("RollingUpdatePolicy") or policy.get("BlueGreenUpdatePolicy") or {}
    return one.get("MaximumExecutionTimeoutInSeconds", math.inf)


def pending(configuration: Record, share: float, seconds: float, begun: datetime.datetime) -> Record:
    """What an endpoint shows of the fleet that is on its way (SageMaker API Reference, "PendingDeploymentSummary")."""
    summaries = []
    for each in variants(configuration, NOTHING):
        count = round(share * each["CurrentInstanceCount"])
        told = f"Baking for {seconds:g} seconds with traffic enabled on capacity of {count} instance(s)."
        status = {"Status": "Baking", "StatusMessage": told, "StartTime": now()}
        summaries.append({**each, "CurrentInstanceCount": count, "VariantStatus": [status]})
    name = configuration["EndpointConfigName"]
    return {"EndpointConfigName": name, "StartTime": begun, "ProductionVariants": summaries}


def _instances(configuration: Record) -> int:
    return sum(each.get("InitialInstanceCount", 1) for each in configuration["ProductionVariants"])


def _steps(part: float, seconds: float) -> Iterator[tuple[float, float]]:
    for number in range(1, math.ceil(1 / part) + 1):
        yield min(1.0, number * part), seconds


def _part(size: Record, count: int) -> float:
    return size["Value"] / (100 if size["Type"] == "CAPACITY_PERCENT" else max(1, count))


def variants(configuration: Record, kept: Kept) -> list[Record]:
    """The variants as an endpoint shows them; what is retained of weights and counts stays."""
    before = {each["VariantName"]: each for each in kept.variants}
    endings = tuple(each.removeprefix("Desired") for each in kept.properties)
    return [
        {**_shown(each), **_retained(before.get(each["VariantName"], {}), endings)}
        for each in configuration["ProductionVariants"]
    ]


def _shown(variant: Record) -> Record:
    weight, serverless = variant.get("InitialVariantWeight", 1.0), variant.get("ServerlessConfig")
    count = 0 if serverless else variant.get("InitialInstanceCount", 1)
    shown = {"VariantName": variant["VariantName"], "CurrentWeight": weight, "DesiredWeight": weight}
    shown |= {"CurrentInstanceCount": count, "DesiredInstanceCount": count}
    return {**shown, "CurrentServerlessConfig": serverless} if serverless else shown


def _retained(variant: Record, endings: tuple[str, ...]) -> Record:
    return {name: value for name, value in variant.items() if name.endswith(endings)} if endings else {}
