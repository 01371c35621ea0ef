"""Recorded calls of AWS as data: a case is a list of calls, and at each of them stands what AWS answered.

Files are JSON lines, compressed or not: `id`, `service`, `validated` (date) and `calls`. A call has `call`
("service:Operation"), `params`, `error` if AWS refused, `recorded` parts of its answer, `until` and `wait` if the
caller polled, `region`, and `as` for who made it.
"""

import gzip
import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from scripts.errors import ConfigurationError

DEFAULT_REGION = "us-east-1"


@dataclass(frozen=True)
class Recorded:
    """A part of AWS's answer: `at` is the path to it, `ignored` are paths in it that the recording does not know."""

    at: tuple[str | int, ...]
    value: Any
    ignored: tuple[str, ...] = ()
    is_partial: bool = False


@dataclass(frozen=True)
class Step:
    """One call; `caller` is empty for the case's own account, `other`, or a hole with access keys.

    `refusal` is AWS's error code, `polls` tells that the caller repeated the call until the answer was `awaited`.
    """

    service: str
    operation: str
    parameters: dict[str, Any]
    region: str = DEFAULT_REGION
    caller: str = ""
    refusal: str | None = None
    recorded: tuple[Recorded, ...] = ()
    polls: bool = False
    awaited: dict[str, Any] = field(default_factory=dict)

    @property
    def name(self) -> str:
        return f"{self.service}:{self.operation}"


@dataclass(frozen=True)
class Case:
    """`member` is the account of the organisation that a case needs: `hub`, or `account`, which has projects."""

    identifier: str
    service: str
    steps: tuple[Step, ...]
    member: str = ""


def read_cases(folder: Path) -> list[Case]:
    """Every case of a folder, in the order of its files; files of something else, such as results, are left out.

    Raises:
        ConfigurationError: a folder without cases.

    """
    files = sorted(path for path in folder.iterdir() if path.name.endswith((".jsonl", ".jsonl.gz")))
    records = (json.loads(line) for path in files for line in _lines(path))
    cases = [_case(record) for record in records if "calls" in record]
    if not cases:
        raise ConfigurationError(
            f"no recorded cases in {folder}", hint="RECORDINGS=<folder> with cases in *.jsonl or *.jsonl.gz"
        )
    return cases


def _lines(path: Path) -> Iterator[str]:
    with gzip.open(path, "rt") if path.suffix == ".gz" else path.open() as file:
        yield from file


def _case(record: dict[str, Any]) -> Case:
    return Case(record["id"], record["service"], tuple(map(_step, record["calls"])), record.get("member", ""))


def _step(call: dict[str, Any]) -> Step:
    service, operation = call["call"].split(":")
    error = call.get("error")
    return Step(
        service=service,
        operation=operation,
        parameters=call["params"],
        region=call.get("region", DEFAULT_REGION),
        caller=call.get("as", ""),
        refusal=error["Code"] if error else None,
        recorded=tuple(_recorded(part) for part in call.get("recorded", ())),
        polls=bool(call.get("until")),
        awaited=call.get("wait", {}),
    )


def _recorded(part: dict[str, Any]) -> Recorded:
    return Recorded(tuple(part["at"]), part["aws"], tuple(part.get("ignore", ())), part.get("partial", False))
