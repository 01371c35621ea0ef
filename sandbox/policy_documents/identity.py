"""Policies of users, groups and roles, and session policies: IAM's checks, in IAM's order and words.

IAM User Guide, "Grammar of the IAM JSON policy language"; order and words are those that `moto.iam.policy_validation`
(with its tests) and versity/versitygw (`iamapi/policy`) were given by AWS, the form of statement ids that of
aws-cloudformation/cfn-lint, issue 1376.
"""

import re
from collections.abc import Iterator
from typing import Any

from sandbox.policy_documents import conditions, resources
from sandbox.policy_documents.parsing import (
    STATEMENT_ELEMENTS,
    VERSIONS,
    Element,
    is_strings,
    listed,
    parsed,
    strings,
)
from sandbox.policy_documents.problems import PolicyError, Reason

_ELEMENTS = {"Version", "Id", "Statement"}
_STRINGS = ("Action", "NotAction", "Resource", "NotResource")
_PAIRS = (("Action", "NotAction"), ("Resource", "NotResource"))
_EFFECTS = ("Allow", "Deny")
_SYNTAX = "Syntax errors in policy."


def check(document: str, *, is_managed: bool = False) -> None:
    """Refuse what IAM does not store; a managed policy needs the version of 2012.

    Raises:
        PolicyError: the first problem that IAM names.

    """
    policy = _read(document)
    statements: list[Element] = listed(policy["Statement"])
    if is_managed and policy.get("Version") != VERSIONS[-1]:
        raise PolicyError(Reason.VERSION, "Policy document must be version 2012-10-17 or greater.")
    if any({"Principal", "NotPrincipal"} & set(statement) for statement in statements):
        raise PolicyError(Reason.PRINCIPAL, "Policy document should not specify a principal.")
    resource_problem = _older_parser(statements)
    _check_sids(statements)
    _check_present(statements, "Action", Reason.ACTION_MISSING, "Policy statement must contain actions.")
    if resource_problem:
        raise resource_problem
    for action in (action for statement in statements for action in strings(statement, "Action", "NotAction")):
        check_action(action)
    _check_present(statements, "Resource", Reason.RESOURCE_MISSING, "Policy statement must contain resources.")


def check_action(action: str) -> None:
    """Refuse an action without the prefix of a service.

    Raises:
        PolicyError: with the reason ACTION.

    """
    vendor, *names = action.split(":")
    if not names and action != "*":
        problem = "Actions/Conditions must be prefaced by a vendor, e.g., iam, sdb, ec2, etc."
        raise PolicyError(Reason.ACTION, problem)
    if len(names) > 1:
        raise PolicyError(Reason.ACTION, "Actions/Condition can contain only one colon.")
    if vendor != "*" and not re.fullmatch(r"[a-zA-Z0-9\-.]+", vendor):
        raise PolicyError(Reason.ACTION, f"Vendor {vendor} is not valid")


def _read(document: str) -> Element:
    try:
        policy = parsed(document)
    except PolicyError as problem:
        raise PolicyError(problem.reason, _SYNTAX) from None
    problem = next(_syntax_problems(policy), None)
    if problem:
        raise PolicyError(problem, _SYNTAX)
    return policy


def _syntax_problems(policy: Any) -> Iterator[Reason]:
    if not isinstance(policy, dict) or set(policy) - _ELEMENTS:
        yield Reason.FIELD
        return
    if policy.get("Version", VERSIONS[0]) not in VERSIONS:
        yield Reason.VERSION
    if not isinstance(policy.get("Id", ""), str):
        yield Reason.FIELD
    statements = listed(policy.get("Statement", []))
    if not statements:
        yield Reason.STATEMENT
    for statement in statements:
        yield from _statement_problems(statement)


def _statement_problems(statement: Any) -> Iterator[Reason]:
    if not isinstance(statement, dict) or set(statement) - STATEMENT_ELEMENTS:
        yield Reason.STATEMENT
        return
    if any(set(pair) <= set(statement) for pair in _PAIRS):
        yield Reason.FIELD
    effect = statement.get("Effect")
    if not isinstance(effect, str) or effect.capitalize() not in _EFFECTS:
        yield Reason.EFFECT
    if not all(is_strings(statement.get(name, "")) for name in _STRINGS) or not isinstance(
        statement.get("Sid", ""), str
    ):
        yield Reason.FIELD
    try:
        conditions.check(statement.get("Condition", {}))
    except PolicyError as problem:
        yield problem.reason


def _older_parser(statements: list[Element]) -> PolicyError | None:
    """What IAM's older parser refuses is raised; a resource of another form is returned, to be named later."""
    for statement in statements:
        if statement["Effect"] not in _EFFECTS:
            raise PolicyError(Reason.EFFECT, resources.LEGACY)
        conditions.check_values(statement.get("Condition", {}))
    given = [strings(statement, name) for name in ("Resource", "NotResource") for statement in statements]
    try:
        for names in given:
            resources.check(names)
    except PolicyError as problem:
        if problem.message == resources.LEGACY:
            raise
        return problem
    return None


def _check_sids(statements: list[Element]) -> None:
    given = [statement["Sid"] for statement in statements if statement.get("Sid")]
    if not all(re.fullmatch("[0-9A-Za-z]*", sid) for sid in given):
        problem = "must be alpha-numeric. Check that your input satisfies the regular expression [0-9A-Za-z]*"
        raise PolicyError(Reason.SID, f"Statement IDs (SID) {problem}")
    if len(set(given)) < len(given):
        raise PolicyError(Reason.SID, "Statement IDs (SID) in a single policy must be unique.")


def _check_present(statements: list[Element], name: str, reason: Reason, message: str) -> None:
    if not all(strings(statement, name, f"Not{name}") for statement in statements):
        raise PolicyError(reason, message)
