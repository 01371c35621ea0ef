"""One visit to a state."""

from dataclasses import dataclass, field
from typing import Any, NamedTuple

from sandbox.engine.rules.states.language.scope import Scope
from sandbox.engine.rules.states.running.trails import Trail


@dataclass
class Visit:
    """A state at work: `data` is its raw input, `entered` the number of the event that it was entered with."""

    trail: Trail
    name: str
    state: dict[str, Any]
    data: Any
    context: dict[str, Any]
    progress: dict[str, Any] = field(default_factory=dict)
    entered: int = 0
    has_branches_running: bool = False

    @property
    def scope(self) -> Scope:
        return Scope(self.data, self.context)


class Outcome(NamedTuple):
    """What a state hands on, and the name of the next state; None at the end."""

    output: Any
    following: str | None
