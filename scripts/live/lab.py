"""What a probe works with: calls that are recorded, things that are written down before they are made, waits."""

import string
import time
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from typing import Any

from scripts.errors import UnfinishedError
from scripts.live.calls import Answer, Aws, Call, Credentials, Place, Refused
from scripts.live.journal import Journal, Thing
from scripts.live.pace import Pace
from scripts.live.probe import Probe
from scripts.live.things import name_of, tagged

PREFIX = "live"
ASSUME_ROLE = "sts:AssumeRole"


@dataclass(frozen=True)
class Lab:
    """One attempt at one question. `token` is in the name of everything that it makes."""

    probe: Probe
    aws: Aws
    journal: Journal
    run: str
    attempt: int
    pace: Pace
    units: tuple[str, ...] = ()
    calls: list[Call] = field(default_factory=list[Call])
    credentials: Credentials | None = None
    actor: int | None = None

    @property
    def place(self) -> Place:
        return self.aws.place

    @property
    def token(self) -> str:
        """Names are not used again by another attempt: some services keep them for a while."""
        return f"{self.run}{self.probe.number:02d}{string.ascii_lowercase[(self.attempt - 1) % 26]}"

    def name(self, word: str = "") -> str:
        """At most 32 characters, as project names may have, for words of up to 15."""
        return "-".join(filter(None, (PREFIX, self.token, word)))

    def arn(self, service: str, resource: str, region: bool = True) -> str:  # noqa: FBT001, FBT002
        where = self.place.region if region else ""
        return f"arn:{self.place.partition}:{service}:{where}:{self.place.account}:{resource}"

    def __call__(self, name: str, /, **parameters: Any) -> Answer:
        """AWS's answer to a call; raises Refused."""
        refused = self._record(name, parameters)
        if refused:
            raise refused
        return self.calls[-1].answer

    def refusal(self, name: str, /, **parameters: Any) -> Refused | None:
        """How AWS refuses a call; None if it accepts."""
        return self._record(name, parameters)

    def create(self, name: str, /, **parameters: Any) -> Answer:
        """Makes something that has the run's name and tag, after writing down that it will be made."""
        self.journal.makes(Thing(name, name_of(name, parameters), self.probe.part, self.probe.number))
        return self(name, **tagged(name, parameters, self.run))

    def patiently(self, name: str, /, **parameters: Any) -> Refused | None:
        """How AWS still refuses a call when everything new has been known for long; None once it accepts."""
        return self._settle(lambda: self.refusal(name, **parameters))

    def create_patiently(self, name: str, /, **parameters: Any) -> Refused | None:
        """The same for something that is made."""
        self.journal.makes(Thing(name, name_of(name, parameters), self.probe.part, self.probe.number))
        return self.patiently(name, **tagged(name, parameters, self.run))

    def until(
        self, name: str, done: Callable[[Answer], object], seconds: float | None = None, /, **sent: Any
    ) -> Answer:
        """The first answer that is `done`; the last one after some seconds.

        Raises UnfinishedError when the longest wait has passed.
        """
        start = len(self.calls)

        def look() -> Answer | None:
            answer = self(name, **sent)
            # A replay has to wait too, also where the first answer was the last here.
            self.calls[start:] = [replace(self.calls[-1], repeated=True)]
            return answer if done(answer) else None

        found = self.pace.until(look, seconds)
        if found is None and seconds is None:
            problem = f"{name} has not shown an end after {self.pace.longest / 60:.0f} minutes"
            raise UnfinishedError(problem, hint="start the run again; it asks this question once more")
        return found or self.calls[-1].answer

    def eventually_refused(self, name: str, /, **parameters: Any) -> Refused | None:
        """How AWS refuses a call once a new policy counts; None if it still accepts."""
        start, last = len(self.calls), list[Refused | None]()

        def look() -> bool | None:
            last.append(self.refusal(name, **parameters))
            self._keep_last(start)
            return True if last[-1] else None

        self.pace.until(look, self.pace.settling)
        return last[-1]

    def rest(self) -> None:
        """Wait until a new rule counts: EventBridge User Guide, "Troubleshooting": it may take a short time."""
        time.sleep(self.pace.settling if self.place.is_aws else 0)

    def as_role(self, role: str, session: str = PREFIX) -> "Lab":
        """The same attempt, acting as a role that this one made."""
        refused = self.patiently(ASSUME_ROLE, RoleArn=role, RoleSessionName=session)
        if refused:
            raise refused
        number = len(self.calls) - 1
        return replace(self, credentials=self.calls[number].answer["Credentials"], actor=number)

    def _settle(self, attempt: Callable[[], Refused | None]) -> Refused | None:
        start = len(self.calls)
        last: list[Refused | None] = [None]

        def look() -> bool | None:
            last[0] = attempt()
            self._keep_last(start)
            return True if last[0] is None else None

        self.pace.until(look, self.pace.settling)
        return last[0]

    def _keep_last(self, start: int) -> None:
        """Of calls that are repeated the recording has the last."""
        if len(self.calls) > start + 1:
            self.calls[start:] = [replace(self.calls[-1], repeated=True)]

    def _record(self, name: str, parameters: dict[str, Any]) -> Refused | None:
        if name not in self.probe.allowed:
            raise ValueError(f"probe {self.probe.number} does not list {name}")
        try:
            answer, refused = self.aws.call(name, parameters, self.credentials), None
        except Refused as error:
            answer, refused = error.answer, error
        self.calls.append(Call(name, parameters, answer, refused=bool(refused), actor=self.actor))
        return refused
