"""Makes the calls of a case against a sandbox, each case in accounts of its own, and judges every answer."""

import json
import time
from collections.abc import Callable, Iterator
from typing import Any, NamedTuple

from scripts.agreement import comparison, holes
from scripts.agreement.cases import Case, Step
from scripts.agreement.holes import Holes, MissingAnswerError
from scripts.agreement.verdict import ACCEPTS, REFUSED, REFUSES, Answer, CaseVerdict, Finding, Refusal, StepVerdict

PATIENCE_SECONDS, STILL_SECONDS, PAUSE_SECONDS = 5.0, 1.0, 0.1
"""For what a caller waited for; for an answer that no longer changes; between two calls."""


class Keys(NamedTuple):
    """Who makes a call: an account's root where `access_key` is the account and nothing else is given."""

    access_key: str
    secret_key: str | None = None
    token: str | None = None


# service, operation, parameters, region, keys -> answer
Client = Callable[[str, str, dict[str, Any], str, Keys], Answer]


class Replay:
    """One run of one case."""

    def __init__(self, case: Case, call: Client) -> None:
        self._case, self._client = case, call
        self._holes, self._bound = Holes(case.member), dict[str, str]()

    def run(self) -> CaseVerdict:
        """Every call up to the first one that AWS answered and the sandbox refuses."""
        steps = list[StepVerdict]()
        for step in self._case.steps:
            answer, findings = self._settled(step)
            self._holes.answers.append(answer.value)
            steps.append(StepVerdict(step.name, tuple(findings)))
            if answer.refusal and not step.refusal:
                break
        return CaseVerdict(self._case.identifier, self._case.service, tuple(steps))

    def _settled(self, step: Step) -> tuple[Answer, list[Finding]]:
        """The answer to a call; to one that polls, the first that is right or the last that is not."""
        end, last, since = time.monotonic() + PATIENCE_SECONDS, "", 0.0
        while True:
            answer = self._answer(step)
            findings = list(self._judged(step, answer))
            is_there = _is_awaited(step, answer)
            if (is_there and not findings) or not step.polls or any(finding.how == REFUSED for finding in findings):
                return answer, findings
            content = json.dumps(_without_metadata(answer.value), sort_keys=True)
            if content != last:
                last, since = content, time.monotonic()
            if time.monotonic() > (min(end, since + STILL_SECONDS) if is_there else end):
                return answer, findings
            time.sleep(PAUSE_SECONDS)

    def _answer(self, step: Step) -> Answer:
        try:
            parameters = self._holes.filled(step.parameters)
            return self._client(step.service, step.operation, parameters, step.region, self._keys(step.caller))
        except MissingAnswerError as error:
            return Answer(None, Refusal("", f"an earlier answer lacks {error}", 0))

    def _keys(self, caller: str) -> Keys:
        if caller in {"", "other"}:
            return Keys(self._holes.accounts[caller or "account"])
        found = self._holes.earlier(caller)
        return Keys(found["AccessKeyId"], found["SecretAccessKey"], found.get("SessionToken"))

    def _judged(self, step: Step, answer: Answer) -> Iterator[Finding]:
        refusal = answer.refusal
        here = f"{refusal.code}: {refusal.message}" if refusal else "accepted"
        if refusal and not refusal.status and not refusal.code:
            yield Finding(comparison.VALUE, step.name, "", "an answer with what this call needs", here)
        elif refusal and not step.refusal:
            yield Finding(REFUSED if refusal.is_by_name() else REFUSES, step.name, "", "accepted", here)
        elif refusal and refusal.code != step.refusal and refusal.is_by_name():
            yield Finding(REFUSED, step.name, "", step.refusal, here)
        elif step.refusal and not refusal:
            yield Finding(ACCEPTS, step.name, "", step.refusal, here)
        else:
            if refusal and refusal.code != step.refusal:
                yield Finding(comparison.CODE, step.name, "Error.Code", step.refusal, here)
            yield from self._differences(step, answer)

    def _differences(self, step: Step, answer: Answer) -> Iterator[Finding]:
        for recorded in step.recorded:
            try:
                part = holes.at(answer.value, recorded.at)
            except (LookupError, TypeError, ValueError):
                yield Finding(comparison.MEMBERS, step.name, ".".join(map(str, recorded.at)), recorded.value, None)
                continue
            compared = comparison.Comparison(self._holes.accounts["account"], recorded.is_partial, dict(self._bound))
            found = [
                Finding(kind, step.name, path.lstrip("."), aws, here)
                for kind, path, aws, here in compared.differences(recorded.value, part)
                if not comparison.general(path).startswith(recorded.ignored)
            ]
            yield from found
            if not found:
                self._bound = compared.bound


def _is_awaited(step: Step, answer: Answer) -> bool:
    """Whether what was waited for is in the state that it had then."""
    try:
        return all(holes.at(answer.value, path.split(".")) == state for path, state in step.awaited.items())
    except (LookupError, TypeError, ValueError):
        return False


def _without_metadata(value: Any) -> Any:
    if not isinstance(value, dict):
        return value
    return {name: member for name, member in value.items() if name != "ResponseMetadata"}
