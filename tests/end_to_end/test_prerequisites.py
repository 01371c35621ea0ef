"""What was forgotten before a first publish is named with the command that does it, and nothing is written."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest

from tests.end_to_end.command_line import CommandLine
from tests.preparation import HUB, STACK_SETS, readme_commands, run, undo

ACTIVATE, ENABLE, REGISTER_CATALOG, REGISTER_STACK_SETS = range(4)


@pytest.fixture(scope="module")
def place(make_idle_sandbox) -> Any:
    return make_idle_sandbox()


@pytest.fixture
def command(place, make_command_line) -> Iterator[CommandLine]:
    """The command line in a sandbox that is prepared again afterwards."""
    line = make_command_line(place)
    line.deploy_publisher()
    undo(place)
    yield line
    undo(place)
    prepare(place, *range(4))


def prepare(place: Any, *steps: int) -> None:
    for step in steps:
        run(place, readme_commands()[step])


@pytest.mark.parametrize(
    ("steps", "hint"),
    [
        ((), "register-delegated-administrator --account-id <hub> --service-principal servicecatalog"),
        (
            (ACTIVATE, ENABLE, REGISTER_CATALOG),
            f"register-delegated-administrator --account-id <hub> --service-principal {STACK_SETS}",
        ),
        ((ENABLE, REGISTER_CATALOG), f"--service-principal {STACK_SETS}"),
    ],
)
def test_a_missed_step_ends_with_exit_code_4_and_its_command(command, place, steps: tuple[int, ...], hint: str) -> None:
    prepare(place, *steps)
    done = command("publisher", "publish")
    assert done.returncode == 4, done.stdout + done.stderr
    assert "Traceback" not in done.stderr
    assert hint in done.stderr
    assert "nothing was written" in done.stderr
    assert place.client("s3", HUB).list_buckets()["Buckets"] == []


def test_access_that_was_only_enabled_in_organizations_is_not_enough(command, place) -> None:
    """Each service is enabled on its own."""
    organizations = place.client("organizations", "123456789012")
    for service in ("servicecatalog.amazonaws.com", STACK_SETS):
        organizations.enable_aws_service_access(ServicePrincipal=service)
        organizations.register_delegated_administrator(AccountId=HUB, ServicePrincipal=service)
    done = command("publisher", "publish")
    assert done.returncode == 4
    assert "aws servicecatalog enable-aws-organizations-access" in done.stderr
    prepare(place, ENABLE)
    done = command("publisher", "publish")
    assert done.returncode == 4
    assert "aws cloudformation activate-organizations-access" in done.stderr


@contextmanager
def denied(place: Any, action: str) -> Iterator[None]:
    """The publisher's role without one of its permissions."""
    statement = {"Effect": "Deny", "Action": action, "Resource": "*"}
    policy = json.dumps({"Version": "2012-10-17", "Statement": [statement]})
    role = {"RoleName": "mlops-catalog-publisher", "PolicyName": "less"}
    place.client("iam", HUB).put_role_policy(**role, PolicyDocument=policy)
    try:
        yield
    finally:
        place.client("iam", HUB).delete_role_policy(**role)


def test_a_publisher_who_cannot_list_delegates_gets_the_name_of_the_permission(command, place) -> None:
    prepare(place, *range(4))
    with denied(place, "organizations:ListDel*"):
        done = command("publisher", "publish")
    assert done.returncode == 4
    assert "needs organizations:ListDelegatedAdministrators" in done.stderr


def test_a_role_with_less_than_the_publishers_policy_is_refused_by_name(command, place) -> None:
    prepare(place, *range(4))
    with denied(place, "organizations:DescribeOrg*"):
        done = command("publisher", "publish")
    assert done.returncode == 4
    assert "organizations:DescribeOrganization" in done.stderr
