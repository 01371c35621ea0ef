"""Roles of accounts that reach more than the catalog made."""

import pytest

from scripts.gate.model.template import Body
from scripts.gate.rules.catalog_scope import check
from tests.scripts.gate.small import ROLE, allow, own, reported, role, sub, template


def reaches(resource: Body, name: str = "mlops-catalog-launch") -> bool:
    return reported(check, template({"Role": role(name, allow("x:Y", resource))}, "foundation")) == []


@pytest.mark.parametrize(
    "name", ["project/sagemaker-*-p-*", "project/mlops-catalog-*-p-*", "project/mlops-catalog-seeding"]
)
def test_names_of_projects_and_of_the_catalog_are_reached(name: str) -> None:
    assert reaches(own("codebuild", name))


@pytest.mark.parametrize("name", ["project/*", "project/sagemaker-*", "project/mlops-catalog-*"])
def test_wider_patterns_are_reported(name: str) -> None:
    assert not reaches(own("codebuild", name))


def test_only_administrators_reach_all_roles_of_the_catalog() -> None:
    assert reaches(sub(f"{ROLE}sagemaker-p-*"))
    assert not reaches(sub(f"{ROLE}*"))
    assert reaches(sub(f"{ROLE}*"), name="mlops-catalog-publisher")
