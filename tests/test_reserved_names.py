"""The service control policy that reserves the catalog's names: nobody else makes them, and the catalog still can."""

import json
from fnmatch import fnmatchcase
from pathlib import Path
from typing import Any

import pytest

from templates import names

POLICY = json.loads((Path(__file__).parents[1] / "docs" / "reserved-names-scp.json").read_text())
ACCOUNT = "arn:aws:iam::222222222222:"
CREATE = ("iam:CreateRole", "iam:PutRolePolicy", "iam:UpdateAssumeRolePolicy")
# AWS Organizations User Guide, "Quotas": characters of a service control policy.
LONGEST = 5_120
RESERVED = (
    f"role{names.PATH}sagemaker-p-0123456789ab-deploy-pipeline",
    f"role{names.PATH}{names.STAGES_FUNCTION}",
    f"role{names.PATH}{names.APPROVER}",
    f"role/{names.LAUNCH_ROLE}",
    "role/stacksets-exec-0123456789abcdef",
)
STACK_SETS = f"{ACCOUNT}role/stacksets-exec-0123456789abcdef"


def _listed(value: Any) -> list[str]:
    return value if isinstance(value, list) else [value]


def _denied(principal: str, action: str, resource: str) -> bool:
    for statement in POLICY["Statement"]:
        excepted = _listed(statement.get("Condition", {}).get("ArnNotLike", {}).get("aws:PrincipalArn", []))
        if (
            action in statement["Action"]
            and any(fnmatchcase(f"{ACCOUNT}{resource}", pattern) for pattern in _listed(statement["Resource"]))
            and not any(fnmatchcase(principal, pattern) for pattern in excepted)
        ):
            return True
    return False


@pytest.mark.parametrize("resource", RESERVED)
@pytest.mark.parametrize("action", ["iam:CreateRole", "iam:UpdateAssumeRolePolicy"])
@pytest.mark.parametrize(
    "name", ["Admin", "stacksets", "mlops-catalog-launch-2", "mlops-catalog/mlops-catalog-approver"]
)
def test_an_administrator_of_an_account_makes_and_changes_none_of_the_names(
    name: str, action: str, resource: str
) -> None:
    assert _denied(f"{ACCOUNT}role/{name}", action, resource)


@pytest.mark.parametrize("action", CREATE)
def test_stack_sets_make_the_roles_of_the_catalog(action: str) -> None:
    for name in (names.STAGES_FUNCTION, names.STAGE_PROVISIONER, names.APPROVER):
        assert not _denied(STACK_SETS, action, f"role{names.PATH}{name}")
    assert not _denied(STACK_SETS, action, f"role/{names.LAUNCH_ROLE}")
    assert not _denied(STACK_SETS, "iam:CreatePolicy", f"policy{names.PATH}{names.BOUNDARY}")


@pytest.mark.parametrize("maker", [f"role/{names.LAUNCH_ROLE}", f"role{names.PATH}{names.STAGE_CLOUDFORMATION}"])
@pytest.mark.parametrize("action", CREATE)
def test_launches_make_roles_of_projects_and_no_roles_of_the_catalog(maker: str, action: str) -> None:
    assert not _denied(f"{ACCOUNT}{maker}", action, f"role{names.PATH}sagemaker-p-0123456789ab-deploy-pipeline")
    assert _denied(f"{ACCOUNT}{maker}", action, f"role{names.PATH}{names.STAGES_FUNCTION}")
    assert _denied(f"{ACCOUNT}{maker}", "iam:CreatePolicyVersion", f"policy{names.PATH}{names.STAGE_BOUNDARY}")


def test_other_roles_are_left_alone() -> None:
    assert not _denied(f"{ACCOUNT}role/Admin", "iam:CreateRole", "role/payroll")


def test_the_policy_fits() -> None:
    assert len(json.dumps(POLICY, separators=(",", ":"))) <= LONGEST
