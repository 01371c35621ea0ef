"""AWS shows late what it has done; a publish takes neither an old success nor an old failure for the result."""

import time
from typing import Any

import pytest
from botocore.exceptions import ClientError

from scripts.aws.stacks import apply_stack, delete_stack, find_stack
from scripts.errors import UnfinishedError
from scripts.publishing.desired import Stack
from scripts.releases.store import template_text


@pytest.fixture(scope="module")
def late(make_sandbox) -> Any:
    return make_sandbox(SANDBOX_PYTHON="/dev/null/python", SANDBOX_STALE_READS="4", SANDBOX_ARRIVAL_SECONDS="4")


def stack(**values: str) -> Stack:
    resources = {
        name: {"Type": "AWS::SSM::Parameter", "Properties": {"Name": f"/late/{name}", "Type": "String", "Value": value}}
        for name, value in values.items()
    }
    return Stack("mlops-catalog-late", "us-east-1", template_text({"Resources": resources}), {})


def apply(client: Any, desired: Stack) -> None:
    apply_stack(client, desired, None, lambda: None)


def wait_for_publisher(late: Any) -> None:
    """Waits until the role can be assumed, as the administrator who deployed it does."""
    arn, deadline = "arn:aws:iam::111111111111:role/mlops-catalog-publisher", time.monotonic() + 30
    while True:
        try:
            late.client("sts", "111111111111").assume_role(RoleArn=arn, RoleSessionName="ready")
        except ClientError:
            assert time.monotonic() < deadline
            time.sleep(0.2)
        else:
            return


def test_a_failed_update_is_no_success_because_the_stack_still_looks_updated(late: Any) -> None:
    client = late.client("cloudformation", "111111111111")
    ssm = late.client("ssm", "111111111111")
    apply(client, stack(one="1"))
    apply(client, stack(one="2"))
    ssm.put_parameter(Name="/late/two", Value="in the way", Type="String")
    with pytest.raises(UnfinishedError):
        apply(client, stack(one="3", two="1"))
    ssm.delete_parameter(Name="/late/two")
    apply(client, stack(one="3", two="1"))
    assert ssm.get_parameter(Name="/late/two")["Parameter"]["Value"] == "1"
    found = find_stack(client, "mlops-catalog-late")
    assert found
    assert found.status == "UPDATE_COMPLETE"
    assert delete_stack(client, "mlops-catalog-late", lambda: None)


def test_a_first_publish_is_whole_although_everything_is_shown_late(late: Any, make_command_line) -> None:
    run = make_command_line(late)
    run.deploy_publisher()
    wait_for_publisher(late)
    assert "readable in 3 accounts, launch role equal everywhere" in run.published()
    assert "plan      nothing to change" in run("publisher", "plan").stdout
