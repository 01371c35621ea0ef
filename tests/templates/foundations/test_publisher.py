"""The role that publishes can do what a publish takes, only to what is the catalog's."""

import pytest

from tests.templates.needed_actions import needed_by
from tests.templates.statements import covers, of_role, roles

GRANTS = list(of_role("Publisher", roles("publisher")["Publisher"], "publisher"))
HUB = "arn:aws:iam::222222222222:"
# What handlers declare for properties that no template of the hub sets.
UNUSED = {
    *(f"iam:{verb}{kind}Policy" for verb in ("Attach", "Detach") for kind in ("Group", "User")),
    *(f"codestar-connections:{verb}Connection" for verb in ("Get", "Pass", "Use")),
    "iam:PutRolePermissionsBoundary",
}


@pytest.mark.parametrize("name", ["hub-assets", "spoke-roles", "catalog"])
def test_everything_the_hubs_stacks_take_is_granted(name: str) -> None:
    granted = {action for found in GRANTS for action in found.actions} | UNUSED
    missing = {kind: actions - granted for kind, actions in needed_by(name).items() if actions - granted}
    assert missing == {}


@pytest.mark.parametrize(
    ("action", "resource"),
    [
        ("iam:CreateRole", f"{HUB}role/admin"),
        ("iam:PutRolePolicy", f"{HUB}role/mlops-catalog-publisher"),
        ("iam:CreateUser", f"{HUB}user/somebody"),
        ("iam:PassRole", f"{HUB}role/mlops-catalog/approver"),
        ("sts:AssumeRole", "arn:aws:iam::333333333333:role/mlops-catalog/approver"),
        ("sts:AssumeRole", "arn:aws:iam::333333333333:role/OrganizationAccountAccessRole"),
        ("cloudformation:DeleteStack", "arn:aws:cloudformation:us-east-1:222222222222:stack/payroll/1"),
        ("cloudformation:UpdateStackSet", "arn:aws:cloudformation:us-east-1:123456789012:stackset/guardrails:1"),
        ("s3:PutObject", "arn:aws:s3:::somebody-elses/x"),
        ("s3:DeleteObject", "arn:aws:s3:::mlops-catalog-assets-0123456789ab-us-east-1/templates/x"),
        ("organizations:MoveAccount", "*"),
    ],
)
def test_what_is_not_the_catalogs_is_not_granted(action: str, resource: str) -> None:
    assert [found for found in GRANTS if found.allows and covers(found, action, resource)] == []
