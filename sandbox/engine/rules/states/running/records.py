"""State machines and executions; survive a restart."""

import datetime
from dataclasses import dataclass, field
from typing import Any

from ministack.services import stepfunctions

from sandbox.api.errors import ServiceError
from sandbox.api.persistence import stored
from sandbox.api.store import Store, Table


@stored
@dataclass
class Machine:
    """A state machine; it has no revision until it is updated (API reference, PublishStateMachineVersion: INITIAL)."""

    arn: str
    name: str
    definition: str
    role: str
    logging: dict[str, Any]
    created: datetime.datetime
    updated: datetime.datetime
    tags: dict[str, str]
    revision_id: str | None = None
    status: str = "ACTIVE"


@stored
@dataclass
class Execution:
    """An execution with what its machine was when it started.

    `progress` is where it is: a state's name and input, and under `branches` the same of what runs inside that state.
    """

    arn: str
    name: str
    machine: str
    definition: str
    role: str
    logging: dict[str, Any]
    input: str
    started: datetime.datetime
    status: str = "RUNNING"
    stopped: datetime.datetime | None = None
    output: str | None = None
    error: str | None = None
    cause: str | None = None
    redrives: int = 0
    redriven: datetime.datetime | None = None
    events: list[dict[str, Any]] = field(default_factory=list)
    progress: dict[str, Any] = field(default_factory=dict)

    @property
    def machine_name(self) -> str:
        return self.arn.split(":")[6]


STORE = Store()
MACHINES: Table[Machine] = Table(STORE, "machines")
EXECUTIONS: Table[Execution] = Table(STORE, "executions")


def machine(arn: str) -> Machine:
    """The state machine of an ARN.

    Raises:
        ServiceError: StateMachineDoesNotExist.

    """
    found = MACHINES.here().get(arn)
    if found is None:
        raise ServiceError("StateMachineDoesNotExist", f"State Machine Does Not Exist: '{arn}'")
    return found


def execution(arn: str) -> Execution:
    """The execution of an ARN.

    Raises:
        ServiceError: ExecutionDoesNotExist.

    """
    found = EXECUTIONS.here().get(arn)
    if found is None:
        raise ServiceError("ExecutionDoesNotExist", f"Execution Does Not Exist: '{arn}'")
    return found


def executions_of(machine_arn: str) -> list[Execution]:
    return [each for each in list(EXECUTIONS.here().values()) if each.machine == machine_arn]


def is_being_deleted(machine_arn: str) -> bool:
    found = MACHINES.here().get(machine_arn)
    return found is None or found.status == "DELETING"


def forget_if_done(machine: Machine) -> None:
    """A state machine that is being deleted is gone when no execution of it runs."""
    running = [each for each in executions_of(machine.arn) if each.status == "RUNNING"]
    if machine.status == "DELETING" and not running:
        MACHINES.here().pop(machine.arn, None)


def _load(state: dict[str, Any]) -> None:
    """What ran when the sandbox ended cannot go on by itself; it can be redriven."""
    STORE.load_state(state)
    for each in EXECUTIONS.all():
        if each.status == "RUNNING":
            each.status, each.stopped = "FAILED", each.events[-1]["timestamp"]
            each.error, each.cause = "States.Runtime", "The sandbox ended while the execution was running"


# The engine saves and loads its module for this service under its own names; the module's records are not used.
stepfunctions.get_state = STORE.get_state
stepfunctions.load_persisted_state = _load
