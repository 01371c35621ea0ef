"""A service of the engine behind AWS's rules: what is offered, what AWS refuses, what its answers hold."""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from http import HTTPStatus
from typing import Any

from ministack.core.concurrency import run_reentrant

from sandbox.api import protocols, shapes
from sandbox.api.errors import ServiceError, not_emulated
from sandbox.api.protocols import Call, HttpRequest
from sandbox.api.types import Answer, HttpAnswer, Request

Handler = Callable[..., Awaitable[HttpAnswer]]
Check = Callable[[Request], None]
Correction = Callable[[Request, Answer], Answer]
Replacement = Callable[[Request], Answer]
ErrorCorrection = Callable[[Request, ServiceError], ServiceError]
Amendment = Callable[[Request, HttpRequest], HttpRequest]
HttpCorrection = Callable[[Request, HttpAnswer], HttpAnswer]
Words = Callable[[str, Request, str], str]
"""The operation, its request and the model's sentence -> the service's sentence."""


@dataclass(frozen=True)
class Rules:
    """The rules of one service; tables are by operation, in AWS's words.

    `name` is the engine's name of the service, `model` botocore's. `offered` has every operation that the sandbox
    answers with the members of its input, None where all of them are offered; None instead of a table offers what the
    engine has. Whatever is not offered is refused by name with status 501.

    `constraints` is the code of a refusal of what the model's lengths, patterns and enumerations forbid, in the words
    of `words`; None where the checks say it themselves. A check raises what AWS answers: first that of every operation,
    then the operation's own, in turn. A replacement answers instead of the engine; a correction gets the engine's
    answer and returns AWS's; an error correction does so with the engine's refusal, `refusal` where there is none.
    All of them get the same request: a check may leave there what it finds out, under a name in lower case.

    For large bodies and long lists: an amendment changes the HTTP request that the engine gets, an HTTP correction its
    HTTP answer, and neither reads a body that it does not change. The rules of `quick` operations call no service and
    read no content: they run on the event loop, where the others get a thread, which costs a millisecond.
    """

    name: str
    model: str
    offered: Mapping[str, frozenset[str] | None] | None = None
    constraints: str | None = None
    words: Words | None = None
    first_check: Check | None = None
    checks: Mapping[str, Check | tuple[Check, ...]] = field(default_factory=dict)
    replacements: Mapping[str, Replacement] = field(default_factory=dict)
    corrections: Mapping[str, Correction] = field(default_factory=dict)
    error_corrections: Mapping[str, ErrorCorrection] = field(default_factory=dict)
    refusal: ErrorCorrection | None = None
    amendments: Mapping[str, Amendment] = field(default_factory=dict)
    http_corrections: Mapping[str, HttpCorrection] = field(default_factory=dict)
    quick: frozenset[str] = frozenset()

    def around(self, engine: Handler) -> Handler:
        """The engine's handler behind these rules."""

        async def handle(
            method: str, path: str, headers: Mapping[str, str], body: bytes, query: Mapping[str, Any]
        ) -> HttpAnswer:
            request, call = HttpRequest(method, path, headers, body, query), None
            try:
                call = protocols.read(self.model, request)
                self._check_offer(call)
                replaced = await self._run(self._checked, call) if self._has_checks(call.operation) else None
                if replaced is not None:
                    return protocols.written(call, replaced)
                answer = await engine(*self._amended(call))
                return await self._run(self._corrected, call, answer) if self._corrects(call, answer) else answer
            except ServiceError as error:
                return _refused(self.model, request, error, call)

        return handle

    async def _run(self, rule: Callable[..., Any], call: Call, *more: Any) -> Any:
        return rule(call, *more) if call.operation in self.quick else await run_reentrant(rule, call, *more)

    def _has_checks(self, operation: str) -> bool:
        concerns_all = self.constraints is not None or self.first_check is not None
        return concerns_all or operation in self.checks or operation in self.replacements

    def _checked(self, call: Call) -> Answer | None:
        """Refuse what AWS refuses; the answer of a replacement, None if the engine answers."""
        if self.constraints:
            self._check_constraints(call, self.constraints)
        own = self.checks.get(call.operation, ())
        for check in (self.first_check, *(own if isinstance(own, tuple) else (own,))):
            if check:
                check(call.request)
        replacement = self.replacements.get(call.operation)
        return None if replacement is None else replacement(call.request)

    def _check_constraints(self, call: Call, code: str) -> None:
        try:
            shapes.check_request(shapes.model(self.model).operation_model(call.operation), call.request, code)
        except ServiceError as error:
            words = self.words(call.operation, call.request, error.message) if self.words else error.message
            raise ServiceError(error.code, words, error.status) from None

    def _check_offer(self, call: Call) -> None:
        if self.offered is None:
            return
        if call.operation not in self.offered:
            raise not_emulated(f"{self.model}:{call.operation}")
        members = self.offered[call.operation]
        further = {name for name, value in call.request.items() if value} - members if members is not None else set()
        if further:
            raise not_emulated(f"{', '.join(sorted(further))} of {self.model}:{call.operation}")

    def _amended(self, call: Call) -> HttpRequest:
        amend = self.amendments.get(call.operation)
        return amend(call.request, call.http) if amend else call.http

    def _corrects(self, call: Call, answer: HttpAnswer) -> bool:
        if _is_refusal(answer):
            return self.refusal is not None or call.operation in self.error_corrections
        return call.operation in self.corrections or call.operation in self.http_corrections

    def _corrected(self, call: Call, answer: HttpAnswer) -> HttpAnswer:
        if _is_refusal(answer):
            return self._corrected_refusal(call, answer)
        if call.operation in self.corrections:
            members = protocols.members_in(call, answer)
            answer = protocols.written(call, self.corrections[call.operation](call.request, members))
        if call.operation in self.http_corrections and answer[0] < HTTPStatus.MULTIPLE_CHOICES:
            answer = self.http_corrections[call.operation](call.request, answer)
        return answer

    def _corrected_refusal(self, call: Call, answer: HttpAnswer) -> HttpAnswer:
        """The engine's headers stay: some refusals say more in them than in their body. A HEAD has no body."""
        correct = self.error_corrections.get(call.operation) or self.refusal
        error = correct(call.request, protocols.error_in(call, answer)) if correct else protocols.error_in(call, answer)
        status, headers, body = protocols.refused(call.protocol, error, call)
        return status, answer[1] | headers, body if answer[2] else b""


def _is_refusal(answer: HttpAnswer) -> bool:
    return answer[0] >= HTTPStatus.BAD_REQUEST


def _refused(model: str, request: HttpRequest, error: ServiceError, call: Call | None) -> HttpAnswer:
    status, headers, body = protocols.refused(protocols.protocol(model, request.headers), error, call)
    return status, headers, b"" if request.method == "HEAD" else body


def offered(**members: str) -> dict[str, frozenset[str] | None]:
    """A table of `Rules.offered` from names with blanks between them; an empty string offers every member."""
    return {operation: frozenset(names.split()) or None for operation, names in members.items()}
