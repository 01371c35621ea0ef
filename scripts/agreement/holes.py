"""What differs from run to run stands in a recorded call as a hole, such as `${account}` or `${3:Stacks.0.StackId}`."""

import base64
import datetime
import re
import secrets
from typing import Any

_HOLE = re.compile(r"\$\{([^}]*)\}")
_ACCOUNTS = range(5 * 10**11, 9 * 10**11)
# portfolios/environments/sandbox.yaml, and the account of the sandbox's data scientist.
_MEMBERS = {"hub": "111111111111", "account": "222222222222"}
_UNITS = ("ou-sand-mlopsstg", "ou-sand-mlopsprd")


class MissingAnswerError(Exception):
    """An earlier answer lacks what a later call needs."""


class Holes:
    """The accounts, new names and earlier answers of one run of a case."""

    def __init__(self, member: str = "") -> None:
        account, other = (str(_ACCOUNTS[secrets.randbelow(len(_ACCOUNTS))]) for _ in range(2))
        self.accounts = {"account": _MEMBERS.get(member, account), "other": other}
        self.answers: list[Any] = []
        self._names: dict[str, str] = {}

    def filled(self, value: Any) -> Any:
        """`value` without holes.

        Raises:
            MissingAnswerError: a hole for something that an earlier call did not answer.

        """
        if isinstance(value, dict):
            return self._filled_object(value)
        if isinstance(value, list):
            return [self.filled(each) for each in value]
        return _HOLE.sub(self._word, value) if isinstance(value, str) else value

    def _filled_object(self, value: dict[str, Any]) -> Any:
        if "$bytes" in value:
            return base64.b64decode(self.filled(value["$bytes"]))
        if "$time" in value:
            return datetime.datetime.fromisoformat(value["$time"])
        return {self.filled(key): self.filled(each) for key, each in value.items()}

    def _word(self, found: re.Match[str]) -> str:
        word = found[1]
        if word in self.accounts:
            return self.accounts[word]
        if word.startswith("unit:"):
            return _UNITS[int(word.removeprefix("unit:"))]
        if word.startswith("new:"):
            return self._names.setdefault(word, secrets.token_hex(4))
        return str(self.earlier(word)) if re.match(r"\d+:", word) else found[0]

    def earlier(self, place: str) -> Any:
        """What stands at `<number of the call>:<path>` of an earlier answer."""
        number, _, path = place.partition(":")
        try:
            return at(self.answers[int(number)], path.split(".") if path else [])
        except (LookupError, TypeError, ValueError) as error:
            raise MissingAnswerError(place) from error


def at(value: Any, path: list[Any] | tuple[Any, ...]) -> Any:
    """The member of nested objects and lists at `path`; LookupError, TypeError or ValueError where there is none."""
    for word in path:
        value = value[int(word)] if isinstance(value, list) else value[word]
    return value
