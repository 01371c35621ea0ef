"""A service of the engine behind AWS's rules: what is offered, what AWS refuses, what its answers hold."""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
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


@dataclass(frozen=True)
class Rules:
    """The rules of one service; tables are by operation, in AWS's words.

    `name` is the engine's name of the service, `model` botocore's. `offered` has every operation that the sandbox
    answers with the members of its input, None where all of them are offered; None instead of a table offers what the
    engine has. Whatever is not offered is refused by name with status 501.

    `constraints` is the code of a refusal of what the model's lengths, patterns and enumerations forbid; None where
    the checks say it themselves. A check raises what AWS answers; a replacement answers instead of the engine; a
    correction gets the engine's answer and returns AWS's; an error correction does so with the engine's refusal.
    """

    name: str
    model: str
    offered: Mapping[str, frozenset[str] | None] | None = None
    constraints: str | None = None
    checks: Mapping[str, Check] = field(default_factory=dict)
    replacements: Mapping[str, Replacement] = field(default_factory=dict)
    corrections: Mapping[str, Correction] = field(default_factory=dict)
    error_corrections: Mapping[str, ErrorCorrection] = field(default_factory=dict)

    def around(self, engine: Handler) -> Handler:
        """The engine's handler behind these rules."""

        async def handle(
            method: str, path: str, headers: Mapping[str, str], body: bytes, query: Mapping[str, Any]
        ) -> HttpAnswer:
            request = HttpRequest(method, path, headers, body, query)
            try:
                call = protocols.read(self.model, request)
            except ServiceError as error:
                return protocols.refused(protocols.protocol(self.model, headers), error)
            try:
                self._check_offer(call)
                replaced = await run_reentrant(self._checked, call) if self._has_checks(call.operation) else None
                if replaced is not None:
                    return protocols.written(call, replaced)
                answer = await engine(method, path, headers, body, query)
                return await run_reentrant(self._corrected, call, answer) if self._corrects(call, answer) else answer
            except ServiceError as error:
                return protocols.refused(call.protocol, error, call)

        return handle

    def _has_checks(self, operation: str) -> bool:
        return self.constraints is not None or operation in self.checks or operation in self.replacements

    def _checked(self, call: Call) -> Answer | None:
        """Refuse what AWS refuses; the answer of a replacement, None if the engine answers."""
        if self.constraints:
            model = shapes.model(self.model).operation_model(call.operation)
            shapes.check_request(model, call.request, self.constraints)
        if call.operation in self.checks:
            self.checks[call.operation](call.request)
        replacement = self.replacements.get(call.operation)
        return None if replacement is None else replacement(call.request)

    def _check_offer(self, call: Call) -> None:
        if self.offered is None:
            return
        if call.operation not in self.offered:
            raise not_emulated(f"{self.model}:{call.operation}")
        members = self.offered[call.operation]
        further = {name for name, value in call.request.items() if value} - members if members is not None else set()
        if further:
            raise not_emulated(f"{', '.join(sorted(further))} of {self.model}:{call.operation}")

    def _corrects(self, call: Call, answer: HttpAnswer) -> bool:
        return call.operation in (self.error_corrections if _is_refusal(answer) else self.corrections)

    def _corrected(self, call: Call, answer: HttpAnswer) -> HttpAnswer:
        if _is_refusal(answer):
            error = protocols.error_in(call, answer)
            raise self.error_corrections[call.operation](call.request, error)
        members = protocols.members_in(call, answer)
        return protocols.written(call, self.corrections[call.operation](call.request, members))


def _is_refusal(answer: HttpAnswer) -> bool:
    return answer[0] >= 400


def offered(**members: str) -> dict[str, frozenset[str] | None]:
    """A table of `Rules.offered` from names with blanks between them; an empty string offers every member."""
    return {operation: frozenset(names.split()) or None for operation, names in members.items()}
