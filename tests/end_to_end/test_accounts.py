"""Accounts join, leave, are closed and come back, and a publish handles each case."""

import json
import time
from collections.abc import Callable
from typing import Any

import pytest

from tests.end_to_end.command_line import CommandLine
from tests.preparation import HUB, MANAGEMENT

ROOT, UNIT = "r-sand", "ou-sand-mlopsdev"
SETS = ("mlops-catalog-roles", "mlops-catalog-settings")


@pytest.fixture(scope="module")
def place(make_published_sandbox) -> Any:
    return make_published_sandbox()


@pytest.fixture(scope="module")
def run(place, make_command_line) -> CommandLine:
    return make_command_line(place)


@pytest.fixture
def new_account(place) -> Callable[[], str]:
    """Creates an account of the organisation, in no unit yet."""

    def create() -> str:
        organizations = place.client("organizations", MANAGEMENT)
        name = f"team-{time.monotonic_ns()}"
        made = organizations.create_account(Email=f"{name}@example.com", AccountName=name)
        return made["CreateAccountStatus"]["AccountId"]

    return create


def move(place: Any, account: str, source: str, destination: str) -> None:
    """Moves an account, and waits until automatic deployment has followed it."""
    organizations = place.client("organizations", MANAGEMENT)
    organizations.move_account(AccountId=account, SourceParentId=source, DestinationParentId=destination)
    deadline = time.monotonic() + 60
    while any(status in ("RUNNING", "QUEUED") for status in operations(place)):
        assert time.monotonic() < deadline
        time.sleep(0.1)


def operations(place: Any) -> list[str]:
    stacks = place.client("cloudformation", HUB)
    return [
        operation["Status"]
        for name in SETS
        for operation in stacks.list_stack_set_operations(StackSetName=name, CallAs="DELEGATED_ADMIN")["Summaries"]
    ]


def instances(place: Any, account: str) -> dict[str, dict[str, Any]]:
    stacks = place.client("cloudformation", HUB)
    return {
        name: instance
        for name in SETS
        for instance in stacks.list_stack_instances(
            StackSetName=name, CallAs="DELEGATED_ADMIN", StackInstanceAccount=account
        )["Summaries"]
    }


def test_an_account_that_joins_gets_the_roles_before_the_settings_that_need_them(
    run: CommandLine, place: Any, new_account: Callable[[], str]
) -> None:
    account = new_account()
    move(place, account, ROOT, UNIT)
    assert [instance["Status"] for instance in instances(place, account).values()] == ["CURRENT", "CURRENT"]
    assert "plan      nothing to change" in run("publisher", "plan").stdout
    verified = run("publisher", "verify")
    assert verified.returncode == 0, verified.stdout + verified.stderr
    assert "readable in 4 accounts" in verified.stdout


def test_settings_and_clean_up_wait_for_their_roles(run: CommandLine, place: Any) -> None:
    stacks = place.client("cloudformation", HUB)
    for name, first in (("settings", "roles"), ("cleanup", "target")):
        found = stacks.describe_stack_set(StackSetName=f"mlops-catalog-{name}", CallAs="DELEGATED_ADMIN")["StackSet"]
        (before,) = found["AutoDeployment"]["DependsOn"]
        assert f"stackset/mlops-catalog-{first}:" in before


def test_a_suspended_account_is_reported_and_fails_no_publish(
    run: CommandLine, place: Any, new_account: Callable[[], str]
) -> None:
    account = new_account()
    move(place, account, ROOT, UNIT)
    place.client("organizations", MANAGEMENT).close_account(AccountId=account)
    verified = run("publisher", "verify")
    assert verified.returncode == 0, verified.stdout + verified.stderr
    assert f"{account} is suspended and was not read" in verified.stdout
    update(place)
    states = {instance["StackInstanceStatus"]["DetailedStatus"] for instance in instances(place, account).values()}
    assert "SKIPPED_SUSPENDED_ACCOUNT" in states
    done = run("publisher", "publish")
    assert done.returncode == 0, done.stdout + done.stderr
    assert f"left out  {account} was left out: This account is suspended" in done.stdout
    assert "plan      nothing to change" in run("publisher", "plan").stdout


