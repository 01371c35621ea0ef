"""One sandbox for the tests of its engine, and ways to speak to it as any account or person."""

import functools
import json
import os
import socket
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import boto3
import pytest
from botocore.config import Config

ROOT = Path(__file__).parents[2]


class Sandbox:
    """A sandbox process with a state folder of its own."""

    hub, development, staging, production = "111111111111", "222222222222", "333333333333", "444444444444"
    management, outsider = "123456789012", "999999999999"

    def __init__(self, state: Path) -> None:
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self.port = probe.getsockname()[1]
        self.state, self.endpoint = state, f"http://127.0.0.1:{self.port}"

    def run(self, verb: str) -> subprocess.CompletedProcess[str]:
        command = [ROOT / ".venv-sandbox/bin/python", "-m", "sandbox", verb]
        place = ["--port", str(self.port), "--state", str(self.state)]
        return subprocess.run([*command, *place], cwd=ROOT, check=False, capture_output=True, text=True, timeout=60)

    @functools.cache  # noqa: B019 - the sandboxes live as long as the tests
    def client(self, service: str, who: str = development) -> Any:
        """A client as an account's root or as a person of the configuration file."""
        return boto3.Session().client(service, **self._keys(who), region_name="us-east-1", **self._place())

    def client_with(self, service: str, credentials: dict[str, str]) -> Any:
        keys = {
            "aws_access_key_id": credentials["AccessKeyId"],
            "aws_secret_access_key": credentials["SecretAccessKey"],
            "aws_session_token": credentials["SessionToken"],
        }
        return boto3.Session().client(service, **keys, region_name="us-east-1", **self._place())

    def assume(self, role: str, source: str) -> dict[str, str]:
        answer = self.client("sts", source).assume_role(RoleArn=role, RoleSessionName="test")
        return answer["Credentials"]

    def _place(self) -> dict[str, Any]:
        configuration = Config(retries={"max_attempts": 1}, s3={"addressing_style": "path"}, inject_host_prefix=False)
        return {"endpoint_url": self.endpoint, "config": configuration}

    def _keys(self, who: str) -> dict[str, str]:
        if who.isdigit():
            return {"aws_access_key_id": who, "aws_secret_access_key": "test"}
        os.environ["AWS_CONFIG_FILE"] = str(self.state / "aws-config")
        frozen = boto3.Session(profile_name=who).get_credentials().get_frozen_credentials()
        return {
            "aws_access_key_id": frozen.access_key,
            "aws_secret_access_key": frozen.secret_key,
            "aws_session_token": frozen.token,
        }

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
