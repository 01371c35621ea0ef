"""Makes the roles of a project in a stage's account at launch, and deletes them with the project: a custom resource.

The roles are a stack in that account. It is found by its name, and touched only by the launch that made it: its tag
`launched-by` says which one that is. CloudFormation waits for an answer, so every path sends one, with a reason that a
person can act on. The same request may come twice: what is there already is continued.
"""

import json
import os
import re
import time
import urllib.request
from collections.abc import Callable
from typing import Any, NamedTuple

import boto3
from botocore.exceptions import ClientError

Event = dict[str, Any]
Stack = dict[str, Any]
LAUNCHED_BY = "launched-by"
NOTHING = "nothing-made-for-"
GOOD = ("CREATE_COMPLETE", "UPDATE_COMPLETE")
BROKEN = ("CREATE_FAILED", "ROLLBACK_COMPLETE", "ROLLBACK_FAILED", "DELETE_FAILED", "REVIEW_IN_PROGRESS")
TIME_TO_ANSWER = 30
FORMS = {"Stage": r"staging|production", "Account": r"\d{12}", "ProjectId": r"p-[a-z0-9]{12,13}"}


class RefusedError(Exception):
    """The roles cannot be made or deleted; the message says what to do."""


class Services(NamedTuple):
    """What the function calls: `connect` gives a client of CloudFormation in a stage's account."""

    connect: Callable[[str, str], Any]
    send: Callable[[str, bytes], None]
    seconds_left: Callable[[], float]
    sleep: Callable[[float], None]


class Wanted(NamedTuple):
    """What a launch asks for. `launch` is its stack in the development account, `name` that of the roles."""

    stage: str
    account: str
    launch: str
    name: str
    endpoint: str
    template: str
    request: str


class Place(NamedTuple):
    """A stage's account, as the provisioner of its roles sees it."""

    cloudformation: Any
    role: str
    services: Services


def handler(event: Event, context: Any) -> None:
    def seconds_left() -> float:
        return context.get_remaining_time_in_millis() / 1000 - TIME_TO_ANSWER

    handle(event, Services(connect, put, seconds_left, time.sleep))


def handle(event: Event, services: Services) -> None:
    answer = {name: event[name] for name in ("StackId", "RequestId", "LogicalResourceId")}
    answer["PhysicalResourceId"] = event.get("PhysicalResourceId", NOTHING + event["LogicalResourceId"])
    try:
        action = remove if event["RequestType"] == "Delete" else make
        answer |= {"Status": "SUCCESS", "Reason": action(event, answer, services)}
    except Exception as error:  # noqa: BLE001 - without an answer CloudFormation waits until it gives up
        answer |= {"Status": "FAILED", "Reason": str(error)[:1000]}
    services.send(event["ResponseURL"], json.dumps(answer).encode())


def make(event: Event, answer: Event, services: Services) -> str:
    """Make the roles' stack, or change it to another template; what failed before is made again."""
    wanted = read(event)
    place = enter(wanted, services)
    stack = settle(place, wanted)
    answer["PhysicalResourceId"] = f"{wanted.account}/{wanted.name}"
    if stack and stack["StackStatus"] in BROKEN:
        delete(place, stack)
        stack = None
    stack = change(place, wanted, stack) if stack else create(place, wanted)
    if stack["StackStatus"] not in GOOD:
        raise RefusedError(f"Roles for {wanted.stage} could not be made in {wanted.account}: {reason(place, stack)}")
    return f"The project has its roles in {wanted.account}."


def remove(event: Event, answer: Event, services: Services) -> str:
    """Delete the roles' stack if this launch made it, and nothing needs it any more."""
    if answer["PhysicalResourceId"].startswith(NOTHING):
        return "Nothing was made: nothing is deleted."
    # After an update to another account the roles of the one before are deleted: the id says where they are.
    account = answer["PhysicalResourceId"].partition("/")[0]
    if re.fullmatch(FORMS["Account"], account):
        event = event | {"ResourceProperties": event["ResourceProperties"] | {"Account": account}}
    wanted = read(event)
    place = enter(wanted, services)
    try:
        stack = settle(place, wanted)
    except ForeignError:
        return "The roles were made by another launch: left alone."
    if stack is None:
        return "The roles are gone already."
    if find(place, wanted.endpoint):
        raise RefusedError(
            f"The endpoint in {wanted.stage} is still deployed, and only these roles can delete it. In account "
            f"{wanted.account} run `aws cloudformation delete-stack --stack-name {wanted.endpoint} --region "
            f"{wanted.launch.split(':')[3]}`, wait until that stack is gone, then delete the project again."
        )
    delete(place, stack)
    return f"The project's roles in {wanted.account} are deleted."


class ForeignError(RefusedError):
    """The stack of that name was made by another launch."""


def read(event: Event) -> Wanted:
    given, launch = event["ResourceProperties"], event["StackId"]
    if given["Account"] == "none":
        raise RefusedError(
            f"This account has no account for {given['Stage']}: products that deploy cannot be launched in it. The "
            "platform team names one under `stages` of the environment and runs `make publish`."
        )
    for name, form in FORMS.items():
        if not re.fullmatch(form, given[name]):
            raise RefusedError(f"{name} is `{given[name]}`: expected is {form}")
    fields = {"stage": given["Stage"], "project": given["ProjectId"], "name": given["ProjectName"]}
    name = os.environ["STACK_NAME"].format(own=launch.split(":")[4], **fields)
    endpoint = os.environ["ENDPOINT_STACK_NAME"].format(**fields)
    return Wanted(given["Stage"], given["Account"], launch, name, endpoint, given["TemplateUrl"], event["RequestId"])


