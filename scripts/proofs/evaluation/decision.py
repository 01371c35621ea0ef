"""The decision over a request, in one account or across two (IAM User Guide, "Policy evaluation logic")."""

from collections.abc import Iterable, Mapping
from typing import Any

from scripts.proofs.context import SERVICE, context_of, protected_arn
from scripts.proofs.evaluation.statements import Named, Statement, parsed
from scripts.proofs.requests import Request
from scripts.proofs.world.facts import Facts

Context = Mapping[str, Any]
ROOT_DECIDES = "kms:", "sts:"
"""Services whose resource must name the account itself before the account's own policies count: keys and roles."""
Statements = list[Statement]


class Evaluator:
    """Parses every policy of the world once."""

    def __init__(self, facts: Facts) -> None:
        self._facts = facts
        self._identity = {
            arn: [one for document in found.policies for one in parsed(document)]
            for arn, found in facts.principals.items()
        }
        self._boundaries = {
            arn: parsed(found.boundary) for arn, found in facts.principals.items() if found.boundary is not None
        }
        self._resources = {arn: parsed(document) for arn, document in facts.policies.items()}

    def allows(self, request: Request) -> bool:
        context = context_of(request, self._facts)
        policy = self._policy_of(request)
        identity = _applying(self._identity.get(request.principal, []), request, context)
        boundary = self._boundary(request, context)
        named = self._naming(policy or [], request, context)
        every = [*identity, *(boundary or []), *named]
        if any(not one.allows for one in every):
            return False
        by_resource = max((named[one] for one in named), key=lambda kind: kind.value, default=Named.NOT)
        by_identity = bool(identity) and (boundary is None or bool(boundary))
        if request.principal.endswith(SERVICE):
            return by_resource in (Named.BY_ARN, Named.AS_ANYBODY)
        if context["aws:principalaccount"] != context["aws:resourceaccount"]:
            return by_identity and by_resource is not Named.NOT
        within = boundary is None or bool(boundary)
        if by_resource is Named.AS_ANYBODY or (by_resource is Named.BY_ARN and within):
            return True
        return by_identity and (by_resource is Named.BY_ACCOUNT or not self._must_name(request))

    def _must_name(self, request: Request) -> bool:
        return request.action.startswith(ROOT_DECIDES) and protected_arn(request) in self._resources

    def _policy_of(self, request: Request) -> Statements | None:
        return self._resources.get(protected_arn(request))

    def _boundary(self, request: Request, context: Context) -> Statements | None:
        if request.principal not in self._boundaries:
            return None
        return _applying(self._boundaries[request.principal], request, context)

    def _naming(self, policy: Statements, request: Request, context: Context) -> dict[Statement, Named]:
        account = str(context.get("aws:principalaccount", ""))
        named = {one: one.names(request.principal, account) for one in policy}
        return {one: how for one, how in named.items() if how is not Named.NOT and one.applies(request, context)}


def _applying(statements: Iterable[Statement], request: Request, context: Context) -> Statements:
    return [one for one in statements if one.applies(request, context)]
