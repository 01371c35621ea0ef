"""Messages of the account's topic, as a subscriber gets them."""

from scripts.rehearsal.roles import People

SECONDS = 60.0


class Inbox:
    """That of a rehearsal, which is open already."""

    def __init__(self, people: People) -> None:
        self._people = people

    def empty(self) -> None:
        """Take every message that has arrived."""
        while self._people.inbox.take(""):
            pass

    def take(self, *words: str) -> str:
        """Wait for a message with all of the words, and remove it."""
        message = self._people.poll(lambda: self._people.inbox.take(*words), SECONDS)
        assert message is not None, f"no message with {words}"
        return message
