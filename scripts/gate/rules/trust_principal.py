"""Who may assume a role is one named role of the organisation, or people of the own account whom the account lets.

An account of the organisation can give a role any name: so a name counts only together with the account it is in, or
with the organisational units that may have projects.
"""

import re
from collections.abc import Iterator

from scripts.gate.model.statements import Statement, Test
from scripts.gate.model.template import Problem, Template
from templates import names

SETTING = re.compile(r"^\$\{[A-Za-z]+\}$")
"""A parameter of the platform team, whose pattern says what it may be."""
OWN_ROOT = "arn:${AWS::Partition}:iam::${AWS::AccountId}:root"
ORGANIZATIONS = ("${OrganizationId}", "${Organization}", "${aws:ResourceOrgID}", "${aws:PrincipalOrgID}")
"""A setting, or the organisation of the other side: IAM User Guide, "IAM policy elements: Variables and tags"."""


def check(template: Template) -> Iterator[Problem]:
    for statement in template.trust:
        if statement.allows and statement.accounts:
            yield from _own(statement) if set(statement.accounts) == {OWN_ROOT} else _foreign(statement)


def _foreign(statement: Statement) -> Iterator[Problem]:
    if not statement.has_exactly("aws:PrincipalOrgID", *ORGANIZATIONS):
        yield Problem(statement.place, "trusts another account without aws:PrincipalOrgID: require the organisation")
    if not (_names_account(statement) or _units(statement)):
        yield Problem(
            statement.place, "trusts every account of the organisation: name accounts or aws:PrincipalOrgPaths"
        )
    if "*" in statement.accounts and _units(statement) and not _own_number(statement):
        yield Problem(statement.place, "trusts many accounts as one: require each one's number by aws:RequestTag")
    if not any(_names_one_role(test) for test in _positive(statement)) and not _reader(statement):
        yield Problem(statement.place, "trusts any role of another account: require one by aws:PrincipalArn")


def _own(statement: Statement) -> Iterator[Problem]:
    """The account's own policies name the people; what runs code must be excluded here."""
    excluded = [value for test in statement.of("aws:PrincipalArn") if "Not" in test.operator for value in test.values]
    reach = (f"role{names.PATH}{names.PROJECTS}", f"role{names.PATH}*")
    named = [test for test in _positive(statement) if test.exact]
    if not named and not any(value.endswith(reach) for value in excluded):
        yield Problem(statement.place, "lets roles of projects assume it: exclude them by aws:PrincipalArn")
    for test in _positive(statement):
        if not test.exact and not all(SETTING.match(value) for value in test.values):
            yield Problem(statement.place, f"trusts by a pattern of names, {', '.join(test.values)}: name the role")


def _positive(statement: Statement) -> list[Test]:
    return [test for test in statement.of("aws:PrincipalArn") if "Not" not in test.operator]


def _names_account(statement: Statement) -> bool:
    by_arn = [value for test in _positive(statement) for value in test.values]
    roots = [name for name in statement.accounts if "*" not in name]
    exact = statement.has_exactly("aws:PrincipalAccount", *_values(statement, "aws:PrincipalAccount"))
    return len(roots) == len(statement.accounts) or exact or (bool(by_arn) and not any("::*:" in arn for arn in by_arn))


def _values(statement: Statement, key: str) -> list[str]:
    return [value for test in statement.of(key) for value in test.values]


def _units(statement: Statement) -> bool:
    paths = _values(statement, "aws:PrincipalOrgPaths")
    return bool(paths) and all("*" not in path.rstrip("*") and path not in ("", "*") for path in paths)


def _own_number(statement: Statement) -> bool:
    """A session tag that has the number of the account that asks, and no other tag beside it."""
    tagged = [test for test in statement.tests if test.key.startswith("aws:RequestTag/")]
    exact = any(test.operator == "StringEquals" and test.values == ("${aws:PrincipalAccount}",) for test in tagged)
    keys = [
        value
        for test in statement.of("aws:TagKeys")
        if test.operator == "ForAllValues:StringEquals"
        for value in test.values
    ]
    return exact and keys == [test.key.partition("/")[2] for test in tagged]


def _names_one_role(test: Test) -> bool:
    """The role's name has no wildcard; its account may, where organisational units are required."""
    named = [value.partition(":role/")[2] for value in test.values]
    allowed = test.operator in ("ArnEquals", "ArnLike", "StringEquals", "StringLike")
    return allowed and bool(named) and all(name and "*" not in name for name in named)


def _reader(statement: Statement) -> bool:
    """The hub's own policies decide who reads the spokes: it owns the catalog."""
    return statement.has_exactly("aws:PrincipalAccount", "${HubAccount}")
