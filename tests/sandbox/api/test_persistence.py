"""What a store keeps comes back from JSON as it was."""

import datetime
import json
from dataclasses import dataclass, field

import pytest

from sandbox.api.persistence import from_json, stored, to_json


@stored
@dataclass
class Part:
    name: str
    begun: datetime.datetime


@stored
@dataclass
class Whole:
    parts: list[Part]
    by_name: dict[str, Part] = field(default_factory=dict)
    note: str | None = None


@dataclass
class Forgotten:
    name: str


def test_dataclasses_and_times_survive_a_restart_at_every_depth() -> None:
    part = Part("first", datetime.datetime(2026, 1, 2, 3, 4, 5, 678, tzinfo=datetime.UTC))
    records = {"whole": {"1": Whole([part], {"first": part}), "2": {"awsShape": [{"at": part.begun}]}}}
    assert from_json(json.loads(json.dumps(to_json(records)))) == records


def test_a_class_that_was_not_declared_as_stored_is_named_when_it_is_saved() -> None:
    with pytest.raises(TypeError, match=r"Forgotten is not decorated with `stored`"):
        to_json({"1": Forgotten("x")})
