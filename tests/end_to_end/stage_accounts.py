"""Accounts of stages as a test looks at them, and roles that a hostile administrator could make or become."""

import json
import time
from typing import Any

from botocore.exceptions import ClientError

DEVELOPMENT, OUTSIDER = "222222222222", "999999999999"
STAGES = {"staging": "333333333333", "production": "444444444444"}
PARTS = {"deploy", "cloudformation", "endpoint", "test"}
FUNCTION = f"arn:aws:lambda:us-east-1:{DEVELOPMENT}:function:mlops-catalog-stages"
NAME = "victim"


def settled(client: Any, name: str) -> str:
    deadline = time.monotonic() + 60
    while True:
        try:
            status = client.describe_stacks(StackName=name)["Stacks"][0]["StackStatus"]
        except ClientError:
            return "DELETE_COMPLETE"
        if not status.endswith("_IN_PROGRESS"):
            return status
        assert time.monotonic() < deadline, status
        time.sleep(0.1)


def roles(identifier: str, template_url: str, stage: str = "staging") -> dict[str, Any]:
    properties = {
        "ServiceToken": FUNCTION,
        "Stage": stage,
        "Account": STAGES[stage],
        "ProjectId": identifier,
        "ProjectName": NAME,
        "TemplateUrl": template_url,
    }
    return {"Type": "Custom::StageRoles", "Properties": properties}


def stage_stacks(command_line: Any, identifier: str) -> dict[str, str]:
    """The status of the project's stack in each stage's account that has one."""
    found = {}
    for stage, account in STAGES.items():
        for each in command_line.sandbox.client("cloudformation", account).describe_stacks()["Stacks"]:
            if each["StackName"] == f"mlops-catalog-{stage}-{DEVELOPMENT}-{identifier}":
                found[stage] = each["StackStatus"]
    return found


def role_names(command_line: Any, stage: str, identifier: str) -> set[str]:
    listed = command_line.sandbox.client("iam", STAGES[stage]).list_roles(PathPrefix="/mlops-catalog/")["Roles"]
    prefix = f"sagemaker-{identifier}-{stage}-"
    return {role["RoleName"].removeprefix(prefix) for role in listed if role["RoleName"].startswith(prefix)}


def become(command_line: Any, role: str, **more: Any) -> dict[str, str]:
    """Credentials of a role that its account's administrator lets in; what a hostile administrator can do."""
    account, name = role.split(":")[4], role.rpartition("/")[2]
    iam = command_line.sandbox.client("iam", account)
    root = {"Effect": "Allow", "Principal": {"AWS": f"arn:aws:iam::{account}:root"}, "Action": "sts:AssumeRole"}
    trust = json.loads(json.dumps(iam.get_role(RoleName=name)["Role"]["AssumeRolePolicyDocument"]))
    trust["Statement"] = [*trust["Statement"], root]
    iam.update_assume_role_policy(RoleName=name, PolicyDocument=json.dumps(trust))
    sts = command_line.sandbox.client("sts", account)
    return sts.assume_role(RoleArn=role, RoleSessionName="hostile", **more)["Credentials"]


def make_role(command_line: Any, account: str, name: str) -> str:
    """A role under the catalog's path that may assume everything."""
    iam = command_line.sandbox.client("iam", account)
    trust = {"Effect": "Allow", "Principal": {"AWS": f"arn:aws:iam::{account}:root"}, "Action": "sts:AssumeRole"}
    arn = iam.create_role(RoleName=name, Path="/mlops-catalog/", AssumeRolePolicyDocument=json.dumps(document(trust)))[
        "Role"
    ]["Arn"]
    may = {"Effect": "Allow", "Action": "sts:*", "Resource": "*"}
    iam.put_role_policy(RoleName=name, PolicyName="all", PolicyDocument=json.dumps(document(may)))
    return arn


def document(statement: dict[str, Any]) -> dict[str, Any]:
    return {"Version": "2012-10-17", "Statement": [statement]}


def assume(command_line: Any, credentials: dict[str, str], role: str, tag: str = "") -> dict[str, str]:
    sts = command_line.sandbox.client_with("sts", credentials)
    tags: dict[str, Any] = {"Tags": [{"Key": "development-account", "Value": tag}]} if tag else {}
    return sts.assume_role(RoleArn=role, RoleSessionName="hostile", **tags)["Credentials"]


def delete_project(command_line: Any) -> str:
    """Deletes the project; the status that it ends with."""
    studio = command_line.sandbox.client("sagemaker", "data-scientist")
    studio.delete_project(ProjectName=NAME)
    deadline = time.monotonic() + 60
    while True:
        try:
            status = studio.describe_project(ProjectName=NAME)["ProjectStatus"]
        except ClientError:
            return "DeleteCompleted"
        if status in ("DeleteCompleted", "DeleteFailed"):
            return status
        assert time.monotonic() < deadline, status
        time.sleep(0.1)


def reasons_of_launched_stacks(command_line: Any) -> str:
    stacks = command_line.sandbox.client("cloudformation", DEVELOPMENT)
    launched = [each for each in stacks.describe_stacks()["Stacks"] if each["StackName"].startswith("SC-")]
    events = [
        event for each in launched for event in stacks.describe_stack_events(StackName=each["StackId"])["StackEvents"]
    ]
    return " ".join(event.get("ResourceStatusReason", "") for event in events)
