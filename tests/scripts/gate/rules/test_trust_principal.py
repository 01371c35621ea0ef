"""Who may assume a role: exact roles of the organisation, or people of the account."""

from typing import Any

from scripts.gate.rules.trust_principal import check
from tests.scripts.gate.small import ACCOUNT, ROLE, principal, reported, role, sub, template

OTHER = "arn:aws:iam::333333333333:root"
ORGANIZATION = {"aws:PrincipalOrgID": {"Ref": "OrganizationId"}}
ONE_ROLE = {"aws:PrincipalArn": "arn:aws:iam::333333333333:role/mlops-catalog/sagemaker-p-1-test"}
ANY_ACCOUNT = {"aws:PrincipalArn": "arn:aws:iam::*:role/mlops-catalog/mlops-catalog-stages-function"}
UNITS = {"aws:PrincipalOrgPaths": {"Ref": "DevelopmentPaths"}}
OWN_NUMBER = {"aws:RequestTag/development-account": "${aws:PrincipalAccount}"}
ONE_TAG = {"aws:TagKeys": ["development-account"]}


def allows(arn: Any, **condition: Any) -> bool:
    return reported(check, template({"Role": role("x", trust=principal(arn, **condition))})) == []


def test_another_account_gets_in_by_one_role_of_the_organisation() -> None:
    assert allows(OTHER, StringEquals=ORGANIZATION, ArnEquals=ONE_ROLE)
    assert not allows(OTHER, ArnEquals=ONE_ROLE)
    assert not allows(OTHER, StringEquals=ORGANIZATION)


def test_any_account_of_the_organisation_can_name_a_role_and_does_not_get_in() -> None:
    pattern = {"aws:PrincipalArn": "arn:aws:iam::*:role/mlops-catalog/sagemaker-*-deploy-pipeline"}
    assert not allows("*", StringEquals=ORGANIZATION, ArnLike=pattern)
    assert not allows("*", StringEquals=ORGANIZATION, ArnLike=ANY_ACCOUNT)


def test_accounts_of_units_get_in_under_their_own_number() -> None:
    tagged = {"StringEquals": {**ORGANIZATION, **OWN_NUMBER}, "ForAllValues__StringEquals": ONE_TAG}
    assert allows("*", ArnLike=ANY_ACCOUNT, ForAnyValue__StringLike=UNITS, **tagged)
    untagged = {"StringEquals": ORGANIZATION}
    assert not allows("*", ArnLike=ANY_ACCOUNT, ForAnyValue__StringLike=UNITS, **untagged)


def test_people_of_the_account_get_in_where_roles_of_projects_are_excluded() -> None:
    root = sub(f"{ACCOUNT}root")
    assert allows(root, ArnNotLike={"aws:PrincipalArn": [sub(f"{ROLE}sagemaker-*")]})
    assert not allows(root)
    assert not allows(root, ArnNotLike={"aws:PrincipalArn": [sub(f"{ACCOUNT}role/somebody")]})


def test_a_pattern_of_names_is_no_person() -> None:
    assert not allows(sub(f"{ACCOUNT}root"), ArnLike={"aws:PrincipalArn": sub(f"{ACCOUNT}role/admin-*")})
