"""Policies of resources, which name principals: what every AWS service refuses, whatever its own rules and words.

IAM User Guide, "Grammar of the IAM JSON policy language" and "AWS JSON policy elements: Principal". The words are those
of IAM's trust policies, which other services share in part: versity/versitygw (`iamapi/policy/trust.go`, live answers)
and terraform-aws-modules/terraform-aws-iam, issue 47 (a list without principals).
"""

from collections.abc import Iterator
from typing import Any

from sandbox.policy_documents import conditions
from sandbox.policy_documents.parsing import STATEMENT_ELEMENTS, VERSIONS, Element, as_list, is_strings, parse, strings
from sandbox.policy_documents.problems import PolicyError, Reason

_ELEMENTS = {"Version", "Id", "Statement"}
_PRINCIPAL_TYPES = frozenset({"AWS", "Service", "Federated", "CanonicalUser"})
_NO_PRINCIPALS = (
    "com.amazon.balsa.error.InvalidPolicyException: The passed in policy has a statement with no principals!"
)


def check(document: str, *, needs_resource: bool = True) -> list[Element]:
    """The statements of a policy that has the form of a policy of a resource.

    Ids of statements are not compared: they are unique in some services only (`check_sids`).

    Raises:
        PolicyError: the first problem; the caller gives it the service's code and words.

    """
    statements = read(document)
    for statement in statements:
        check_statement(statement)
        if needs_resource and not strings(statement, "Resource", "NotResource"):
            raise PolicyError(Reason.RESOURCE_MISSING, "Missing required field Resource")
    return statements


def read(document: str) -> list[Element]:
    """The statements of a document, whose own elements are checked; each of them is a JSON object.

    Raises:
        PolicyError: JSON, a duplicate key, an unknown element, a version, no statement.

    """
    policy = parse(document)
    if not isinstance(policy, dict):
        raise PolicyError(Reason.JSON, "This policy contains invalid Json")
    for element in set(policy) - _ELEMENTS:
        raise PolicyError(Reason.FIELD, f"Unknown field {element}")
    if policy.get("Version", VERSIONS[0]) not in VERSIONS:
        raise PolicyError(Reason.VERSION, "The policy must contain a valid version string")
    statements = as_list(policy.get("Statement") or [])
    if not statements:
        raise PolicyError(Reason.STATEMENT, "Could not parse the policy: Statement is empty!")
    if not isinstance(policy.get("Id", ""), str) or not all(isinstance(each, dict) for each in statements):
        raise PolicyError(Reason.STATEMENT, "Syntax error in policy.")
    return statements


def check_statement(statement: Element) -> None:
    """Refuse a statement with unknown elements, or with an effect, principals, actions or conditions of a wrong form.

    Raises:
        PolicyError: the first problem.

    """
    for element in set(statement) - STATEMENT_ELEMENTS:
        raise PolicyError(Reason.FIELD, f"Unknown field {element}")
    _check_effect(statement)
    _check_principals(statement)
    conditions.check(statement.get("Condition", {}))
    _check_strings(statement)


def principals(statements: list[Element], kind: str) -> Iterator[str]:
    """Every principal of a type, such as `Service`, that statements name as Principal or NotPrincipal."""
    for statement in statements:
        named = statement.get("Principal", statement.get("NotPrincipal"))
        if isinstance(named, dict):
            yield from as_list(named.get(kind, []))


def all_principals(statement: Element) -> list[str]:
    """The principals of a statement of every type; `*` is one."""
    named = statement.get("Principal", statement.get("NotPrincipal"))
    return [each for values in named.values() for each in as_list(values)] if isinstance(named, dict) else ["*"]


def check_sids(statements: list[Element]) -> None:
    """Refuse two statements with the same id.

    Raises:
        PolicyError: with the reason SID.

    """
    given = [statement["Sid"] for statement in statements if statement.get("Sid")]
    if len(set(given)) < len(given):
        raise PolicyError(Reason.SID, "The Statement Ids in the policy are not unique")


def _check_effect(statement: Element) -> None:
    effect = statement.get("Effect")
    if not effect:
        raise PolicyError(Reason.EFFECT, "Missing required field Effect")
    if effect not in {"Allow", "Deny"} if isinstance(effect, str) else True:
        raise PolicyError(Reason.EFFECT, f"Invalid effect: {effect}")


def _check_principals(statement: Element) -> None:
    given = [statement[name] for name in ("Principal", "NotPrincipal") if name in statement]
    if not given:
        raise PolicyError(Reason.PRINCIPAL_MISSING, "Missing required field Principal")
    if len(given) > 1:
        raise PolicyError(Reason.PRINCIPAL, "Syntax error in policy.")
    if given[0] != "*":
        _check_principal(given[0])


def _check_principal(principal: Any) -> None:
    if isinstance(principal, str):
        raise PolicyError(Reason.PRINCIPAL, "Principal must be a JSON object.")
    if not isinstance(principal, dict) or not all(is_strings(value) for value in principal.values()):
        raise PolicyError(Reason.PRINCIPAL, "Syntax error in policy.")
    if not principal:
        raise PolicyError(Reason.PRINCIPAL_MISSING, "Missing required field Principal cannot be empty!")
    for name in set(principal) - _PRINCIPAL_TYPES:
        raise PolicyError(Reason.PRINCIPAL, f'Invalid principal in policy: "{name}"')
    if not all(as_list(value) for value in principal.values()):
        raise PolicyError(Reason.PRINCIPAL, f"Invalid principal in policy: {_NO_PRINCIPALS}")


def _check_strings(statement: Element) -> None:
    for name, missing in (("Action", Reason.ACTION_MISSING), ("Resource", None)):
        given = [value for key, value in statement.items() if key in {name, f"Not{name}"}]
        if len(given) > 1 or not all(is_strings(value) for value in given):
            raise PolicyError(Reason[name.upper()], "Syntax error in policy.")
        if missing and not strings(statement, name, f"Not{name}"):
            raise PolicyError(missing, f"Missing required field {name}")
    if not isinstance(statement.get("Sid", ""), str):
        raise PolicyError(Reason.SID, "Syntax error in policy.")
