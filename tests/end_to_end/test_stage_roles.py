"""What a launch does where the roles of a stage's account are missing."""

from collections.abc import Callable
from typing import Any

import pytest

STAGING = "333333333333"


@pytest.fixture(scope="module")
def command_line(make_idle_sandbox: Callable[[], Any], make_command_line: Callable[..., Any]) -> Any:
    """A sandbox of its own, published to, whose staging account has lost its roles."""
    line = make_command_line(make_idle_sandbox())
    line.published()
    iam = line.sandbox.client("iam", STAGING)
    for role in iam.list_roles(PathPrefix="/mlops-catalog/")["Roles"]:
        name = role["RoleName"]
        for policy in iam.list_role_policies(RoleName=name)["PolicyNames"]:
            iam.delete_role_policy(RoleName=name, PolicyName=policy)
        iam.delete_role(RoleName=name)
    return line


def test_training_is_launched_without_the_roles_of_a_stage(command_line: Any) -> None:
    done = command_line("data-scientist", "launch", "build-train", "alone")
    assert done.returncode == 0, done.stdout + done.stderr


def test_what_deploys_is_refused_in_codepipelines_words(command_line: Any) -> None:
    done = command_line("data-scientist", "launch", "build-train-deploy", "nowhere")
    assert done.returncode != 0
    refused = (
        f"is not authorized to perform AssumeRole on role arn:aws:iam::{STAGING}:role/mlops-catalog/mlops-catalog-"
    )
    assert refused in done.stdout + done.stderr
