"""Repeats a call that AWS refuses for the time being, because it does some things one at a time."""

from collections.abc import Callable
from typing import Any, NamedTuple

from botocore.exceptions import ClientError

from scripts.aws.answers import error_code, error_message
from scripts.aws.prerequisites import missed_prerequisite
from scripts.aws.waiting import until
from scripts.errors import UnfinishedError
from scripts.publishing.publish import Watch

TRIES_BEFORE_MESSAGE, MOST_TRIES = 3, 150  # with their pauses about twelve minutes


class Busy(NamedTuple):
    """How AWS refuses what it could do later: a code and, where the code has other meanings too, part of a message."""

    code: str
    message: str = ""


def retry_while_busy(call: Callable[..., Any], busy: Busy, watch: Watch, **parameters: Any) -> Any:
    """What `call` returns once AWS no longer refuses it as `busy`.

    Raises UnfinishedError with AWS's message when it refuses for too long, or for another reason under that code.
    """
    refusals: list[str] = []

    def attempt() -> Any:
        try:
            return call(**parameters)
        except ClientError as error:
            if error_code(error) != busy.code:
                raise
            refusals.append(error_message(error))
            if len(refusals) >= (MOST_TRIES if busy.message in refusals[-1] else TRIES_BEFORE_MESSAGE):
                raise missed_prerequisite(error) or _refused(error) from error
            return None

    def tick() -> None:
        watch(refusals[-1] if len(refusals) >= TRIES_BEFORE_MESSAGE else "")

    return until(attempt, tick)


def _refused(error: ClientError) -> UnfinishedError:
    hint = "AWS refused each attempt: end what it names, then run it again"
    return UnfinishedError(f"{error.operation_name}: {error_message(error) or error_code(error)}", hint=hint)
