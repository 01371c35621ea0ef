"""One statement of a policy, parsed once, and whether it applies to a request."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import Enum
from functools import cached_property
from typing import Any

from scripts.proofs.evaluation.conditions import hold
from scripts.proofs.evaluation.patterns import arn_matches, filled_in, matches
from scripts.proofs.requests import Request

Context = Mapping[str, Any]


class Named(Enum):
    """How a resource policy's statement names the principal of a request."""

    NOT = 0
    BY_ACCOUNT = 1
    """By its account: the policies of that account decide further."""
    BY_ARN = 2
    AS_ANYBODY = 3
    """By `*`: also a session is named, so that no boundary limits it."""


@dataclass(frozen=True, eq=False)
class Statement:
    body: Mapping[str, Any]

    @property
    def allows(self) -> bool:
        return self.body["Effect"] == "Allow"

    @cached_property
    def actions(self) -> re.Pattern[str]:
        patterns = _listed(self.body.get("Action", self.body.get("NotAction", [])))
        texts = (re.escape(pattern.lower()).replace(r"\*", ".*").replace(r"\?", ".") for pattern in patterns)
        return re.compile("|".join(f"(?:{text})" for text in texts))

    def applies(self, request: Request, context: Context) -> bool:
        """Action, resource and conditions; principals are a question of their own."""
        return (
            self._has_action(request.action)
            and self._has_resource(request.resource, context)
            and hold(self.body.get("Condition", {}), context)
        )

    def names(self, principal: str, account: str) -> Named:
        if "NotPrincipal" in self.body:
            named = _named(self.body["NotPrincipal"], principal, account)
            return Named.NOT if named in (Named.BY_ARN, Named.AS_ANYBODY) else Named.BY_ARN
        return _named(self.body.get("Principal", {}), principal, account)

    def _has_action(self, action: str) -> bool:
        return (self.actions.fullmatch(action.lower()) is not None) == ("NotAction" not in self.body)

    def _has_resource(self, resource: str, context: Context) -> bool:
        """A trust policy has no Resource: it is about the role itself."""
        if "NotResource" in self.body:
            return not _any_resource(_listed(self.body["NotResource"]), resource, context)
        return "Resource" not in self.body or _any_resource(_listed(self.body["Resource"]), resource, context)


def parsed(document: Mapping[str, Any]) -> list[Statement]:
    body = document["Statement"]
    return [Statement(statement) for statement in (body if isinstance(body, list) else [body])]


def _any_resource(patterns: Iterable[str], resource: str, context: Context) -> bool:
    filled = (filled_in(pattern, context) for pattern in patterns)
    return any(pattern is not None and _covers(pattern, resource) for pattern in filled)


def _covers(pattern: str, resource: str) -> bool:
    return matches(pattern, resource) if resource == "*" else arn_matches(pattern, resource)


def _named(principals: Any, principal: str, account: str) -> Named:
    """The strongest way in which the element names the principal."""
    if principals == "*":
        return Named.AS_ANYBODY
    if principal.endswith(".amazonaws.com"):
        return Named.BY_ARN if principal in _listed(principals.get("Service", [])) else Named.NOT
    named = [_by_value(value, principal, account) for value in _listed(principals.get("AWS", []))]
    return max(named, key=lambda kind: kind.value, default=Named.NOT)


def _by_value(value: str, principal: str, account: str) -> Named:
    if value == "*":
        return Named.AS_ANYBODY
    if value == principal:
        return Named.BY_ARN
    return Named.BY_ACCOUNT if value in (account, f"arn:aws:iam::{account}:root") else Named.NOT


def _listed(value: Any) -> list[str]:
    return [value] if isinstance(value, str) else list(value)
