"""A deployment policy as steps of traffic, and what an endpoint shows of its variants."""

import math
from collections.abc import Iterator
from typing import Any

Record = dict[str, Any]


def shares(policy: Record, configuration: Record) -> Iterator[tuple[float, float]]:
    """Each step: the share of the traffic that the new fleet has from then on, and the seconds it is watched for."""
    count = sum(each.get("InitialInstanceCount", 1) for each in configuration["ProductionVariants"])
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
    yield 1.0, green.get("TerminationWaitInSeconds", 0)


def _steps(part: float, seconds: float) -> Iterator[tuple[float, float]]:
    for number in range(1, math.ceil(1 / part) + 1):
        yield min(1.0, number * part), seconds


def _part(size: Record, count: int) -> float:
    return size["Value"] / (100 if size["Type"] == "CAPACITY_PERCENT" else max(1, count))


def variants(configuration: Record, kept: list[Record]) -> list[Record]:
    """The variants as an endpoint shows them; weights and counts of `kept` stay."""
    before = {each["VariantName"]: each for each in kept}
    return [
        {**_shown(each), **_steered(before.get(each["VariantName"], {}))}
        for each in configuration["ProductionVariants"]
    ]


def _shown(variant: Record) -> Record:
    weight, serverless = variant.get("InitialVariantWeight", 1.0), variant.get("ServerlessConfig")
    count = 0 if serverless else variant.get("InitialInstanceCount", 1)
    shown = {"VariantName": variant["VariantName"], "CurrentWeight": weight, "DesiredWeight": weight}
    shown |= {"CurrentInstanceCount": count, "DesiredInstanceCount": count}
    return {**shown, "CurrentServerlessConfig": serverless} if serverless else shown


def _steered(variant: Record) -> Record:
    return {name: value for name, value in variant.items() if name.endswith(("Weight", "InstanceCount"))}
