"""What a team decides about its endpoints, in `deployment.json` of its repository: machines, scaling, capture, alarms.

The project's parameters decide the type of the endpoint and how traffic moves, and the catalog all the rest.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, fields, is_dataclass
from pathlib import Path
from typing import Any, TypeVar

from deployment.repository import read_object
from deployment.rules import Number, OneOf, Rules, Text, check

FILE = "deployment.json"


@dataclass(frozen=True)
class Instances:
    """How many instances each stage has at least."""

    staging: int = 1
    production: int = 2


@dataclass(frozen=True)
class Scaling:
    """Figures are for each instance. With as many instances at most as at least, nothing is scaled."""

    most_instances: int = 4
    requests_per_minute: int = 600
    waiting_requests: int = 5


@dataclass(frozen=True)
class Serverless:
    memory_megabytes: int = 2048
    most_requests_at_once: int = 10


@dataclass(frozen=True)
class Steps:
    """How large each step of a gradual shift is, and how long it is watched."""

    percentage: int = 50
    watched_seconds: int = 300


@dataclass(frozen=True)
class Alarms:
    """What rolls a deployment back: more errors, or 95 of 100 requests slower than this; and what a person is told."""

    errors: int = 0
    latency_milliseconds: int = 500
    waiting_requests: int = 1000


@dataclass(frozen=True)
class Choices:
    instance_type: str = "ml.m5.large"
    instances: Instances = field(default_factory=Instances)
    scaling: Scaling = field(default_factory=Scaling)
    serverless: Serverless = field(default_factory=Serverless)
    traffic_steps: Steps = field(default_factory=Steps)
    alarms: Alarms = field(default_factory=Alarms)
    captured_percentage: int = 0


# SageMaker API reference: VariantProperty limits of instances are quotas of the account; ServerlessConfig, memory in
# steps of a GB; TrafficRoutingConfig and CapacitySize, an hour at most and half of the fleet at most for a step.
RULES: Rules = {
    "instance_type": Text(r"ml\.[a-z0-9-]+\.[a-z0-9-]+", "an instance type such as ml.m5.large"),
    "instances": {"staging": Number(1, 100), "production": Number(1, 100)},
    "scaling": {
        "most_instances": Number(1, 100),
        "requests_per_minute": Number(1, 1_000_000),
        "waiting_requests": Number(1, 100_000),
    },
    "serverless": {
        "memory_megabytes": OneOf((1024, 2048, 3072, 4096, 5120, 6144)),
        "most_requests_at_once": Number(1, 200),
    },
    "traffic_steps": {"percentage": Number(10, 50), "watched_seconds": Number(60, 3600)},
    "alarms": {
        "errors": Number(0, 1_000_000),
        "latency_milliseconds": Number(1, 60_000),
        "waiting_requests": Number(1, 1_000_000),
    },
    "captured_percentage": Number(0, 100),
}


def read_choices(repository: Path) -> Choices:
    """Of the repository's file, with defaults for what it leaves out; all of them without the file."""
    document = read_object(repository, FILE)
    if document is None:
        return Choices()
    check(FILE, document, RULES)
    return _filled(Choices, document)


Filled = TypeVar("Filled")


def _filled(kind: type[Filled], document: Mapping[str, Any]) -> Filled:
    parts: dict[str, Any] = {part.name: part.type for part in fields(kind)}  # pyright: ignore[reportArgumentType]
    values = {
        name: _filled(parts[name], value) if is_dataclass(parts[name]) else value for name, value in document.items()
    }
    return kind(**values)
