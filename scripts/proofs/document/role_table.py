"""Role by role: who becomes it, what it may do, by service, and why it exists."""

import re
from collections import Counter
from collections.abc import Iterator
from typing import Any

from scripts.proofs.document.tables import table
from scripts.proofs.reach import services_of
from scripts.proofs.roles import publisher, shared
from scripts.proofs.world.accounts import DEVELOPMENT, HUB, PRODUCTION, TEAMS
from scripts.proofs.world.launches import VICTIM
from scripts.proofs.world.world import World
from templates.names import PREFIX

WHY = {
    f"{PREFIX}-publisher": "publishes products, assets and the roles of accounts, for the platform team",
    f"{PREFIX}-launch": "Service Catalog makes, updates and deletes the resources of projects with it",
    f"{PREFIX}-launch-studio": "Service Catalog makes, updates and deletes Studio domains and user profiles with it",
    "sagemaker-studio-<domain>-default": "of people without a profile of a team, and of shared spaces: may do nothing",
    f"{PREFIX}-approver": "decides about versions and deployments of projects without a team",
    f"{PREFIX}-approver-<team>": "decides about versions and deployments of its team's projects",
    f"{PREFIX}-reader": "the publisher reads back with it what an account received",
    f"{PREFIX}-seeding-function": "answers CloudFormation for repositories behind a connection",
    f"{PREFIX}-seeding-build": "fills an empty repository behind a connection with a seed",
    f"{PREFIX}-stages-function": "asks a stage's account for the roles of a project, and for their removal",
    f"{PREFIX}-stage-provisioner": "lets a development account's function make stacks with that account's number",
    f"{PREFIX}-stage-cloudformation": "makes roles of projects in a stage's account, inside the boundary",
    f"{PREFIX}-cleanup-function": "deletes the stack of a first deployment that failed",
    "AmazonSageMaker-ExecutionRole-team-<team>": "what a team's people do in Studio: their projects and no others",
    "sagemaker-<id>-build": "runs the code of the training repository and starts the SageMaker pipeline",
    "sagemaker-<id>-execution": "training, evaluation and registration run with it, and with what a team wrote",
    "sagemaker-<id>-build-pipeline": "moves artifacts and starts the training build",
    "sagemaker-<id>-build-events": "starts the training pipeline after a push or new data",
    "sagemaker-<id>-build-schedule": "starts the training pipeline on a schedule",
    "sagemaker-<id>-deploy-pipeline": "moves artifacts, starts builds and assumes the deploy role of each stage",
    "sagemaker-<id>-deploy-events": "starts the deployment pipeline after a push or a decision",
    "sagemaker-<id>-prepare": "the catalog's release code copies an approved model and writes the template",
    "sagemaker-<id>-confirm": "the catalog's release code checks that the version is still approved",
    "sagemaker-<id>-test": "the team's tests call the endpoint, through the test role of a stage",
    "sagemaker-<id>-<stage>-deploy": "the pipeline's actions make and execute a change set of the endpoint's stack",
    "sagemaker-<id>-<stage>-cloudformation": "makes the endpoint, its model, scaling and alarms",
    "sagemaker-<id>-<stage>-endpoint": "the model's container reads its file, and writes what it captures",
    "sagemaker-<id>-<stage>-test": "calls the endpoint and exchanges test data with it",
}
"""What each role is for: a role that is missing here fails the test of the document."""
ACCOUNTS = {HUB: "hub", DEVELOPMENT: "development", PRODUCTION: "stage"}


def roles_table(world: World) -> str:
    """The catalog's own roles and those of one project; a stage's roles are the same in each stage."""
    found = dict(_rows(world))
    return table(("role", "account", "trusts", "may (actions by service)", "boundary", "why"), found.values())


def roles_without_reason(world: World) -> set[str]:
    return {name for name, _ in _rows(world)} - set(WHY)


def _rows(world: World) -> Iterator[tuple[str, tuple[str, ...]]]:
    for arn in [publisher(), *shared(world), *world.roles(VICTIM)]:
        account = arn.split(":")[4]
        if account in ACCOUNTS:
            name = _name(arn)
            bounded = "yes" if world.facts.principals[arn].boundary else "no"
            may = ", ".join(f"{service} {count}" for service, count in _actions(world, arn))
            yield name, (f"`{name}`", ACCOUNTS[account], _trust(world, arn), may, bounded, WHY.get(name, ""))


def _name(arn: str) -> str:
    """With placeholders for what differs between projects, teams and stages."""
    name = arn.rpartition("/")[2].replace(VICTIM, "<id>")
    name = re.sub(r"-(staging|production)-", "-<stage>-", name)
    return re.sub(rf"-({'|'.join(TEAMS)})$", "-<team>", name)


def _trust(world: World, arn: str) -> str:
    """Services by their names; of accounts only that they are, since conditions name the roles."""
    services = sorted({service.partition(".")[0] for service in services_of(world, arn)})
    statements = world.facts.policies[arn]["Statement"]
    accounts = ["roles by condition"] if any(_names_accounts(one) for one in statements) else []
    return ", ".join([*services, *accounts])


def _names_accounts(statement: dict[str, Any]) -> bool:
    principal = statement["Principal"]
    return principal == "*" or "AWS" in principal


def _actions(world: World, arn: str) -> list[tuple[str, int]]:
    named = {
        action
        for document in world.facts.principals[arn].policies
        for statement in document["Statement"]
        if statement["Effect"] == "Allow"
        for action in statement["Action"]
    }
    return sorted(Counter(action.partition(":")[0] for action in named).items())
