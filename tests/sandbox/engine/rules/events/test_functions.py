"""Functions as targets of rules."""

import io
import json
import time
import uuid
import zipfile

from tests.sandbox.conftest import Sandbox

CODE = """
def handle(event, context):
    print("trying", event["detail"]["order"])
    raise ValueError("out of stock")
"""
TRUST = {
    "Version": "2012-10-17",
    "Statement": [
        {"Effect": "Allow", "Principal": {"Service": "lambda.amazonaws.com"}, "Action": "sts:AssumeRole"},
    ],
}
LOGS = {"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": "logs:*", "Resource": "*"}]}


def _function(sandbox: Sandbox, name: str) -> str:
    iam, archive = sandbox.client("iam"), io.BytesIO()
    with zipfile.ZipFile(archive, "w") as content:
        content.writestr("orders.py", CODE)
    role = iam.create_role(RoleName=name, AssumeRolePolicyDocument=json.dumps(TRUST))["Role"]["Arn"]
    iam.put_role_policy(RoleName=name, PolicyName="logs", PolicyDocument=json.dumps(LOGS))
    functions = sandbox.client("lambda")
    arn = functions.create_function(
        FunctionName=name,
        Runtime="python3.13",
        Handler="orders.handle",
        Role=role,
        Code={"ZipFile": archive.getvalue()},
    )["FunctionArn"]
    functions.add_permission(
        FunctionName=name, StatementId="events", Action="lambda:InvokeFunction", Principal="events.amazonaws.com"
    )
    return arn


def _tries(sandbox: Sandbox, name: str) -> int:
    logs, group = sandbox.client("logs"), f"/aws/lambda/{name}"
    groups = logs.describe_log_groups(logGroupNamePrefix=group)["logGroups"]
    events = logs.filter_log_events(logGroupName=group)["events"] if groups else []
    return sum("trying 7" in event["message"] for event in events)


def test_a_function_that_fails_on_an_event_runs_twice_more(sandbox: Sandbox) -> None:
    name, events = f"orders-{uuid.uuid4().hex[:8]}", sandbox.client("events")
    arn = _function(sandbox, name)
    events.put_rule(Name=name, EventPattern=json.dumps({"source": [name]}))
    events.put_targets(Rule=name, Targets=[{"Id": "function", "Arn": arn}])
    events.put_events(Entries=[{"Source": name, "DetailType": "Order Placed", "Detail": '{"order": 7}'}])
    deadline = time.monotonic() + 40
    while _tries(sandbox, name) < 3:
        assert time.monotonic() < deadline, f"{_tries(sandbox, name)} tries"
        time.sleep(0.5)
