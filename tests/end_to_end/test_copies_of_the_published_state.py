"""A sandbox that starts from a copy of the published state is as independent as a new one."""

from typing import Any

import pytest

DEVELOPMENT = "222222222222"


@pytest.fixture(scope="module")
def other(make_published_sandbox) -> Any:
    """A second copy."""
    return make_published_sandbox()


def test_nothing_is_left_to_publish(other: Any, make_command_line) -> None:
    assert "plan      nothing to change" in make_command_line(other)("publisher", "plan").stdout


def test_secrets_are_its_own(other: Any, sandbox: Any, published_state) -> None:
    assert len({(place / "secret").read_text() for place in (other.state, sandbox.state, published_state.folder)}) == 3


def test_no_address_is_that_of_another_sandbox(other: Any) -> None:
    stacks = other.client("cloudformation", DEVELOPMENT).describe_stacks()["Stacks"]
    outputs = {item["OutputKey"]: item["OutputValue"] for stack in stacks for item in stack.get("Outputs", [])}
    queue = outputs["AlertDeadLettersUrl"]
    assert queue.startswith(f"{other.endpoint}/")
    assert other.client("sqs", DEVELOPMENT).get_queue_attributes(QueueUrl=queue, AttributeNames=["QueueArn"])


def test_a_change_is_in_no_other_copy(other: Any, sandbox: Any) -> None:
    name = "/of-one-copy"
    other.client("ssm", DEVELOPMENT).put_parameter(Name=name, Value="here", Type="String")
    assert other.client("ssm", DEVELOPMENT).get_parameters(Names=[name])["Parameters"]
    assert sandbox.client("ssm", DEVELOPMENT).get_parameters(Names=[name])["InvalidParameters"] == [name]
