"""Builds with privileges, secrets or foreign images."""

from typing import Any

import pytest

from scripts.gate.rules.build_project import check
from tests.scripts.gate.small import KEY, attribute, reported, resource, template

ENVIRONMENT = {"Type": "LINUX_CONTAINER", "Image": "aws/codebuild/amazonlinux-x86_64-standard:6.0"}
GOOD: dict[str, Any] = {
    "Environment": ENVIRONMENT,
    "EncryptionKey": attribute("Key"),
    "Source": {"Type": "CODEPIPELINE"},
    "Artifacts": {"Type": "CODEPIPELINE"},
    "TimeoutInMinutes": 60,
    "VpcConfig": {name: {"Ref": name} for name in ("VpcId", "Subnets", "SecurityGroupIds")},
}


def of(**properties: Any) -> list[str]:
    return reported(check, template({"Key": KEY, "Build": resource("AWS::CodeBuild::Project", **properties)}))


@pytest.mark.parametrize("name", GOOD)
def test_every_property_is_needed(name: str) -> None:
    assert of(**GOOD) == []
    assert of(**{other: value for other, value in GOOD.items() if other != name}) == ["Build"]


@pytest.mark.parametrize("change", [{"PrivilegedMode": True}, {"Image": "python:3.12"}, {"Certificate": "x"}])
def test_it_runs_in_an_image_of_aws_without_privileges(change: dict[str, Any]) -> None:
    assert of(**{**GOOD, "Environment": {**ENVIRONMENT, **change}}) == ["Build"]


@pytest.mark.parametrize(
    "name", ["GITHUB_TOKEN", "DB_PASSWORD", "AWS_PROFILE", "PYTHONPATH", "PIP_EXTRA_INDEX_URL", "PATH"]
)
def test_no_variable_is_a_secret_or_changes_what_commands_do(name: str) -> None:
    variables = [{"Name": name, "Value": "x"}]
    assert of(**{**GOOD, "Environment": {**ENVIRONMENT, "EnvironmentVariables": variables}}) == ["Build"]


def test_the_package_index_is_a_variable_with_tls() -> None:
    for address, expected in (("https://example.com", []), ("http://example.com", ["Build"])):
        variables = [{"Name": "PIP_INDEX_URL", "Value": address}]
        assert of(**{**GOOD, "Environment": {**ENVIRONMENT, "EnvironmentVariables": variables}}) == expected
