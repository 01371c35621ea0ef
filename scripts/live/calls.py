"""Calls of AWS as the probes make them: `service:Operation` with AWS's own parameters."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Protocol

Answer = dict[str, Any]
Credentials = Mapping[str, str]


class Refused(Exception):  # noqa: N818 - AWS's answer, which may be what a probe expects
    """AWS refused a call: its code, its message and the HTTP status."""

    def __init__(self, call: str, code: str, message: str, status: int) -> None:
        super().__init__(f"{call}: {code}: {message}")
        self.call, self.code, self.message, self.status = call, code, message, status

    @property
    def answer(self) -> Answer:
        """The refusal in the form in which recorded cases keep one."""
        return {
            "Error": {"Code": self.code, "Message": self.message},
            "ResponseMetadata": {"HTTPStatusCode": self.status},
        }


@dataclass(frozen=True)
class Place:
    """Where the calls go: an account, a region, and whether that is AWS or a local one."""

    account: str
    arn: str
    region: str
    partition: str
    is_aws: bool


class Aws(Protocol):
    """One account, as some credentials reach it."""

    @property
    def place(self) -> Place:
        """The account and region of the credentials."""
        ...

    @property
    def secrets(self) -> tuple[str, ...]:
        """What identifies the account and the person."""
        ...

    def words(self, names: frozenset[str]) -> tuple[str, ...]:
        """The enumerated values in the answers of some operations."""
        ...

    def call(self, name: str, parameters: Mapping[str, Any], credentials: Credentials | None = None) -> Answer:
        """AWS's answer; raises Refused. Other credentials than one's own are those that AssumeRole answered."""
        ...


@dataclass(frozen=True)
class Call:
    """One call that a probe made, and its answer; `actor` is the number of the AssumeRole call it acted with."""

    name: str
    parameters: Mapping[str, Any]
    answer: Answer
    refused: bool = False
    repeated: bool = False
    actor: int | None = None
