"""The role with which Service Catalog launches a project: what the products' resources need, and no more.

A test computes what they need from the permissions of CloudFormation's own resource handlers.
"""

from typing import Any

from troposphere import Ref, iam

from templates import names
from templates.arns import arn_everywhere, bucket_arn, role_arn
from templates.blocks import connections
from templates.foundations.blocks import launch_permissions
from templates.foundations.blocks.launch_statements import (
    being_tagged,
    make_keys,
    make_roles,
    make_stacks,
    pass_roles,
    role_for_launches,
    tagged,
)
from templates.policy import Statement, allow, document

TAG = "sagemaker:project-id"
PASSED_TO = ("codebuild", "codepipeline", "events", "sagemaker", "scheduler")


def launch_policy() -> iam.ManagedPolicy:
    """The part of the launch role's permissions that leaves room in its inline policies, 10,240 characters in all."""
    return iam.ManagedPolicy(
        "LaunchPolicy",
        ManagedPolicyName=names.LAUNCH_POLICY,
        Path=names.PATH,
        Description="Launches projects of the MLOps catalog: builds, pipelines, events and queues",
        PolicyDocument=document(_delivery()),
    )


def launch_role(delivery: iam.ManagedPolicy) -> iam.Role:
    policies = {"launch": _stacks(), "roles": _roles(), "storage": _storage(), "sagemaker": _sagemaker()}
    more = {"Description": "Launches projects of the MLOps catalog", "ManagedPolicyArns": [Ref(delivery)]}
    return role_for_launches("LaunchRole", names.LAUNCH_ROLE, policies, **more)


def _stacks() -> list[Statement]:
    """Seeds are read from the hub, under this role."""
    seeds = bucket_arn(f"{names.asset_bucket(region='*')}/seeds/*")
    return [
        *make_stacks(),
        allow(["s3:GetObject", "s3:GetObjectVersion"], [seeds]),
        allow(
            ["ssm:GetParameters"],
            [arn_everywhere("ssm", f"parameter{path}*") for path in (names.SETTINGS, names.MODELS)],
        ),
        allow(launch_permissions.PARAMETERS, [arn_everywhere("ssm", f"parameter{names.MODELS}*")]),
        allow(
            ["lambda:InvokeFunction"],
            [arn_everywhere("lambda", f"function:{name}") for name in (names.SEEDING, names.STAGES)],
        ),
    ]


def _roles() -> list[Statement]:
    return [*make_roles(names.SHORT_NAMES), pass_roles([role_arn(names.SHORT_NAMES)], PASSED_TO)]


def _storage() -> list[Statement]:
    """Of buckets, those of projects: Studio's own, such as `sagemaker-<region>-<account>`, are people's."""
    buckets = allow(launch_permissions.BUCKETS, [bucket_arn(names.SHORT_NAMES)])
    return [buckets, *make_keys(TAG, names.SHORT_NAMES)]


def _delivery() -> list[Statement]:
    def own_resources(actions: tuple[str, ...], service: str, kind: str, *patterns: str) -> Statement:
        named = patterns or (names.SHORT_NAMES,)
        return allow(actions, [arn_everywhere(service, f"{kind}{pattern}") for pattern in named])

    any_connection: list[Any] = [arn_everywhere(service, "connection/*") for service in connections.SERVICES]
    return [
        own_resources(launch_permissions.BUILDS, "codebuild", "project/", names.LONG_NAMES, names.DELIVERY_NAMES),
        own_resources(launch_permissions.REPOSITORIES, "codecommit", "", names.LONG_NAMES),
        own_resources(launch_permissions.PIPELINES, "codepipeline", "", names.LONG_NAMES),
        own_resources(launch_permissions.RULES, "events", "rule/"),
        own_resources(launch_permissions.SCHEDULES, "scheduler", "schedule/default/"),
        own_resources(launch_permissions.QUEUES, "sqs", ""),
        own_resources(
            launch_permissions.LOG_GROUPS, "logs", "log-group:/aws/codebuild/", names.LONG_NAMES, names.DELIVERY_NAMES
        ),
        allow([*launch_permissions.LOG_LISTS, "codecommit:ListRepositories"], ["*"]),
        allow(launch_permissions.CONNECTIONS, any_connection, connections.FOR_LAUNCHES),
    ]


def _sagemaker() -> list[Statement]:
    """A model package group is named after its project alone: a condition on a tag selects those of the catalog.

    Its policy is put right after its creation, when its tags may not have taken effect: there the pattern of a project
    id in its name has to suffice.
    """
    repositories = arn_everywhere("sagemaker", f"code-repository/{names.SHORT_NAMES}")
    groups = [arn_everywhere("sagemaker", "model-package-group/*")]
    return [
        allow(launch_permissions.CODE_REPOSITORIES, [repositories]),
        allow(launch_permissions.READ_GROUPS, groups),
        allow(["sagemaker:AddTags", "sagemaker:CreateModelPackageGroup"], groups, being_tagged(TAG)),
        allow(["sagemaker:PutModelPackageGroupPolicy"], [arn_everywhere("sagemaker", "model-package-group/*-p-*")]),
        allow(launch_permissions.CHANGE_GROUPS, groups, tagged(TAG)),
    ]
