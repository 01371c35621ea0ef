"""What a launch does where an account of a stage has not been prepared for launches."""

from collections.abc import Callable
from typing import Any

import pytest

STAGING = "333333333333"


@pytest.fixture(scope="module")
def command_line(make_published_sandbox: Callable[[], Any], make_command_line: Callable[..., Any]) -> Any:
    """A sandbox of its own whose staging account has lost the roles that let launches in."""
    line = make_command_line(make_published_sandbox())
    iam = line.sandbox.client("iam", STAGING)
    for role in iam.list_roles(PathPrefix="/mlops-catalog/")["Roles"]:
        name = role["RoleName"]
        for policy in iam.list_role_policies(RoleName=name)["PolicyNames"]:
            iam.delete_role_policy(RoleName=name, PolicyName=policy)
        iam.delete_role(RoleName=name)
    return line


def test_training_is_launched_without_any_stage(command_line: Any) -> None:
    done = command_line("data-scientist", "launch", "build-train", "alone")
    assert done.returncode == 0, done.stdout + done.stderr


def test_what_deploys_is_refused_with_what_the_platform_team_publishes(command_line: Any) -> None:
    done = command_line("data-scientist", "launch", "build-train-deploy", "nowhere")
    assert done.returncode != 0
    printed = done.stdout + done.stderr
    assert f"Account {STAGING} (staging) does not let this account make roles in it" in printed
    assert "`targets`" in printed
    assert "make publish" in printed


def test_a_launch_that_fails_in_one_stage_leaves_nothing_in_the_other(command_line: Any) -> None:
    stacks = command_line.sandbox.client("cloudformation", "444444444444").describe_stacks()["Stacks"]
    assert [stack["StackName"] for stack in stacks if stack["StackName"].startswith("mlops-catalog-production-")] == []
