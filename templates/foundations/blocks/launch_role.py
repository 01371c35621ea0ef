"""The role that Service Catalog launches a project with: what the products' resources need, and no more.

A test computes what they need from the permissions of CloudFormation's own resource handlers.

Tags open a key only minutes after it was made (AWS KMS developer guide, "ABAC for AWS KMS"), and an update sends only
the tags that differ. So nothing that a launch does with its new key asks for the key's tags, and whatever has the tag
of a project may be tagged, whether the request names the project or not.
"""

from typing import Any

from troposphere import Ref, iam

from templates import names, parameters
from templates.arns import arn_everywhere, boundary_arn, bucket_arn, role_arn
from templates.foundations.blocks import launch_permissions
from templates.policy import Statement, allow, document, service_trust_if_told

TAGGED = {"Null": {"aws:ResourceTag/sagemaker:project-id": "false"}}
BEING_TAGGED = {"Null": {"aws:RequestTag/sagemaker:project-id": "false"}}
PASSED_TO = [
    f"{service}.amazonaws.com" for service in ("codebuild", "codepipeline", "events", "sagemaker", "scheduler")
]
PROJECTS = "sagemaker-*"


def launch_policy() -> iam.ManagedPolicy:
    """The part of the launch role's permissions that leaves room in its inline policies, 10,240 characters in all."""
    return iam.ManagedPolicy(
        "LaunchPolicy",
        ManagedPolicyName=names.LAUNCH_POLICY,
        Path=names.PATH,
        Description="What launching projects of the MLOps catalog takes of builds, pipelines, events and messages",
        PolicyDocument=document(_delivery()),
    )


def launch_role(delivery: iam.ManagedPolicy) -> iam.Role:
    """Without a path: a launch constraint names a role by its name alone."""
    policies = {"launch": _stacks(), "roles": _roles(), "storage": _storage(), "sagemaker": _sagemaker()}
    # A shared product launches here, for a catalog that is the hub's.
    trust = service_trust_if_told("servicecatalog", Ref("AWS::AccountId"), Ref(parameters.HUB_ACCOUNT))
    return iam.Role(
        "LaunchRole",
        RoleName=names.LAUNCH_ROLE,
        Description="Service Catalog launches projects of the MLOps catalog with it",
        AssumeRolePolicyDocument=document([trust]),
        ManagedPolicyArns=[Ref(delivery)],
        Policies=[
            iam.Policy(PolicyName=name, PolicyDocument=document(statements)) for name, statements in policies.items()
        ],
    )


def _stacks() -> list[Statement]:
    """Templates are copies in buckets of Service Catalog, known by a tag, and only seeds are read from the hub.

    Service Catalog administrator guide, "AWS Service Catalog Launch Constraints".
    """
    copies = {"StringEquals": {"s3:ExistingObjectTag/servicecatalog:provisioning": "true"}}
    seeds = bucket_arn("mlops-catalog-assets-${AssetSuffix}-*/seeds/*")
    return [
        allow(launch_permissions.STACKS, [arn_everywhere("cloudformation", "stack/SC-*/*")]),
        allow(launch_permissions.TEMPLATES, ["*"]),
        allow(["s3:GetObject"], ["*"], copies),
        allow(["s3:GetObject", "s3:GetObjectVersion"], [seeds]),
        allow(["ssm:GetParameters"], [arn_everywhere("ssm", f"parameter{names.SETTINGS}*")]),
        allow(launch_permissions.PARAMETERS, [arn_everywhere("ssm", f"parameter{names.MODELS}*")]),
        allow(["lambda:InvokeFunction"], [arn_everywhere("lambda", f"function:{names.SEEDING}")]),
    ]


def _roles() -> list[Statement]:
    """Only roles of projects, only inside the boundary, which this role cannot take off or replace."""
    projects = [role_arn(PROJECTS)]
    return [
        allow(
            launch_permissions.BOUNDED_ROLES, projects, {"StringEquals": {"iam:PermissionsBoundary": boundary_arn()}}
        ),
        allow(launch_permissions.ROLES, projects),
        allow(["iam:PassRole"], projects, {"StringEquals": {"iam:PassedToService": PASSED_TO}}),
    ]


def _storage() -> list[Statement]:
    keys = [arn_everywhere("kms", "key/*")]
    return [
        allow(launch_permissions.BUCKETS, [bucket_arn(PROJECTS)]),
        allow(["kms:CreateKey"], ["*"], BEING_TAGGED),
        allow(["kms:TagResource"], keys, BEING_TAGGED),
        allow(launch_permissions.NEW_KEYS, keys),
        allow(launch_permissions.KEYS, keys, TAGGED),
        allow(launch_permissions.ALIASES, [*keys, arn_everywhere("kms", f"alias/{PROJECTS}")]),
        allow(["kms:ListAliases"], ["*"]),
    ]


def _delivery() -> list[Statement]:
    def mine(actions: tuple[str, ...], service: str, kind: str) -> Statement:
        return allow(actions, [arn_everywhere(service, f"{kind}{PROJECTS}")])

    connections: list[Any] = [
        arn_everywhere(service, "connection/*") for service in launch_permissions.CONNECTION_SERVICES
    ]
    return [
        mine(launch_permissions.BUILDS, "codebuild", "project/"),
        mine(launch_permissions.REPOSITORIES, "codecommit", ""),
        mine(launch_permissions.PIPELINES, "codepipeline", ""),
        mine(launch_permissions.RULES, "events", "rule/"),
        mine(launch_permissions.SCHEDULES, "scheduler", "schedule/default/"),
        mine(launch_permissions.QUEUES, "sqs", ""),
        mine(launch_permissions.LOG_GROUPS, "logs", "log-group:/aws/codebuild/"),
        allow([*launch_permissions.LOG_LISTS, "codecommit:ListRepositories"], ["*"]),
        allow(launch_permissions.CONNECTIONS, connections),
    ]


def _sagemaker() -> list[Statement]:
    """A model package group is called after its project alone, so the project's tag tells which are the catalog's.

    Its policy is put at once after it is made, when nothing says that its tags count already: there the id of a project
    in the name has to do.
    """
    repositories = arn_everywhere("sagemaker", f"code-repository/{PROJECTS}")
    groups = [arn_everywhere("sagemaker", "model-package-group/*")]
    return [
        allow(launch_permissions.CODE_REPOSITORIES, [repositories]),
        allow(launch_permissions.READ_GROUPS, groups),
        allow(["sagemaker:AddTags", "sagemaker:CreateModelPackageGroup"], groups, BEING_TAGGED),
        allow(["sagemaker:PutModelPackageGroupPolicy"], [arn_everywhere("sagemaker", "model-package-group/*-p-*")]),
        allow(launch_permissions.CHANGE_GROUPS, groups, TAGGED),
    ]
