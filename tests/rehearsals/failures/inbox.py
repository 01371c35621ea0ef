"""What the account's topic says, as a person with a subscription hears it."""

from scripts.errors import UnfinishedError
from scripts.rehearsal import roles
from scripts.rehearsal.waiting import wait_for

SECONDS = 60.0


class Inbox:
    """That of a rehearsal, which is open already."""

    def __init__(self, inbox: roles.Inbox) -> None:
        self._inbox = inbox

    def forget(self) -> None:
        """Whatever has come until now."""
        while self._inbox.take(""):
            pass

    def take(self, *words: str) -> str:
        """The first message with all of the words, which is then no longer there."""
        try:
            return wait_for("a message", lambda: self._inbox.take(*words), SECONDS)
        except UnfinishedError as error:
            raise AssertionError(f"the topic said nothing with {words}") from error
