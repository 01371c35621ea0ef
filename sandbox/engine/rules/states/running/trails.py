"""The history of an execution; branches that run at the same time have trails of their own in it.

The order of events and which event each follows are recorded answers of GetExecutionHistory; the members of the
details are those of the API reference, HistoryEvent.
"""

import threading
from dataclasses import dataclass, replace
from typing import Any

from sandbox.api.identifiers import now
from sandbox.engine.rules.states.language.failures import RUNTIME, EndedError, FailureError
from sandbox.engine.rules.states.running.halts import Halt
from sandbox.engine.rules.states.running.records import Execution

_MOST_EVENTS = 25_000  # developer guide, "Quotas": events of an execution's history
_SHARED = {"StateEntered": "stateEnteredEventDetails", "StateExited": "stateExitedEventDetails"}


class History:
    """Writes the events of one execution."""

    def __init__(self, execution: Execution) -> None:
        self.execution, self._lock = execution, threading.Lock()
        self.halt = Halt()

    def write(self, kind: str, previous: int, details: dict[str, Any] | None = None) -> int:
        """Add an event; its number.

        Raises:
            EndedError: the execution has ended.

        """
        with self._lock:
            if self.execution.status != "RUNNING" or self.halt.is_set():
                raise EndedError
            number = len(self.execution.events) + 1
            if number >= _MOST_EVENTS and not kind.startswith("Execution"):
                problem = f"The execution reached the maximum number of history events ({_MOST_EVENTS})."
                raise FailureError(RUNTIME, problem)
            event = {"timestamp": now(), "type": kind, "id": number, "previousEventId": previous}
            if details is not None:
                event[_details_name(kind)] = details
            self.execution.events.append(event)
            return number

    def end(self, kind: str, previous: int, details: dict[str, Any], **members: Any) -> bool:
        """Add the last event and set what the execution ended with; False if it had ended already."""
        try:
            self.write(kind, previous, details)
        except EndedError:
            return False
        with self._lock:
            for name, value in members.items():
                setattr(self.execution, name, value)
            self.execution.stopped = self.execution.events[-1]["timestamp"]
        self.halt.set()
        return True


def _details_name(kind: str) -> str:
    for end, name in _SHARED.items():
        if kind.endswith(end):
            return name
    return kind[0].lower() + kind[1:] + "EventDetails"


@dataclass
class Trail:
    """A row of events; `head` is the event that the next one follows."""

    history: History
    halt: Halt
    head: int = 0

    def add(self, kind: str, details: dict[str, Any] | None = None) -> int:
        self.head = self.note(kind, details)
        return self.head

    def note(self, kind: str, details: dict[str, Any] | None = None) -> int:
        """Add an event that the next one does not follow."""
        if self.halt.is_set():
            raise EndedError
        return self.history.write(kind, self.head, details)

    def branch(self, halt: Halt) -> "Trail":
        return replace(self, halt=halt)


def payload(name: str, value: str) -> dict[str, Any]:
    """A payload and the note beside it that all of it is here."""
    return {name: value, f"{name}Details": {"truncated": False}}


def without_none(**members: Any) -> dict[str, Any]:
    return {name: value for name, value in members.items() if value is not None}
