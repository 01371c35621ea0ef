"""Asks AWS again until it has an answer."""

import time
from collections.abc import Callable
from typing import Any, NamedTuple, Protocol, TypeVar

from botocore.exceptions import ClientError

from scripts.aws.failures import error_code
from scripts.aws.publishing.prerequisites import missed_prerequisite
from scripts.errors import UnfinishedError

Answer = TypeVar("Answer")
Tick = Callable[[], None]
FIRST_PAUSE, LONGEST_PAUSE = 0.1, 5.0
LONGEST_WAIT = 60 * 60.0
"""Seconds; nothing that a publish starts takes AWS as long."""
TRIES_BEFORE_A_WORD, MOST_TRIES = 3, 150  # with their pauses about twelve minutes


class Busy(NamedTuple):
    """How AWS refuses what it could do later: a code and, where the code says other things too, words."""

    code: str
    words: str = ""


class Watch(Protocol):
    """Called between two looks at AWS; `said` is what AWS answers while it refuses for the time being."""

    def __call__(self, said: str = "") -> None: ...


def until(
    probe: Callable[[], Answer | None], tick: Tick, what: str = "an operation", seconds: float = LONGEST_WAIT
) -> Answer:
    """What `probe` returns once it is not None.

    Between two probes `tick` is called, and a pause is made that grows from 0.1 s to 5 s.
    Raises UnfinishedError when that takes longer than `seconds`.
    """
    pause, deadline = FIRST_PAUSE, time.monotonic() + seconds
    while (answer := probe()) is None:
        if time.monotonic() > deadline:
            problem = f"AWS has not finished {what} after {seconds / 60:.0f} minutes"
            raise UnfinishedError(problem, hint="look at it in the console; run it again, it goes on from there")
        tick()
        time.sleep(pause)
        pause = min(pause * 1.5, LONGEST_PAUSE)
    return answer


def in_turn(ask: Callable[..., Any], busy: Busy, watch: Watch, **parameters: Any) -> Any:
    """What `ask` answers once AWS no longer refuses it as `busy`: some things go one at a time.

    Raises UnfinishedError with AWS's own words when it refuses for too long, or for another reason under that code.
    """
    refusals: list[str] = []

    def answered() -> Any:
        try:
            return ask(**parameters)
        except ClientError as error:
            if error_code(error) != busy.code:
                raise
            refusals.append(error.response.get("Error", {}).get("Message", ""))
            if len(refusals) >= (MOST_TRIES if busy.words in refusals[-1] else TRIES_BEFORE_A_WORD):
                raise missed_prerequisite(error) or _refused(error, refusals[-1]) from error
            return None

    def tick() -> None:
        watch(refusals[-1] if len(refusals) >= TRIES_BEFORE_A_WORD else "")

    return until(answered, tick)


def _refused(error: ClientError, said: str) -> UnfinishedError:
    hint = "AWS refused it each time: end what it names, then run it again"
    return UnfinishedError(f"{error.operation_name}: {said or error_code(error)}", hint=hint)
