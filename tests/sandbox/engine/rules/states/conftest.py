"""Workflows of an account: machines with a role that may do everything, and what their executions left."""

import json
import time
import uuid
from typing import Any

import pytest

from tests.sandbox.conftest import Sandbox
from tests.sandbox.engine.rules.states.machines import machine, passing

TRUST = {"Effect": "Allow", "Principal": {"Service": "states.amazonaws.com"}, "Action": "sts:AssumeRole"}
HANDLED = {"Catch": [{"ErrorEquals": ["States.ALL"], "ResultPath": "$.problem", "Next": "After"}]}
ALL = {"Effect": "Allow", "Action": "*", "Resource": "*"}


class Workflows:
    """`client` is the account's root."""

    def __init__(self, sandbox: Sandbox) -> None:
        self.account = sandbox.development
        self.client = sandbox.client("stepfunctions")
        self._iam = sandbox.client("iam")
        self.service = sandbox.client
        self.everything = self.role(ALL)

    def role(self, *statements: dict[str, Any], trust: dict[str, Any] = TRUST) -> str:
        name = f"workflow-{uuid.uuid4().hex[:8]}"
        document = json.dumps({"Version": "2012-10-17", "Statement": [trust]})
        arn = self._iam.create_role(RoleName=name, AssumeRolePolicyDocument=document)["Role"]["Arn"]
        if statements:
            policy = json.dumps({"Version": "2012-10-17", "Statement": list(statements)})
            self._iam.put_role_policy(RoleName=name, PolicyName="own", PolicyDocument=policy)
        return arn

    def create(self, definition: Any, **members: Any) -> str:
        """The ARN of a new state machine."""
        text = definition if isinstance(definition, str) else json.dumps(definition)
        given = {"name": f"m{uuid.uuid4().hex[:8]}", "definition": text, "roleArn": self.everything} | members
        return self.client.create_state_machine(**given)["stateMachineArn"]

    def start(self, machine: str, data: Any = None, **members: Any) -> str:
        """The ARN of a new execution."""
        text = json.dumps({} if data is None else data)
        return self.client.start_execution(stateMachineArn=machine, input=text, **members)["executionArn"]

    def ended(self, execution: str) -> dict[str, Any]:
        """An execution as soon as it does not run."""
        deadline = time.monotonic() + 20
        while (found := self.client.describe_execution(executionArn=execution))["status"] == "RUNNING":
            assert time.monotonic() < deadline, self.events(execution)
            time.sleep(0.05)
        return found

    def run(self, definition: Any, data: Any = None) -> dict[str, Any]:
        """The execution of a new state machine when it has ended."""
        return self.ended(self.start(self.create(definition), data))

    def output(self, definition: Any, data: Any = None) -> Any:
        found = self.run(definition, data)
        assert found["status"] == "SUCCEEDED", found.get("cause")
        return json.loads(found["output"])

    def handled(self, state: dict[str, Any], data: Any = None) -> dict[str, str]:
        """Error and cause of a state, as its catcher gets them."""
        definition = machine(Task=state | HANDLED, After=passing(OutputPath="$.problem"))
        return self.output(definition, data or {})

    def details(self, execution: str, kind: str) -> dict[str, Any]:
        """The details of the first event of a type."""
        event = next(event for event in self.events(execution) if event["type"] == kind)
        return next((value for name, value in event.items() if name.endswith("EventDetails")), {})

    def events(self, execution: str) -> list[dict[str, Any]]:
        return self.client.get_execution_history(executionArn=execution, maxResults=1000)["events"]

    def chain(self, execution: str) -> list[tuple[int, int, str]]:
        """Number, predecessor and type of every event."""
        return [(event["id"], event["previousEventId"], event["type"]) for event in self.events(execution)]


@pytest.fixture(scope="session")
def workflows(sandbox: Sandbox) -> Workflows:
    return Workflows(sandbox)