def enter(wanted: Wanted, services: Services) -> Place:
    """Raises RefusedError when the stage's account does not let this account in."""
    provisioner = os.environ["PROVISIONER"].format(account=wanted.account)
    try:
        client = services.connect(provisioner, wanted.launch.split(":")[4])
    except ClientError as error:
        raise RefusedError(
            f"Account {wanted.account} ({wanted.stage}) does not let this account make roles in it: the role "
            f"{provisioner} is missing, or does not trust this account. The platform team lists the unit of that "
            "account under `targets` and the unit of this one under `spokes` of the environment, and runs "
            f"`make publish`. {error}"
        ) from error
    return Place(client, os.environ["SERVICE_ROLE"].format(account=wanted.account), services)


def connect(provisioner: str, own_account: str) -> Any:
    """The session tag is the account that the provisioner then works for: it trusts the account's own number alone."""
    tags: Any = [{"Key": os.environ["ACCOUNT_TAG"], "Value": own_account}]
    given = boto3.client("sts").assume_role(RoleArn=provisioner, RoleSessionName="stages", Tags=tags)["Credentials"]
    return boto3.client(
        "cloudformation",
        aws_access_key_id=given["AccessKeyId"],
        aws_secret_access_key=given["SecretAccessKey"],
        aws_session_token=given["SessionToken"],
    )


def settle(place: Place, wanted: Wanted) -> Stack | None:
    """The stack of the roles once nothing happens to it any more; None if there is none.

    Raises ForeignError when another launch made it.
    """
    stack = find(place, wanted.name)
    if stack is None:
        return None
    if {"Key": LAUNCHED_BY, "Value": wanted.launch} not in stack["Tags"]:
        raise ForeignError(
            f"Another launch has made roles for a project with this id in {wanted.account} ({wanted.stage}), in the "
            f"stack {wanted.name}: they are left alone. Launch a new project, which gets an id of its own."
        )
    ended = wait(place, stack)
    return None if ended["StackStatus"] == "DELETE_COMPLETE" else ended


def create(place: Place, wanted: Wanted) -> Stack:
    tags = [{"Key": LAUNCHED_BY, "Value": wanted.launch}]
    made = place.cloudformation.create_stack(StackName=wanted.name, Tags=tags, **source(place, wanted))
    return wait(place, {"StackId": made["StackId"], "StackStatus": "CREATE_IN_PROGRESS"})


def change(place: Place, wanted: Wanted, stack: Stack) -> Stack:
    try:
        place.cloudformation.update_stack(StackName=stack["StackId"], **source(place, wanted))
    except ClientError as error:
        if "No updates are to be performed" not in str(error):
            raise
        return stack | {"StackStatus": GOOD[0]}
    return wait(place, stack | {"StackStatus": "UPDATE_IN_PROGRESS"})


def source(place: Place, wanted: Wanted) -> dict[str, Any]:
    return {
        "TemplateURL": wanted.template,
        "RoleARN": place.role,
        "Capabilities": ["CAPABILITY_NAMED_IAM"],
        "ClientRequestToken": wanted.request,
    }


def delete(place: Place, stack: Stack) -> None:
    place.cloudformation.delete_stack(StackName=stack["StackId"], RoleARN=place.role)
    ended = wait(place, stack | {"StackStatus": "DELETE_IN_PROGRESS"})
    if ended["StackStatus"] != "DELETE_COMPLETE":
        raise RefusedError(f"Roles could not be deleted: {reason(place, ended)} Then delete the project again.")


def wait(place: Place, stack: Stack) -> Stack:
    """The stack when its status is final; roles take about half a minute."""
    pause = 0.5
    while stack["StackStatus"].endswith("_IN_PROGRESS") and stack["StackStatus"] not in BROKEN:
        if place.services.seconds_left() < pause:
            raise RefusedError(f"The stack {stack['StackId']} is {stack['StackStatus']} for too long. Try again.")
        place.services.sleep(pause)
        pause = min(pause * 2, 5)
        stack = find(place, stack["StackId"]) or stack | {"StackStatus": "DELETE_COMPLETE"}
    return stack


def find(place: Place, name: str) -> Stack | None:
    """The stack of that name; None when it does not exist. A deleted one is found by its id alone."""
    try:
        return place.cloudformation.describe_stacks(StackName=name)["Stacks"][0]
    except ClientError as error:
        if "does not exist" in str(error):
            return None
        raise


def reason(place: Place, stack: Stack) -> str:
    """What failed first in the stack, in CloudFormation's words."""
    events = place.cloudformation.describe_stack_events(StackName=stack["StackId"])["StackEvents"]
    failed = [event for event in events if event["ResourceStatus"].endswith("_FAILED")]
    words = failed[-1].get("ResourceStatusReason", "") if failed else stack.get("StackStatusReason", "")
    return f"{stack['StackId']} is {stack['StackStatus']}. {words}"


def put(url: str, body: bytes) -> None:
    """CloudFormation's address is signed for a PUT with an empty content type."""
    request = urllib.request.Request(url, data=body, method="PUT", headers={"Content-Type": ""})  # noqa: S310
    urllib.request.urlopen(request, timeout=10).close()  # noqa: S310 - CloudFormation itself gave the address
