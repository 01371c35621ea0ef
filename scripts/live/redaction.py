"""Removes from AWS's answers what identifies an account: what is not known to be harmless becomes a placeholder."""

import datetime
import json
import re
from collections.abc import Collection, Mapping
from typing import Any

from scripts.live.images import REGISTRIES

IMAGE_ACCOUNTS = frozenset(REGISTRIES.values())
ACCOUNT = "1" * 12
"""Stands for the account, as in other recordings."""
TIME = "datetime"
NUMBER = "<number>"
LONGEST_PLAIN_NUMBER = 1000
_SCALES = re.compile(r"Seconds|Millis|Size|Duration|Timestamp|Time$|Count$|Number$", re.IGNORECASE)
_TEXTS = re.compile(r"message$|reason$|cause$|description$|context$", re.IGNORECASE)
_WORD = re.compile(r"[a-z]+")
_PLAIN = re.compile(r"[A-Za-z]?[a-z]+|[A-Z]{1,5}|[0-9]{1,3}|[A-Z][a-z]+(?:[A-Z][a-z]+)+|[A-Z]+(?:_[A-Z]+)+")
"""What a message may keep: words, abbreviations, small numbers, names such as those of AWS's parameters."""
_TYPE = re.compile(r"[a-z][a-zA-Z-]{2,24}")
_TOKEN = re.compile(r"[^\s'\"`(),;=\[\]{}<>]+")
_KEY = re.compile(r"[A-Za-z]+(?:\d[A-Za-z]+)*")
"""A member of AWS's model; keys of another form are data."""
_ARN = re.compile(r"arn:[a-z-]+:(?:[^\s:]*:){3}[^\s]+")
_HARMLESS = re.compile(r"\W*|\d{1,3}|true|false")
_HOLES = re.compile(r"<[a-z]+(?::\d+)?>|\$\{[^}]*\}")
IDENTIFYING = re.compile(
    r"\d{12}|[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}|(?:AKIA|ASIA|AROA|AIDA|AGPA|ANPA)[A-Z0-9]{8,}|"
    r"\b(?:o|r|ou|vpc|subnet|sg)-[0-9a-z]{4,}|[\w.+-]+@[\w-]+\.[\w.]+|\b\d+\.\d+\.\d+\.\d+\b"
)
"""Account numbers, ids, keys, ids of an organisation and its network, addresses."""
TOKEN = re.compile(r"[A-Za-z0-9+/=_-]{40,}")
"""What AWS makes up; a probe's own texts may be as long."""


