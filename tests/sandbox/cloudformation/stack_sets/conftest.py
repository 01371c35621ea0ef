"""Stack sets of a delegated administrator over the units of the organisation."""

import json
import time
from collections.abc import Callable
from typing import Any

import pytest

Call = Callable[..., dict[str, Any]]

PARENT, REGIONS = {"OrganizationalUnitIds": ["ou-sand-mlops001"]}, ["us-east-1"]
DEVELOPMENT = {"OrganizationalUnitIds": ["ou-sand-mlopsdev"]}
WIDE = {"MaxConcurrentCount": 10, "ConcurrencyMode": "SOFT_FAILURE_TOLERANCE"}


def template(name: str) -> str:
    parameter = {"Name": f"/sets/{name}", "Type": "String", "Value": {"Ref": "Value"}}
    resource = {"Type": "AWS::SSM::Parameter", "Properties": parameter}
    return json.dumps({"Parameters": {"Value": {"Type": "String"}}, "Resources": {"Parameter": resource}})


@pytest.fixture
def make_stack_set(sandbox: Any) -> Callable[..., Call]:
    """Creates a stack set; returns a function that calls the API with the set's name filled in."""

    def create(name: str, **options: Any) -> Call:
        stacks = sandbox.client("cloudformation", sandbox.hub)

        def call(operation: str, **arguments: Any) -> dict[str, Any]:
            return getattr(stacks, operation)(StackSetName=name, CallAs="DELEGATED_ADMIN", **arguments)

        settings = {"TemplateBody": template(name), "PermissionModel": "SERVICE_MANAGED", **options}
        call("create_stack_set", Parameters=[{"ParameterKey": "Value", "ParameterValue": "one"}], **settings)
        return call

    return create


def ended(call: Call, started: dict[str, Any]) -> dict[str, Any]:
    """An operation on a stack set, when it has ended."""
    deadline = time.monotonic() + 30
    while True:
        operation = call("describe_stack_set_operation", OperationId=started["OperationId"])["StackSetOperation"]
        if operation["Status"] not in ("RUNNING", "QUEUED"):
            return operation
        assert time.monotonic() < deadline
        time.sleep(0.03)


def ended_last(call: Call) -> dict[str, Any]:
    """The newest operation on a stack set, when it has ended."""
    return ended(call, call("list_stack_set_operations")["Summaries"][0])