def update(place: Any) -> None:
    """Starts what the next change of the roles would start."""
    stacks = place.client("cloudformation", HUB)
    found = stacks.describe_stack_set(StackSetName=SETS[0], CallAs="DELEGATED_ADMIN")["StackSet"]
    stacks.update_stack_set(
        StackSetName=SETS[0],
        CallAs="DELEGATED_ADMIN",
        UsePreviousTemplate=True,
        Capabilities=["CAPABILITY_NAMED_IAM"],
        Parameters=found["Parameters"],
    )
    deadline = time.monotonic() + 60
    while any(status in ("RUNNING", "QUEUED") for status in operations(place)):
        assert time.monotonic() < deadline
        time.sleep(0.1)


def test_an_account_that_comes_back_is_named_with_the_way_to_clean_it(
    run: CommandLine, place: Any, new_account: Callable[[], str]
) -> None:
    """Its stacks stayed with it, so that its projects could go on; their roles have the names of the new ones."""
    account = new_account()
    move(place, account, ROOT, UNIT)
    move(place, account, UNIT, ROOT)
    assert instances(place, account) == {}
    move(place, account, ROOT, UNIT)
    assert instances(place, account)[SETS[0]]["Status"] == "OUTDATED"
    assert SETS[1] not in instances(place, account)
    done = run("publisher", "publish")
    assert done.returncode == 3
    assert f"+ spoke settings in {account}" in done.stdout
    assert f"failed in 1 of the accounts: {account}" in done.stderr
    assert "README, An account that comes back" in done.stderr
    clean(place, account)
    again = run("publisher", "publish")
    assert again.returncode == 0, again.stdout + again.stderr
    assert [instance["Status"] for instance in instances(place, account).values()] == ["CURRENT", "CURRENT"]


def clean(place: Any, account: str) -> None:
    """README, "An account that comes back": the stacks of the last stay, and what outlives them."""
    stacks = place.client("cloudformation", account)
    known = {instance["StackId"] for instance in instances(place, account).values() if "StackId" in instance}
    former = {stack["StackId"] for stack in stacks.describe_stacks()["Stacks"]} - known
    for stack in former:
        stacks.delete_stack(StackName=stack)
    deadline = time.monotonic() + 60
    while former & {stack["StackId"] for stack in stacks.describe_stacks()["Stacks"]}:
        assert time.monotonic() < deadline
        time.sleep(0.1)
    logs = place.client("logs", account)
    for group in logs.describe_log_groups()["logGroups"]:
        logs.delete_log_group(logGroupName=group["logGroupName"])
    storage = place.client("s3", account)
    for bucket in storage.list_buckets()["Buckets"]:
        storage.delete_bucket(Bucket=bucket["Name"])


def test_a_stack_whose_creation_failed_is_made_again(
    run: CommandLine, place: Any, new_account: Callable[[], str]
) -> None:
    account = new_account()
    trusted = {"Effect": "Allow", "Principal": {"Service": "lambda.amazonaws.com"}, "Action": "sts:AssumeRole"}
    trust = json.dumps({"Version": "2012-10-17", "Statement": trusted})
    iam = place.client("iam", account)
    iam.create_role(RoleName="mlops-catalog-launch", AssumeRolePolicyDocument=trust)
    move(place, account, ROOT, UNIT)
    failed = instances(place, account)[SETS[0]]
    stacks = place.client("cloudformation", account)
    assert stacks.describe_stacks(StackName=failed["StackId"])["Stacks"][0]["StackStatus"] == "ROLLBACK_COMPLETE"
    iam.delete_role(RoleName="mlops-catalog-launch")
    done = run("publisher", "publish")
    assert done.returncode == 0, done.stdout + done.stderr
    assert instances(place, account)[SETS[0]]["StackId"] != failed["StackId"]
    assert [instance["Status"] for instance in instances(place, account).values()] == ["CURRENT", "CURRENT"]


def test_a_hub_inside_a_unit_that_receives_roles_is_refused(run: CommandLine, place: Any) -> None:
    organizations = place.client("organizations", MANAGEMENT)
    there = {"AccountId": HUB, "SourceParentId": ROOT, "DestinationParentId": "ou-sand-mlops001"}
    back = {"AccountId": HUB, "SourceParentId": "ou-sand-mlops001", "DestinationParentId": ROOT}
    organizations.move_account(**there)
    try:
        done = run("publisher", "publish")
    finally:
        organizations.move_account(**back)
    assert done.returncode == 2
    assert f"the hub {HUB} is below the unit mlops" in done.stderr
