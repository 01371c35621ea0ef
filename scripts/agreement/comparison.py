"""In which way an answer differs from the recorded one, where everything that a run makes up may be anything."""

import ast
import base64
import json
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any, NamedTuple

CODE, VALUE, MEMBERS, WORDING = "code", "value", "members", "wording"

_TIMES = {"date", "datetime", "timestamp", "<date>", "<datetime>", "<timestamp>", "<time>"}
_HOLE = re.compile(r"<[^<>\s]{1,60}>")
_NUMBERED_HOLE = re.compile(r":\d+>$")
_MESSAGES = ("message", "Message", "StateReason", "StatusReason", "StackStatusReason", "ResourceStatusReason")
_CAUSES = ("cause", "Cause", "reason")
_CODES = ("Code", "HTTPStatusCode", "__type")
_RECORDING_ACCOUNT = "1" * 12


class Difference(NamedTuple):
    """`kind` is one of CODE, VALUE, MEMBERS and WORDING; `here` is None where a member is missing."""

    kind: str
    path: str
    aws: Any
    here: Any


@dataclass(frozen=True)
class Comparison:
    """What one answer is compared in; `bound` holds what stands for `<name:1>` so far, in this case."""

    account: str
    is_partial: bool = False
    bound: dict[str, str] = field(default_factory=dict)

    def differences(self, aws: Any, here: Any, path: str = "") -> Iterator[Difference]:
        """Every difference between AWS's value and the sandbox's at `path`."""
        here = _decoded(aws, here)
        if isinstance(aws, dict) and isinstance(here, dict):
            yield from self._in_objects(aws, here, path)
        elif isinstance(aws, list) and isinstance(here, list):
            yield from self._in_lists(aws, here, path)
        elif not self._is_same(aws, here):
            yield Difference(_kind(path), path, aws, here)

    def _is_same(self, aws: Any, here: Any) -> bool:
        if isinstance(aws, str):
            return self._is_text(aws, here)
        return _is_time(here) or (aws == here and isinstance(aws, bool) == isinstance(here, bool))

    def _in_objects(self, aws: dict[str, Any], here: dict[str, Any], path: str) -> Iterator[Difference]:
        if path.endswith("ResponseMetadata"):
            yield from _in_statuses(aws, here, path)
        elif "$other" not in here:
            yield from self._in_members(aws, here, path)

    def _in_members(self, aws: dict[str, Any], here: dict[str, Any], path: str) -> Iterator[Difference]:
        further = [key for key in here if key not in aws]
        for key, value in aws.items():
            named = key if key in here else next((each for each in further if self._is_name(key, each)), None)
            if named is None:
                yield Difference(MEMBERS, f"{path}.{key}", value, None)
                continue
            further = [each for each in further if each != named]
            yield from self.differences(value, here[named], f"{path}.{key}")
        if not self.is_partial:
            yield from (Difference(MEMBERS, f"{path}.{key}", None, here[key]) for key in further)

    def _in_lists(self, aws: list[Any], here: list[Any], path: str) -> Iterator[Difference]:
        for number, (one, other) in enumerate(zip(aws, here, strict=False)):
            yield from self.differences(one, other, f"{path}[{number}]")
        if len(aws) != len(here):
            yield Difference(VALUE, f"{path}.length", len(aws), len(here))

    def _is_name(self, aws: str, here: str) -> bool:
        return bool(_HOLE.search(aws)) and self._is_text(aws, here)

    def _is_text(self, aws: str, here: Any) -> bool:
        """Whether `here` is AWS's text, in which `<name>` is anything and `<name:1>` the same wherever it stands."""
        if aws in _TIMES or _is_time(here):
            return here is not None
        if isinstance(here, dict) and "$bytes" in here:
            raw = base64.b64decode(here["$bytes"])
            if aws.startswith(("b'", 'b"')):
                return _literal(aws) == raw
            here = raw.decode(errors="replace")
        if isinstance(here, (dict, list)) or here is None:
            return bool(_HOLE.fullmatch(aws)) and here is not None
        return aws == str(here) or self._matches(aws, str(here))

    def _matches(self, aws: str, here: str) -> bool:
        pattern, names, end = "", list[str](), 0
        for hole in _HOLE.finditer(aws):
            pattern += re.escape(aws[end : hole.start()]) + self._of_hole(hole.group(), names)
            end = hole.end()
        pattern += re.escape(aws[end:])
        accounts = f"(?:{_RECORDING_ACCOUNT}|{self.account})"
        found = re.fullmatch(pattern.replace(_RECORDING_ACCOUNT, accounts), here, re.DOTALL)
        if found:
            self.bound.update(zip(names, found.groups(), strict=False))
        return bool(found)

    def _of_hole(self, name: str, names: list[str]) -> str:
        if name == "<partition>":
            return "aws[a-z-]*"
        if name == "<region>":
            return "[a-z]{2}-[a-z]+-[0-9]"
        if name in self.bound:
            return re.escape(self.bound[name])
        if _NUMBERED_HOLE.search(name) and name not in names:
            names.append(name)
            return "(.+?)"
        return ".*?"


def _in_statuses(aws: dict[str, Any], here: dict[str, Any], path: str) -> Iterator[Difference]:
    """Of the metadata of an answer only the status is AWS's; the rest is the client's."""
    status = "HTTPStatusCode"
    if aws.get(status) != here.get(status):
        yield Difference(CODE, f"{path}.{status}", aws.get(status), here.get(status))


def general(path: str) -> str:
    """A path without what differs from run to run."""
    return re.sub(r"[0-9a-f]{8}-[0-9a-f-]{27}", "*", re.sub(r"\[\d+\]", "[*]", path))


def _decoded(aws: Any, here: Any) -> Any:
    """Recordings hold the JSON in texts and bodies as what it says."""
    if not isinstance(aws, (dict, list)):
        return here
    text = base64.b64decode(here["$bytes"]) if isinstance(here, dict) and "$bytes" in here else here
    if not isinstance(text, (str, bytes)):
        return here
    try:
        return json.loads(text)
    except ValueError:
        return here


def _literal(text: str) -> Any:
    try:
        return ast.literal_eval(text)
    except (ValueError, SyntaxError):
        return None


def _is_time(value: Any) -> bool:
    return isinstance(value, dict) and "$time" in value


def _kind(path: str) -> str:
    """What a difference at the end of `path` means to a client."""
    last = path.rpartition(".")[2]
    if last in _CODES:
        return CODE
    return WORDING if last in _MESSAGES or last in _CAUSES else VALUE
