"""Whether a statement applies to a request, as far as the policies of templates use IAM's language.

IAM User Guide, "IAM JSON policy elements: Condition operators". A placeholder is equal to itself alone; a key that the
request has not makes a line fail, unless its operator is negated or ends in IfExists.
"""

import re
from dataclasses import dataclass
from fnmatch import fnmatchcase
from functools import cache

from scripts.gate.model.statements import Statement, Test

PARTS = re.compile(r"^(ForAllValues:|ForAnyValue:)?(String|Arn|Null|Bool)(Not)?(Equals|Like)?(IfExists)?$")


@dataclass(frozen=True)
class Request:
    """Who asks for what; `context` holds values of condition keys besides the principal's ARN."""

    principal: str
    action: str
    resource: str
    context: tuple[tuple[str, str], ...] = ()

    def value(self, key: str) -> str | None:
        if key.lower() == "aws:principalarn":
            return self.principal
        return next((value for name, value in self.context if name.lower() == key.lower()), None)


def applies(statement: Statement, request: Request) -> bool:
    """Whether action, resource, principal and every line of the condition match."""
    everybody = statement.kind not in ("resource", "trust") or ("AWS", "*") in statement.principals
    return (
        everybody
        and any(matches(pattern.lower(), request.action.lower()) for pattern in statement.actions)
        and any(matches(pattern, request.resource) for pattern in statement.resources)
        and all(holds(test, request.value(test.key)) for test in statement.tests)
    )


@cache
def denied(statements: tuple[Statement, ...], request: Request) -> bool:
    return any(not statement.allows and applies(statement, request) for statement in statements)


def holds(test: Test, value: str | None) -> bool:
    """Whether one line of a condition holds; an operator that is not known does not."""
    parts = PARTS.match(test.operator)
    if parts is None:
        return False
    if parts[2] == "Null":
        return (value is None) is (test.values == ("true",))
    if value is None:
        return bool(parts[3] or parts[5]) or parts[1] == "ForAllValues:"
    exact = parts[4] != "Like" and parts[2] != "Arn"
    found = any(value == pattern if exact else matches(pattern, value) for pattern in test.values)
    return found is not bool(parts[3])


@cache
def matches(pattern: str, value: str) -> bool:
    """Wildcards match, also what is a placeholder; brackets mean themselves."""
    return fnmatchcase(value, pattern.replace("[", "[[]"))
