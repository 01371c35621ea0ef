"""What runs under roles of others."""

import pytest

from scripts.gate.rules.role_use import check
from tests.scripts.gate.small import ROLE, attribute, reported, resource, role, sub, template


def test_a_build_runs_under_a_role_of_the_template_or_of_the_catalog() -> None:
    for used in (attribute("Role"), sub(f"{ROLE}mlops-catalog-seeding-build")):
        build = resource("AWS::CodeBuild::Project", ServiceRole=used)
        assert reported(check, template({"Role": role("x"), "Build": build})) == []


@pytest.mark.parametrize("used", ["arn:aws:iam::999999999999:role/x", f"{ROLE}*", "${Parameter}"])
def test_another_role_is_reported(used: str) -> None:
    build = resource("AWS::CodeBuild::Project", ServiceRole=sub(used))
    assert reported(check, template({"Build": build})) == ["Build"]


def test_the_role_of_a_rule_s_target_counts() -> None:
    rule = resource(
        "AWS::Events::Rule", Targets=[{"Id": "x", "Arn": "x", "RoleArn": "arn:aws:iam::999999999999:role/x"}]
    )
    assert reported(check, template({"Rule": rule})) == ["Rule"]
