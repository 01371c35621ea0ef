"""The calls of CloudFormation's handlers when a project is launched, updated and deleted, as IAM judges them."""

import json
import re
from collections.abc import Iterator, Mapping
from typing import Any

from scripts.proofs.handlers import HANDLERS, needed_at
from scripts.proofs.requests import Call
from scripts.proofs.world.accounts import DEVELOPMENT, PARAMETERS, REGION
from scripts.proofs.world.stacks import Resource
from scripts.proofs.world.world import World
from templates.names import PREFIX

SEED = f"arn:aws:s3:::{PREFIX}-assets-{PARAMETERS['AssetSuffix']}-{REGION}/seeds/weather/0.zip"
ELSEWHERE = {
    "codecommit:ListRepositories": "*",
    "codestar-connections:PassConnection": f"arn:aws:codestar-connections:{REGION}:{DEVELOPMENT}:connection/0123abcd",
    "kms:CreateKey": "*",
    "kms:ListAliases": "*",
    "logs:DescribeIndexPolicies": "*",
    "logs:DescribeLogGroups": "*",
    "logs:DescribeResourcePolicies": "*",
    "s3:GetObject": SEED,
    "s3:GetObjectVersion": SEED,
}
"""What a handler calls on something else than its own resource (Service Authorization Reference)."""
OF_STAGES = ("codepipeline:DisableStageTransition", "codepipeline:EnableStageTransition")
TAGGED_IN_THE_REQUEST = ("kms:CreateKey", "kms:TagResource", "sagemaker:AddTags", "sagemaker:CreateModelPackageGroup")
"""Creating these hands the project's tags over in the same request."""
PASSED_TO = {
    "AWS::CodeBuild::Project": "codebuild",
    "AWS::CodePipeline::Pipeline": "codepipeline",
    "AWS::Events::Rule": "events",
    "AWS::Scheduler::Schedule": "scheduler",
}
ROLE = re.compile(r"arn:aws:iam::\d+:role/[\w/-]+")
BOUNDARY = f"arn:aws:iam::{DEVELOPMENT}:policy/{PREFIX}/{PREFIX}-boundary"
BOUNDED = ("iam:CreateRole", "iam:DeleteRolePolicy", "iam:PutRolePermissionsBoundary", "iam:PutRolePolicy")
POLICIES = {"AWS::S3::BucketPolicy": "AWS::S3::Bucket", "AWS::SQS::QueuePolicy": "AWS::SQS::Queue"}
"""A policy is judged by the resource that it is for."""


def calls_of_launch(world: World, identifier: str) -> Iterator[Call]:
    """Every permission of every handler, on the resource's own ARN, at the time of the call."""
    for resource in world.launched(identifier):
        for handler in HANDLERS:
            for action in needed_at(handler, resource.kind):
                arn = _resource(world, identifier, resource, action)
                if arn:
                    yield Call(action, arn, _context(resource, handler, action, identifier))


def _resource(world: World, identifier: str, resource: Resource, action: str) -> str | None:
    """None of a role that is passed where a resource has none."""
    if action == "iam:PassRole":
        place = f":{DEVELOPMENT}:role/{PREFIX}/sagemaker-{identifier}-"
        own = [role for role in ROLE.findall(json.dumps(resource.properties)) if place in role]
        return own[0] if own else None
    if action == "lambda:InvokeFunction":
        return str(resource.properties["ServiceToken"])
    if action in OF_STAGES:
        return f"{resource.arn}/Source"
    if action in ELSEWHERE:
        return ELSEWHERE[action]
    if resource.kind in POLICIES:
        return world.resources(identifier, POLICIES[resource.kind])[0].arn
    return resource.arn


def _context(resource: Resource, handler: str, action: str, identifier: str) -> Mapping[str, Any]:
    context: dict[str, Any] = {}
    if action == "iam:PassRole":
        context["iam:PassedToService"] = f"{PASSED_TO[resource.kind]}.amazonaws.com"
    if action in BOUNDED:
        context["iam:PermissionsBoundary"] = BOUNDARY
    if action in ELSEWHERE and ":connection/" in ELSEWHERE[action]:
        context[f"aws:ResourceTag/{PREFIX}:launchers"] = "all"
    if handler == "create" and action in TAGGED_IN_THE_REQUEST:
        context["aws:RequestTag/sagemaker:project-id"] = identifier
        context["aws:TagKeys"] = ["sagemaker:project-id", "sagemaker:project-name"]
    if _is_early(handler, action):
        context |= {f"aws:ResourceTag/sagemaker:project-{name}": None for name in ("id", "name")}
    return context


def _is_early(handler: str, action: str) -> bool:
    """A key's tags take effect only minutes later ("ABAC for AWS KMS"), after a possible rollback."""
    return handler in ("create", "read") or (handler == "delete" and action.startswith("kms:"))
