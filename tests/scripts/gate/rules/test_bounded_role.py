"""Roles outside the boundary, the path or the names that policies rest on."""

from typing import Any

from scripts.gate.rules.bounded_role import check
from tests.scripts.gate.small import ID, reported, role, template

BOUNDARY = {"Ref": "PermissionsBoundary"}
PATH = "/mlops-catalog/"


def of_project(**more: Any) -> list[str]:
    return reported(check, template({"Role": role(f"sagemaker-{ID}-build", **more)}))


def test_a_role_of_a_project_is_bounded_and_on_the_path() -> None:
    assert of_project(PermissionsBoundary=BOUNDARY, Path=PATH) == []
    assert of_project(Path=PATH) == ["Role"]
    assert of_project(PermissionsBoundary=BOUNDARY) == ["Role"]
    assert of_project(PermissionsBoundary="arn:aws:iam::aws:policy/AdministratorAccess", Path=PATH) == ["Role"]


def test_a_role_of_a_project_has_its_id_in_its_name() -> None:
    named = role("admin", PermissionsBoundary=BOUNDARY, Path=PATH)
    assert reported(check, template({"Role": named})) == ["Role"]


def test_the_launch_role_alone_may_be_without_the_path() -> None:
    for name, expected in (("mlops-catalog-launch", []), ("mlops-catalog-approver", ["Role"])):
        assert reported(check, template({"Role": role(name)}, "foundation")) == expected
