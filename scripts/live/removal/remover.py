"""Calls that remove something; what is gone already is no error."""

from collections.abc import Callable
from typing import Any

from scripts.live.calls import Answer, Aws, Refused

# How services say it, in small letters: there is no one code for it.
_GONE = ("nosuch", "notfound", "not found", "not exist", "doesnotexist", "nonexistent", "not find", "cannot be found")


class Remover:
    """Calls that remove something; what is gone already is no error."""

    def __init__(self, aws: Aws, until: Callable[[Callable[[], bool], str], None]) -> None:
        self.aws, self.until = aws, until

    def __call__(self, name: str, /, **parameters: Any) -> Answer | None:
        """The answer; None when AWS says that there is nothing of that name."""
        try:
            return self.aws.call(name, parameters)
        except Refused as refused:
            if any(word in f"{refused.code} {refused.message}".lower() for word in _GONE):
                return None
            raise

    def all(self, name: str, member: str, /, **parameters: Any) -> list[Any]:
        """A member of an answer that is a list; empty when there is nothing."""
        return (self(name, **parameters) or {}).get(member, [])

    def gone(self, name: str, /, **parameters: Any) -> None:
        """Waits until AWS no longer finds it."""
        self.until(lambda: self(name, **parameters) is None, name)


Removal = Callable[[Remover, str], None]
"""Removes what has a name."""


def simple(call: str, member: str) -> Removal:
    """One call with the name is enough."""

    def removal(remove: Remover, name: str) -> None:
        remove(call, **{member: name})

    return removal
