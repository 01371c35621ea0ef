"""The sandbox that the tests of its engine share, with ways to deploy stacks in it."""

import json
import time
from collections.abc import Iterator
from typing import Any

import pytest

from tests import conftest
from tests.sandbox.cloud import Cloud


class Sandbox(conftest.Sandbox):
    """A sandbox process, its accounts, and stacks in them."""

    hub, development, staging, production = "111111111111", "222222222222", "333333333333", "444444444444"
    management, outsider = "123456789012", "999999999999"

    def client(self, service: str, who: str = development) -> Any:
        return super().client(service, who)

    def assume(self, role: str, source: str) -> dict[str, str]:
        answer = self.client("sts", source).assume_role(RoleArn=role, RoleSessionName="test")
        return answer["Credentials"]

    def deploy(self, name: str, template: dict, who: str = development, **options: Any) -> dict[str, Any]:
        """Create a stack and wait until it rests; the stack as described then."""
        stacks = self.client("cloudformation", who)
        body = json.dumps(template)
        stacks.create_stack(StackName=name, TemplateBody=body, Capabilities=["CAPABILITY_NAMED_IAM"], **options)
        return self.settled(name, who)

    def update(self, name: str, template: dict, who: str = development, **options: Any) -> dict[str, Any]:
        stacks = self.client("cloudformation", who)
        body = json.dumps(template)
        stacks.update_stack(StackName=name, TemplateBody=body, Capabilities=["CAPABILITY_NAMED_IAM"], **options)
        return self.settled(name, who)

    def settled(self, name: str, who: str = development) -> dict[str, Any]:
        deadline = time.monotonic() + 30
        while True:
            stack = self.client("cloudformation", who).describe_stacks(StackName=name)["Stacks"][0]
            if not stack["StackStatus"].endswith("_IN_PROGRESS"):
                return stack
            assert time.monotonic() < deadline, f"{name} is still {stack['StackStatus']}"
            time.sleep(0.03)

    def failures(self, name: str, who: str = development) -> list[str]:
        """The reasons of the failed events of a stack."""
        events = self.client("cloudformation", who).describe_stack_events(StackName=name)["StackEvents"]
        return [event["ResourceStatusReason"] for event in events if event["ResourceStatus"].endswith("_FAILED")]


@pytest.fixture(scope="session")
def sandbox(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Sandbox]:
    started = Sandbox(tmp_path_factory.mktemp("engine"))
    answer = started.run("start")
    assert answer.returncode == 0, answer.stderr
    yield started
    started.run("stop")


@pytest.fixture(scope="session")
def cloud(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Cloud]:
    started = Cloud(tmp_path_factory.mktemp("services")).start()
    yield started
    started.run("stop")
