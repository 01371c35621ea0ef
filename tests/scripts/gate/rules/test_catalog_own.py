"""Who could change the catalog's own roles, functions and assets."""

from scripts.gate.rules.catalog_own import check
from tests.scripts.gate.small import ROLE, allow, own, reported, role, sub, template


def test_a_role_uses_what_the_catalog_has_and_does_not_change_it() -> None:
    function = own("lambda", "function:mlops-catalog-seeding")
    for action, expected in (("lambda:InvokeFunction", []), ("lambda:UpdateFunctionCode", ["Role"])):
        launch = role("mlops-catalog-launch", allow(action, function))
        assert reported(check, template({"Role": launch}, "foundation")) == expected


def test_the_approver_s_trust_is_changed_by_the_publisher_alone() -> None:
    change = allow("iam:UpdateAssumeRolePolicy", sub(f"{ROLE}mlops-catalog-approver"))
    for name, expected in (("mlops-catalog-publisher", []), ("mlops-catalog-launch", ["Role"])):
        assert reported(check, template({"Role": role(name, change)}, "foundation")) == expected


def test_roles_of_projects_are_no_roles_of_the_catalog() -> None:
    made = allow("iam:CreateRole", sub(f"{ROLE}sagemaker-p-*"))
    builds = allow("codebuild:CreateProject", own("codebuild", "project/mlops-catalog-*-p-*"))
    assert reported(check, template({"Role": role("mlops-catalog-launch", made, builds)}, "foundation")) == []
    own_build = allow("codebuild:UpdateProject", own("codebuild", "project/mlops-catalog-*"))
    assert reported(check, template({"Role": role("mlops-catalog-launch", own_build)}, "foundation")) == ["Role"]
