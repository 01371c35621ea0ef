"""Roles that run code and could change what others run."""

import pytest

from scripts.gate.rules.escalation import check
from tests.scripts.gate.small import allow, granted, reported, role, service, template


@pytest.mark.parametrize(
    "action", ["iam:PutRolePolicy", "codebuild:UpdateProject", "lambda:UpdateFunctionCode", "s3:*"]
)
def test_a_build_changes_no_other_code(action: str) -> None:
    assert granted(check, allow("s3:GetObject", "x"))
    assert not granted(check, allow(action, "x"))


def test_a_role_that_runs_no_code_is_left_to_its_own_rules() -> None:
    launch = role("mlops-catalog-launch", allow("codebuild:UpdateProject", "x"), trust=service("servicecatalog"))
    assert reported(check, template({"Role": launch}, "foundation")) == []
