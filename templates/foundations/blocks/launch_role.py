"""The role with which Service Catalog launches a project: what the products' resources need, and no more.

A test computes what they need from the permissions of CloudFormation's own resource handlers.

A key's tags take effect only minutes after its creation (AWS KMS developer guide, "ABAC for AWS KMS"), and an update
sends only the tags that differ. So no condition on tags applies to what a launch does with its new key, and a resource
with the tag of a project may be tagged, whether the request has that tag or not.
"""

from typing import Any

from troposphere import Ref, iam

from templates import names
from templates.arns import arn_everywhere, boundary_arn, bucket_arn, regionless_arn, role_arn
from templates.blocks import connections
from templates.foundations.blocks import launch_permissions
from templates.foundations.blocks.catalog_parameters import HUB_ACCOUNT
from templates.policy import Statement, allow, document, service_trust_if_source_account_known

TAGGED = {"Null": {"aws:ResourceTag/sagemaker:project-id": "false"}}
BEING_TAGGED = {"Null": {"aws:RequestTag/sagemaker:project-id": "false"}}
PASSED_TO = [
    f"{service}.amazonaws.com"
    for service in ("codebuild", "codepipeline", "events", "sagemaker", "scheduler", "states")
]


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
    """Without a path: a launch constraint names a role by its name alone."""
    policies = {"launch": _stacks(), "roles": _roles(), "storage": _storage(), "sagemaker": _sagemaker()}
    # The source account of a shared product is documented nowhere: this one, or the hub that owns the product.
    trust = service_trust_if_source_account_known("servicecatalog", Ref("AWS::AccountId"), Ref(HUB_ACCOUNT))
    return iam.Role(
        "LaunchRole",
        RoleName=names.LAUNCH_ROLE,
        Description="Launches projects of the MLOps catalog",
        AssumeRolePolicyDocument=document([trust]),
        ManagedPolicyArns=[Ref(delivery)],
        Policies=[
            iam.Policy(PolicyName=name, PolicyDocument=document(statements)) for name, statements in policies.items()
        ],
    )


def _stacks() -> list[Statement]:
    """Templates are read from copies in buckets of Service Catalog, by a tag; seeds from the hub.

    Service Catalog administrator guide, "AWS Service Catalog Launch Constraints".
    """
    copies = {"StringEquals": {"s3:ExistingObjectTag/servicecatalog:provisioning": "true"}}
    seeds = bucket_arn(f"{names.asset_bucket(region='*')}/seeds/*")
    return [
        allow(launch_permissions.STACKS, [arn_everywhere("cloudformation", "stack/SC-*/*")]),
        allow(launch_permissions.TEMPLATES, ["*"]),
        allow(["s3:GetObject"], ["*"], copies),
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
    """Only roles of projects, only inside the boundary, which this role cannot remove or replace."""
    projects = [role_arn(names.SHORT_NAMES)]
    return [
        allow(
            launch_permissions.BOUNDED_ROLES, projects, {"StringEquals": {"iam:PermissionsBoundary": boundary_arn()}}
        ),
        allow(launch_permissions.ROLES, projects),
        allow(["iam:PassRole"], projects, {"StringEquals": {"iam:PassedToService": PASSED_TO}}),
    ]


def _storage() -> list[Statement]:
    """Of buckets, those of projects: Studio's own, such as `sagemaker-<region>-<account>`, are people's."""
    keys = [arn_everywhere("kms", "key/*")]
    return [
        allow(launch_permissions.BUCKETS, [bucket_arn(names.SHORT_NAMES)]),
        allow(["kms:CreateKey"], ["*"], BEING_TAGGED),
        allow(["kms:TagResource"], keys, BEING_TAGGED),
        allow(launch_permissions.NEW_KEYS, keys),
        allow(launch_permissions.KEYS, keys, TAGGED),
        allow(launch_permissions.ALIASES, [*keys, arn_everywhere("kms", f"alias/{names.SHORT_NAMES}")]),
        allow(["kms:ListAliases"], ["*"]),
    ]


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
        own_resources(launch_permissions.STATE_MACHINES, "states", "stateMachine:"),
        own_resources(launch_permissions.QUEUES, "sqs", ""),
        allow(
            launch_permissions.ALARMS_AND_DASHBOARDS,
            [
                arn_everywhere("cloudwatch", f"alarm:{names.SHORT_NAMES}"),
                regionless_arn("cloudwatch", f"dashboard/{names.SHORT_NAMES}"),
            ],
        ),
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
        allow(["sagemaker:AddTags", "sagemaker:CreateModelPackageGroup"], groups, BEING_TAGGED),
        allow(["sagemaker:PutModelPackageGroupPolicy"], [arn_everywhere("sagemaker", "model-package-group/*-p-*")]),
        allow(launch_permissions.CHANGE_GROUPS, groups, TAGGED),
    ]
