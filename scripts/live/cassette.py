"""A question's calls and AWS's answers as a recorded case, which replays in any account and names none."""

import base64
import datetime
import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path
from typing import Any

from scripts.errors import UnfinishedError
from scripts.live.calls import Call, Place
from scripts.live.images import REGISTRIES
from scripts.live.origins import own_words, references
from scripts.live.redaction import Redaction

REPLAY_REGION = "us-east-1"
_STATES = ("currentPhase", "phases")
_STATUS = re.compile(r"status(summary)?$", re.IGNORECASE)
_PASSING = re.compile(r"IN_PROGRESS|InProgress|Pending|(?<!N)ING$|ing$")
_MADE_UP = re.compile(r"\S*[\d:/-]\S*")
"""An identifier, and not a word such as a status."""
_FREE = ("ResponseMetadata",)


@dataclass(frozen=True)
class Recorded:
    """What a case is made of: the calls of one question and what must not be in it."""

    number: int
    token: str
    run: str
    place: Place
    calls: Sequence[Call]
    secrets: Sequence[str]
    words: Sequence[str]
    units: Sequence[str] = ()
    member: str = ""

    @cached_property
    def moved(self) -> Sequence[Call]:
        """The calls as they would have been made in the region and partition where cases are replayed."""
        return [
            replace(call, parameters=self._moved(call.parameters), answer=self._moved(call.answer))
            for call in self.calls
        ]

    def _moved(self, value: Any) -> Any:
        if isinstance(value, Mapping):
            return {name: self._moved(each) for name, each in value.items() if name != "CreateBucketConfiguration"}
        if isinstance(value, list | tuple):
            return [self._moved(each) for each in value]
        if not isinstance(value, str):
            return value
        registry, region = REGISTRIES.get(self.place.region, ""), self.place.region
        text = value.replace(registry, REGISTRIES[REPLAY_REGION]) if registry else value
        text = text.replace(f"arn:{self.place.partition}:", "arn:aws:").replace(".amazonaws.com.cn", ".amazonaws.com")
        return text.replace(region, REPLAY_REGION)

    @property
    def redaction(self) -> Redaction:
        """What may be kept: words of AWS's model and of the probe."""
        known = [*self.words, *own_words(self.moved)]
        return Redaction(self.place.account, [*self.secrets, self.token, self.run], known)

    def case(self, date: str) -> dict[str, Any]:
        """A case in the format of the recordings.

        Raises UnfinishedError when something would be left in it that identifies the account.
        """
        redaction = self.redaction
        calls = [self._step(redaction, number, call) for number, call in enumerate(self.moved)]
        leaks = [leak for step in calls for part in step["recorded"] for leak in _leaks(redaction, part["aws"])]
        leaks += redaction.leaks_of_request([step["params"] for step in calls])
        if leaks:
            problem = f"the recording of question {self.number} still had {len(leaks)} values that identify the account"
            raise UnfinishedError(problem, hint="it was not written; please report the question's number")
        services = [call.name.partition(":")[0] for call in self.moved]
        member = {"member": self.member} if self.member else {}
        return {
            "id": f"docs/assumptions.md::{self.number}",
            "service": max(services, key=services.count),
            "validated": date,
            "region": self.place.region,
            **member,
            "calls": calls,
        }

    def _step(self, redaction: Redaction, number: int, call: Call) -> dict[str, Any]:
        step: dict[str, Any] = {"call": call.name, "params": self._parameters(redaction, number, call.parameters)}
        if call.actor is not None:
            step["as"] = f"{call.actor}:Credentials"
        if call.repeated:
            step["until"] = True
        answer = redaction.value({name: value for name, value in call.answer.items() if name not in _FREE})
        status = call.answer.get("ResponseMetadata", {}).get("HTTPStatusCode", 200)
        if call.refused:
            code, message = call.answer["Error"]["Code"], call.answer["Error"]["Message"]
            step["error"] = {"Code": code, "status": status}
            answer = {"Error": {"Code": code, "Message": redaction.value(message, "Message")}}
        answer["ResponseMetadata"] = {"HTTPHeaders": {}, "HTTPStatusCode": status}
        ignored = () if call.repeated else sorted(_passing(call.answer))
        step["recorded"] = [{"key": f"{number}", "at": [], "aws": answer, **({"ignore": ignored} if ignored else {})}]
        return step

    def _parameters(self, redaction: Redaction, number: int, parameters: Mapping[str, Any]) -> Any:
        earlier = dict(references(self.moved[:number], own_words(self.moved)))

        def filled(value: Any) -> Any:
            match value:
                case Mapping():
                    return {name: filled(each) for name, each in value.items()}
                case list() | tuple():
                    return [filled(each) for each in value]
                case bytes():
                    return self._bytes(redaction, value, earlier)
                case str():
                    return self._holes(redaction, value, earlier)
                case _:
                    return value

        return filled(parameters)

    def _bytes(self, redaction: Redaction, content: bytes, earlier: Mapping[str, str]) -> Any:
        """Text as text, with its holes; other content as what the probe made it, which is the same in any account."""
        try:
            return self._holes(redaction, content.decode(), earlier)
        except UnicodeDecodeError:
            return {"$bytes": base64.b64encode(content).decode()}

    def _holes(self, redaction: Redaction, text: str, earlier: Mapping[str, str]) -> str:
        if text in earlier:
            return f"${{{earlier[text]}}}"
        for value in sorted(earlier, key=len, reverse=True):
            if self.token not in value and _MADE_UP.fullmatch(value):
                text = text.replace(value, f"${{{earlier[value]}}}")
        for number, unit in enumerate(self.units):
            text = text.replace(unit, f"${{unit:{number}}}")
        text = text.replace(self.token, "${new:0}").replace(self.run, "${new:1}")
        text = text.replace(self.place.account, "${account}")
        return redaction.without(text, "redacted")


def _leaks(redaction: Redaction, answer: Mapping[str, Any]) -> list[str]:
    """What identifies the account in an answer; a refusal has fixed members, and AWS's codes are words."""
    if "Error" in answer:
        return redaction.leaks(answer["Error"]["Message"])
    return redaction.leaks({name: value for name, value in answer.items() if name not in _FREE})


def _passing(value: Any, path: str = "") -> Iterator[str]:
    """Where an answer that was not waited for has a state that passes: how soon is no rule of AWS."""
    if isinstance(value, Mapping):
        for name, each in value.items():
            passes = name in _STATES or (isinstance(each, str) and _PASSING.search(each) and _STATUS.search(str(name)))
            yield from [f"{path}.{name}"] if passes else _passing(each, f"{path}.{name}")
    elif isinstance(value, list):
        for each in value:
            yield from _passing(each, f"{path}[*]")


def write_cassette(path: Path, cases: Sequence[Mapping[str, Any]]) -> None:
    """One case per line; of a question that was recorded twice the later one."""
    by_id = {case["id"]: case for case in [*read_cassette(path), *cases]}
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("".join(f"{json.dumps(case)}\n" for case in by_id.values()), encoding="utf-8")


def read_cassette(path: Path) -> list[dict[str, Any]]:
    if not path.exists():
        return []
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


def today() -> str:
    return datetime.datetime.now(datetime.UTC).date().isoformat()
