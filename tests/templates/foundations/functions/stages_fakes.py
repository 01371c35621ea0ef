"""A stage's account for the function that makes roles in it: CloudFormation there, and what answers are sent."""

import json
from typing import Any

from botocore.exceptions import ClientError

from templates.foundations.functions.stages import Services

LAUNCH = "arn:aws:cloudformation:us-east-1:222222222222:stack/SC-1/11111111"
OTHER_LAUNCH = "arn:aws:cloudformation:us-east-1:222222222222:stack/SC-2/22222222"
NAME = "mlops-catalog-staging-222222222222-p-0123456789ab"
ENDPOINT = "sagemaker-demo-p-0123456789ab-endpoint-staging"
TEMPLATE = "https://assets.s3.us-east-1.amazonaws.com/stages/1.json"
ENVIRONMENT = {
    "PROVISIONER": "arn:aws:iam::{account}:role/mlops-catalog/mlops-catalog-stage-provisioner",
    "SERVICE_ROLE": "arn:aws:iam::{account}:role/mlops-catalog/mlops-catalog-stage-cloudformation",
    "ACCOUNT_TAG": "development-account",
    "STACK_NAME": "mlops-catalog-{stage}-{own}-{project}",
    "ENDPOINT_STACK_NAME": "sagemaker-{name}-{project}-endpoint-{stage}",
}


def request(kind: str, launch: str = LAUNCH, **more: Any) -> dict[str, Any]:
    return {
        "RequestType": kind,
        "StackId": launch,
        "RequestId": "request-1",
        "LogicalResourceId": "StagingRoles",
        "ResponseURL": "https://answers/1",
        "ResourceProperties": {
            "ServiceToken": "function",
            "Stage": "staging",
            "Account": "333333333333",
            "ProjectId": "p-0123456789ab",
            "ProjectName": "demo",
            "TemplateUrl": TEMPLATE,
        },
    } | more


def error(operation: str, code: str, message: str) -> ClientError:
    return ClientError({"Error": {"Code": code, "Message": message}}, operation)


class FakeCloudFormation:
    """Stacks by name; each operation takes two looks to end, with the status in `ends`."""

    def __init__(self) -> None:
        self.stacks: dict[str, dict[str, Any]] = {}
        self.calls: list[tuple[str, dict[str, Any]]] = []
        self.ends = {"CREATE": "CREATE_COMPLETE", "UPDATE": "UPDATE_COMPLETE", "DELETE": "DELETE_COMPLETE"}
        self.events: list[dict[str, str]] = []

    def stand(self, name: str, status: str = "CREATE_COMPLETE", launch: str = LAUNCH, template: str = TEMPLATE) -> None:
        tags = [{"Key": "launched-by", "Value": launch}]
        self.stacks[name] = {"StackId": f"id-of-{name}", "StackStatus": status, "Tags": tags, "template": template}

    def describe_stacks(self, StackName: str) -> dict[str, Any]:  # noqa: N803
        name = StackName.removeprefix("id-of-")
        stack = self.stacks.get(name)
        if stack is None or (stack["StackStatus"] == "DELETE_COMPLETE" and name == StackName):
            raise error("DescribeStacks", "ValidationError", f"Stack with id {StackName} does not exist")
        shown = dict(stack)
        stack["looks"] = stack.get("looks", 0) + 1
        if stack["StackStatus"].endswith("_IN_PROGRESS") and stack["looks"] > 1:
            stack["StackStatus"] = self.ends[stack["StackStatus"].partition("_")[0]]
        return {"Stacks": [shown]}

    def create_stack(self, StackName: str, **given: Any) -> dict[str, str]:  # noqa: N803
        self.calls.append(("create", given | {"StackName": StackName}))
        if StackName in self.stacks and self.stacks[StackName]["StackStatus"] != "DELETE_COMPLETE":
            raise error("CreateStack", "AlreadyExistsException", f"Stack [{StackName}] already exists")
        self.stand(StackName, "CREATE_IN_PROGRESS", template=given["TemplateURL"])
        self.stacks[StackName]["Tags"] = given["Tags"]
        return {"StackId": f"id-of-{StackName}"}

    def update_stack(self, StackName: str, **given: Any) -> None:  # noqa: N803
        self.calls.append(("update", given | {"StackName": StackName}))
        stack = self.stacks[StackName.removeprefix("id-of-")]
        if stack["template"] == given["TemplateURL"]:
            raise error("UpdateStack", "ValidationError", "No updates are to be performed.")
        stack |= {"StackStatus": "UPDATE_IN_PROGRESS", "template": given["TemplateURL"], "looks": 0}

    def delete_stack(self, StackName: str, **given: Any) -> None:  # noqa: N803
        self.calls.append(("delete", given | {"StackName": StackName}))
        self.stacks[StackName.removeprefix("id-of-")] |= {"StackStatus": "DELETE_IN_PROGRESS", "looks": 0}

    def describe_stack_events(self, StackName: str) -> dict[str, Any]:  # noqa: N803
        assert StackName.startswith("id-of-")
        return {"StackEvents": self.events}

    @property
    def done(self) -> list[str]:
        return [name for name, _ in self.calls]


class World:
    """The accounts that let the function in, and the answers that it has sent."""

    def __init__(self, *accounts: str) -> None:
        self.accounts = {account: FakeCloudFormation() for account in accounts or ("333333333333",)}
        self.entered: list[tuple[str, str]] = []
        self.answers: list[dict[str, Any]] = []
        self.seconds = 900.0

    @property
    def stage(self) -> FakeCloudFormation:
        return self.accounts["333333333333"]

    @property
    def services(self) -> Services:
        return Services(self._connect, self._send, lambda: self.seconds, self._sleep)

    @property
    def answer(self) -> dict[str, Any]:
        (answer,) = self.answers
        return answer

    def _connect(self, provisioner: str, own: str) -> FakeCloudFormation:
        self.entered.append((provisioner, own))
        account = provisioner.split(":")[4]
        if account not in self.accounts:
            raise error("AssumeRole", "AccessDenied", f"not authorized to perform: sts:AssumeRole on {provisioner}")
        return self.accounts[account]

    def _send(self, url: str, body: bytes) -> None:
        assert url == "https://answers/1"
        self.answers.append(json.loads(body))

    def _sleep(self, seconds: float) -> None:
        self.seconds -= seconds