class Redaction:
    """One case's placeholders: the same value has the same placeholder everywhere in it."""

    def __init__(self, account: str, secrets: Collection[str], known: Collection[str]) -> None:
        """`secrets` identify the account; `known` are words of AWS's model and of the probe itself."""
        self.account = account
        self.secrets = sorted({account, *filter(None, secrets)}, key=len, reverse=True)
        words = "|".join(map(re.escape, self.secrets))
        self._secret = re.compile(rf"(?<![A-Za-z0-9])(?:{words})(?![A-Za-z0-9])")
        self.known = {word for word in known if not self._in_text(word)}
        self._placeholders: dict[str, str] = {}

    def value(self, value: Any, key: str = "") -> Any:
        """An answer, or a part of one, with nothing in it that is not known."""
        if isinstance(value, Mapping):
            return {self._key(str(name)): self.value(each, str(name)) for name, each in value.items()}
        if isinstance(value, list | tuple):
            return [self.value(each, key) for each in value]
        if isinstance(value, bytes):
            return self._text(value.decode("utf-8", "replace"), key)
        return self._plain(value, key)

    def _plain(self, value: Any, key: str) -> Any:
        match value:
            case bool() | None:
                return value
            case int() | float():
                small = isinstance(value, int) and abs(value) < LONGEST_PLAIN_NUMBER
                return value if small and not _SCALES.search(key) else NUMBER
            case datetime.datetime():
                return TIME
            case _:
                return self._text(str(value), key)

    def placeholder(self, text: str, kind: str = "value") -> str:
        """A hole in a recorded answer; `kind` says what was there."""
        kind = "" if self._in_text(kind) else re.sub(r"[^a-z]", "", kind.lower())
        kind = kind or "value"
        return self._placeholders.setdefault(text, f"<{kind}:{len(self._placeholders) + 1}>")

    def leaks(self, value: Any) -> list[str]:
        """What still identifies an account in a recorded answer; nothing may be written that has any."""
        _, texts = _contents(value)
        unknown = [_HOLES.sub(" ", text) for text in texts if text not in self.known]
        return [found.group() for text in unknown for found in TOKEN.finditer(text)] + self.leaks_of_request(value)

    def leaks_of_request(self, value: Any) -> list[str]:
        """The same for parameters, which have long texts of the probe's own."""
        keys, texts = _contents(value)
        return [leak for text in (*keys, *texts) for leak in self._in_text(text)]

    def without(self, text: str, instead: str) -> str:
        """A text with something instead of every secret."""
        return self._secret.sub(instead, text)

    def _in_text(self, text: str) -> list[str]:
        bare = _HOLES.sub(" ", text)
        found = [match.group() for match in IDENTIFYING.finditer(bare)]
        found += [match.group() for match in self._secret.finditer(bare)]
        return [item for item in found if item not in {ACCOUNT, *IMAGE_ACCOUNTS}]

    def _text(self, text: str, key: str) -> Any:
        if text in self.known or _HARMLESS.fullmatch(text):
            return text
        if text == self.account:
            return ACCOUNT
        if text[:1] in "{[" and (document := parsed(text)) is not None:
            return self.value(document, key)
        if _TEXTS.search(key):
            return self._message(text)
        return self._arn(text) if _ARN.fullmatch(text) else self.placeholder(text, key)

    def _arn(self, arn: str) -> str:
        """An ARN in its form: its service, and the type of its resource if that is a word of its own."""
        _, _, service, region, account, resource = arn.split(":", 5)
        own = account in (self.account, "")
        words = re.split(r"([/:])", resource)
        first = words[0] if len(words) > 1 and _TYPE.fullmatch(words[0]) and not self._in_text(words[0]) else ""
        rest = [
            word if word in "/:" or word in self.known else self.placeholder(word, "name")
            for word in words[bool(first) :]
        ]
        where = "<region>" if region else ""
        who = (ACCOUNT if account else "") if own else self.placeholder(account, "account")
        kind = service if _WORD.fullmatch(service) and not self._in_text(service) else "<service>"
        return f"arn:<partition>:{kind}:{where}:{who}:{first}{''.join(rest)}"

    def _message(self, text: str) -> str:
        """The sentence without ARNs, secrets and words that are neither known nor plain; in one pass."""
        return _TOKEN.sub(lambda found: self._token(found.group()), text)

    def _token(self, token: str) -> str:
        bare = token.strip(".:!?")
        if _ARN.fullmatch(bare):
            return token.replace(bare, self._arn(bare))
        if not bare or ((bare in self.known or _PLAIN.fullmatch(bare)) and not self._in_text(bare)):
            return token
        return token.replace(bare, self.placeholder(bare, "text"))

    def _key(self, key: str) -> str:
        plain = key in self.known or (_KEY.fullmatch(key) and not self._in_text(key))
        return key if plain else self.placeholder(key, "key")


def _contents(value: Any) -> tuple[list[str], list[str]]:
    """The keys and the texts in a value; large numbers count as texts."""
    if isinstance(value, Mapping):
        parts = [_contents(each) for each in value.values()]
        return [*map(str, value), *(key for keys, _ in parts for key in keys)], [t for _, texts in parts for t in texts]
    if isinstance(value, list):
        parts = [_contents(each) for each in value]
        return [key for keys, _ in parts for key in keys], [text for _, texts in parts for text in texts]
    return [], [] if value is None or isinstance(value, bool) else [str(value)]


def parsed(text: str) -> Any:
    """A JSON document; None for other texts."""
    try:
        return json.loads(text)
    except ValueError:
        return None
