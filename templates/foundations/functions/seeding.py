"""Fills an empty repository behind a connection: the custom resource, and the event of the build that does the work.

CloudFormation waits for an answer, so every path sends one, with a reason that a person can act on. The
repository belongs to its team: it is filled only when it is empty, and neither an update nor a delete touches it.
"""

import json
import os
import re
import time
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
FORMS = {
    "RepositoryName": r"(?!.*(\.\.|/\.|/-|\.$|\.(lock|git)(/|$)))[a-zA-Z0-9_][a-zA-Z0-9._-]*(/[a-zA-Z0-9._-]+){1,4}",
    "BranchName": r"(?!.*(\.\.|//|/\.|/-|[./]$|\.(lock|git)(/|$)))[a-zA-Z0-9][a-zA-Z0-9._/-]{0,99}",
    "SeedKey": r"seeds/[a-z0-9-]+/[0-9a-f]+\.zip",
    "ConnectionArn": r"arn:aws[a-z-]*:(codeconnections|codestar-connections):[a-z0-9-]+:\d{12}:connection/[0-9a-f-]+",
}
"""As in the form of the products: these become arguments of git and parts of addresses."""
EVERYBODY = "all"
LOOK_UPS, SECONDS_BETWEEN = 5, 6
"""A launch is a moment old when its function is called."""


class RefusedError(Exception):
    """The repository cannot be filled; the message says what to do."""


class Services(NamedTuple):
    """What the function calls: clients of boto3, a way to send an answer, and one to wait."""

    codebuild: Any
    codeconnections: Any
    servicecatalog: Any
    send: Callable[[str, bytes], None]
    sleep: Callable[[float], None] = time.sleep


def handler(event: Event, _context: object) -> None:
    names = ("codebuild", "codeconnections", "servicecatalog")
    codebuild, codeconnections, servicecatalog = (boto3.client(name) for name in names)
    handle(event, Services(codebuild, codeconnections, servicecatalog, put))


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
        require_forms(request["ResourceProperties"])
        if not same_repository(request):
            require_launcher(request, services)
        waiting["ConnectionArn"] = request["ResourceProperties"]["ConnectionArn"]
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


def require_forms(properties: Event) -> None:
    wrong = [name for name, form in FORMS.items() if not re.fullmatch(form, properties[name])]
    if wrong:
        raise RefusedError(f"{wrong[0]} {properties[wrong[0]]!r} is not of the form that the product takes.")


def require_launcher(request: Event, services: Services) -> None:
    """The tag of the connection names the roles whose launches may use it; a name that ends in a hyphen begins many."""
    arn, tag = request["ResourceProperties"]["ConnectionArn"], os.environ["LAUNCHERS_TAG"]
    tags = services.codeconnections.list_tags_for_resource(ResourceArn=arn)["Tags"]
    allowed = {each["Key"]: each["Value"] for each in tags}.get(tag, "").split()
    if EVERYBODY in allowed:
        return
    role = launcher(request["StackId"], services) if allowed else ""
    if not role or not any(role == name or (name.endswith("-") and role.startswith(name)) for name in allowed):
        raise RefusedError(
            f"Connection {arn} is not for launches of {role or 'this account'}. Ask your platform team to name the "
            f"role that launches in the connection's tag {tag}."
        )


def launcher(stack: str, services: Services) -> str:
    """The name of the role, or user, that launched a stack of Service Catalog; empty if nobody did."""
    found = re.search(r":stack/SC-\d+-(pp-[a-z0-9]+)/", stack)
    if found is None:
        return ""
    mine = {"AccessLevelFilter": {"Key": "Account", "Value": "self"}, "Filters": {"SearchQuery": [f"id:{found[1]}"]}}
    for _ in range(LOOK_UPS):
        products = services.servicecatalog.search_provisioned_products(**mine)["ProvisionedProducts"]
        arns = [product["UserArn"] for product in products if product["Id"] == found[1]]
        if arns:
            return arns[0].split("/")[1] if ":assumed-role/" in arns[0] else arns[0].rpartition("/")[2]
        services.sleep(SECONDS_BETWEEN)
    return ""


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
    data = {name: waiting[name] for name in ("RepositoryUrl", "ConnectionArn") if name in waiting}
    body = json.dumps(answer | {"Status": status, "Reason": reason[:1000], "Data": data})
    services.send(waiting["ResponseURL"], body.encode())


def put(url: str, body: bytes) -> None:
    """CloudFormation's address is signed for a PUT with an empty content type."""
    request = urllib.request.Request(url, data=body, method="PUT", headers={"Content-Type": ""})  # noqa: S310
    urllib.request.urlopen(request, timeout=10).close()  # noqa: S310 - CloudFormation itself gave the address
