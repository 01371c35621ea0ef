"""Fills an empty repository behind a connection: the custom resource, and the event of the build that does the work.

CloudFormation waits for an answer, so every path sends one, with a reason that a person can act on. The
repository belongs to its team: it is filled only when it is empty, and neither an update nor a delete touches it.
"""

import json
import os
import urllib.request
from collections.abc import Callable
from typing import Any, NamedTuple

import boto3

Event = dict[str, Any]
WEBSITES = {
    "GitHub": "https://github.com/{}.git",
    "GitLab": "https://gitlab.com/{}.git",
    "Bitbucket": "https://bitbucket.org/{}.git",
    "AzureDevOps": "https://dev.azure.com/{}",
}
ANSWERED_TO = ("ResponseURL", "StackId", "RequestId", "LogicalResourceId")


class RefusedError(Exception):
    """The repository cannot be filled; the message says what to do."""


class Services(NamedTuple):
    """What the function calls: two clients of boto3, and a way to send an answer."""

    codebuild: Any
    codeconnections: Any
    send: Callable[[str, bytes], None]


def handler(event: Event, _context: object) -> None:
    handle(event, Services(boto3.client("codebuild"), boto3.client("codeconnections"), put))


def handle(event: Event, services: Services) -> None:
    """A request of CloudFormation has a type; anything else is the end of a build."""
    if "RequestType" in event:
        answer_request(event, services)
    else:
        answer_build(event["detail"]["build-id"], services)


def answer_request(request: Event, services: Services) -> None:
    waiting = waiting_for(request)
    try:
        if request["RequestType"] == "Delete":
            send(services, waiting, "SUCCESS", "The repository belongs to its team: left alone.")
            return
        waiting["RepositoryUrl"] = repository_url(request["ResourceProperties"], services)
        if same_repository(request):
            send(services, waiting, "SUCCESS", "The repository is the same as before: left alone.")
            return
        start_build(request, waiting, services)
    except Exception as error:  # noqa: BLE001 - without an answer CloudFormation waits until it gives up
        send(services, waiting, "FAILED", f"The repository could not be prepared: {error}")


def answer_build(build_id: str, services: Services) -> None:
    build = services.codebuild.batch_get_builds(ids=[build_id])["builds"][0]
    variables = {variable["name"]: variable["value"] for variable in build["environment"]["environmentVariables"]}
    waiting = json.loads(variables["WAITING"])
    outcome = {variable["name"]: variable["value"] for variable in build.get("exportedEnvironmentVariables", [])}
    reason = outcome.get("SEEDING_OUTCOME") or "No reason was given."
    if build["buildStatus"] == "SUCCEEDED":
        send(services, waiting, "SUCCESS", reason)
        return
    log = build.get("logs", {}).get("deepLink", "the log of build " + build_id)
    send(services, waiting, "FAILED", f"Filling {variables['REPOSITORY']} failed. {reason} Read {log}")


def waiting_for(request: Event) -> Event:
    """The address and ids of the answer. The physical id never changes: a new one would cause a delete."""
    new_id = f"{request['LogicalResourceId']}-{request['StackId'].rpartition('/')[2]}"
    return {name: request[name] for name in ANSWERED_TO} | {
        "PhysicalResourceId": request.get("PhysicalResourceId", new_id)
    }


def same_repository(request: Event) -> bool:
    old, new = request.get("OldResourceProperties", {}), request["ResourceProperties"]
    return all(old.get(name) == new[name] for name in ("ConnectionArn", "RepositoryName", "BranchName"))


def repository_url(properties: Event, services: Services) -> str:
    """The repository's own address, which depends on the provider."""
    arn, name = properties["ConnectionArn"], properties["RepositoryName"]
    connection = services.codeconnections.get_connection(ConnectionArn=arn)["Connection"]
    if connection["ConnectionStatus"] != "AVAILABLE":
        raise RefusedError(
            f"Connection {arn} is {connection['ConnectionStatus']}, not AVAILABLE. Open it in the console under "
            "Developer Tools, Connections and finish its set-up, then try again."
        )
    if "HostArn" in connection:
        host = services.codeconnections.get_host(HostArn=connection["HostArn"])
        return f"{host['ProviderEndpoint'].rstrip('/')}/{name}.git"
    return WEBSITES[connection["ProviderType"]].format(name)


def start_build(request: Event, waiting: Event, services: Services) -> None:
    properties = request["ResourceProperties"]
    _, _, service, region, account, connection = properties["ConnectionArn"].split(":")
    identifier = connection.partition("/")[2]
    suffix = "amazonaws.com.cn" if region.startswith("cn-") else "amazonaws.com"
    git = f"https://{service}.{region}.{suffix}/git-http/{account}/{region}/{identifier}"
    variables = {
        "REPOSITORY": properties["RepositoryName"],
        "REMOTE": f"{git}/{properties['RepositoryName']}.git",
        "BRANCH": properties["BranchName"],
        "SEED_BUCKET": properties["SeedBucket"],
        "SEED_KEY": properties["SeedKey"],
        "WAITING": json.dumps(waiting),
    }
    services.codebuild.start_build(
        projectName=os.environ["SEEDING_BUILD"],
        idempotencyToken=request["RequestId"],
        environmentVariablesOverride=[
            {"name": name, "value": value, "type": "PLAINTEXT"} for name, value in variables.items()
        ],
    )


def send(services: Services, waiting: Event, status: str, reason: str) -> None:
    answer = {name: waiting[name] for name in ("StackId", "RequestId", "LogicalResourceId", "PhysicalResourceId")}
    data = {"RepositoryUrl": waiting["RepositoryUrl"]} if "RepositoryUrl" in waiting else {}
    body = json.dumps(answer | {"Status": status, "Reason": reason[:1000], "Data": data})
    services.send(waiting["ResponseURL"], body.encode())


def put(url: str, body: bytes) -> None:
    """CloudFormation's address is signed for a PUT with an empty content type."""
    request = urllib.request.Request(url, data=body, method="PUT", headers={"Content-Type": ""})  # noqa: S310
    urllib.request.urlopen(request, timeout=10).close()  # noqa: S310 - CloudFormation itself gave the address
