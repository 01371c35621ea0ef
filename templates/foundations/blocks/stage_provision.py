"""What an account with a stage needs so that launches in development accounts can make roles of projects in it.

A development account assumes the provisioner under its own number; the stacks that it may then make have that number
in their names, come from templates of the catalog, and are made with a service role that makes bounded roles and
nothing else.
"""

from typing import Any

from troposphere import Ref, Sub, iam

from templates import names
from templates.arns import arn_everywhere, bucket_arn, regionless_arn, role_arn
from templates.blocks.grants.runtime import DESCRIBE_NETWORK, MANAGE_INTERFACES, write_job_metrics
from templates.blocks.roles import account_role
from templates.foundations.blocks import launch_permissions, stage_actions
from templates.foundations.blocks.catalog_parameters import DEVELOPMENT_PATHS, ORGANIZATION, STAGE_TEMPLATES
from templates.policy import (
    Statement,
    actions_of,
    allow,
    deny,
    document,
    principal_trust,
    service_trust_if_source_account_known,
)

OWN_NUMBER = f"${{!aws:PrincipalTag/{names.DEVELOPMENT_ACCOUNT}}}"
CHANGE_STACKS = actions_of("cloudformation", "CreateStack UpdateStack")
DELETE_STACKS = actions_of("cloudformation", "DeleteStack")
READ_STACKS = actions_of("cloudformation", "DescribeStackEvents DescribeStacks")
TAG_STACKS = actions_of("cloudformation", "TagResource")
BUCKETS_AND_KEYS = actions_of(
    "kms", "CreateGrant Decrypt DescribeKey Encrypt GenerateDataKey ReEncryptFrom ReEncryptTo"
) + actions_of("s3", "AbortMultipartUpload GetBucketLocation GetObject GetObjectVersion ListBucket PutObject")
OF_THIS_ACCOUNT = (
    *stage_actions.CHANGE_SETS,
    *dict.fromkeys([*stage_actions.ENDPOINTS, *stage_actions.CREATE, *stage_actions.USE]),
    *actions_of("sagemaker", "DescribeEndpointConfig DescribeModel InvokeEndpoint InvokeEndpointAsync"),
    *stage_actions.ALARMS,
    *stage_actions.DESCRIBE_ALARMS,
    *stage_actions.CHANGE_SCALING,
    *stage_actions.TAG_SCALING,
    *stage_actions.DESCRIBE_SCALING,
    *stage_actions.LOGS,
    *DESCRIBE_NETWORK,
    *MANAGE_INTERFACES,
    *actions_of("cloudwatch", "GetMetricData"),
    *actions_of("ecr", "BatchCheckLayerAvailability BatchGetImage GetAuthorizationToken GetDownloadUrlForLayer"),
)


def boundary() -> iam.ManagedPolicy:
    """What no role of a project exceeds in this account, whatever template it came from."""
    passed = {"StringEquals": {"iam:PassedToService": ["cloudformation.amazonaws.com", "sagemaker.amazonaws.com"]}}
    scaling_role = "role/aws-service-role/sagemaker.application-autoscaling.amazonaws.com/*"
    return iam.ManagedPolicy(
        "StageBoundary",
        ManagedPolicyName=names.STAGE_BOUNDARY,
        Path=names.PATH,
        Description="Permissions boundary of every role of a project in this account",
        PolicyDocument=document(
            [
                allow(OF_THIS_ACCOUNT, ["*"]),
                write_job_metrics(),
                allow(BUCKETS_AND_KEYS, ["*"], _in_this_organisation()),
                allow(["iam:PassRole"], [role_arn(names.PROJECTS)], passed),
                allow(["iam:CreateServiceLinkedRole"], [regionless_arn("iam", scaling_role)]),
                deny(["iam:PassRole"], [role_arn(f"{names.PREFIX}-*")]),
            ]
        ),
    )


def provisioner() -> iam.Role:
    """What the development accounts' function becomes here, under the number of its own account and no other."""
    stage_stacks = [_stack(stage) for stage in names.STAGE_NAMES]
    service_role = role_arn(names.STAGE_CLOUDFORMATION)
    with_role = {"ArnEquals": {"cloudformation:RoleArn": service_role}}
    from_catalog = with_role | {"StringLike": {"cloudformation:TemplateUrl": Ref(STAGE_TEMPLATES)}}
    to_cloudformation = {"StringEquals": {"iam:PassedToService": "cloudformation.amazonaws.com"}}
    templates = bucket_arn(f"{names.asset_bucket('*', '*')}/{names.STAGE_TEMPLATE_PREFIX}*")
    grants = [
        allow(CHANGE_STACKS, stage_stacks, from_catalog),
        allow(DELETE_STACKS, stage_stacks, with_role),
        allow([*READ_STACKS, *TAG_STACKS], stage_stacks),
        allow(READ_STACKS, [arn_everywhere("cloudformation", f"stack/{names.PROJECTS}-{names.ENDPOINT_STACK}-*/*")]),
        allow(["iam:PassRole"], [service_role], to_cloudformation),
        allow(["s3:GetObject"], [templates], _in_this_organisation()),
    ]
    return account_role(names.STAGE_PROVISIONER, _development_accounts(), grants)


def cloudformation() -> iam.Role:
    """With it CloudFormation makes the stacks of a project's roles: roles of projects, inside the boundary."""
    projects = [role_arn(names.PROJECTS)]
    bounded = {
        "ArnEquals": {"iam:PermissionsBoundary": regionless_arn("iam", f"policy{names.PATH}{names.STAGE_BOUNDARY}")}
    }
    grants = [allow(launch_permissions.BOUNDED_ROLES, projects, bounded), allow(launch_permissions.ROLES, projects)]
    stacks = [arn_everywhere("cloudformation", f"stack/{names.PREFIX}-{stage}-*") for stage in names.STAGE_NAMES]
    trust = service_trust_if_source_account_known("cloudformation", Ref("AWS::AccountId"), source=stacks)
    return account_role(names.STAGE_CLOUDFORMATION, trust, grants)


def _stack(stage: str) -> Sub:
    """Stacks of the asking account: its number comes right behind the stage, so that no project id can imitate it."""
    return arn_everywhere("cloudformation", f"stack/{names.stage_stack(stage, OWN_NUMBER, 'p-*')}/*")


def _development_accounts() -> Statement:
    """One role of each development account, under the session tag with that account's number.

    IAM User Guide, "AWS global condition context keys": aws:PrincipalOrgPaths has several values, a path ends in `/`.
    """
    function = regionless_arn("iam", f"role{names.PATH}{names.STAGES_FUNCTION}", "*")
    conditions: dict[str, Any] = {
        "StringEquals": {
            "aws:PrincipalOrgID": Ref(ORGANIZATION),
            f"aws:RequestTag/{names.DEVELOPMENT_ACCOUNT}": "${aws:PrincipalAccount}",
        },
        "ArnLike": {"aws:PrincipalArn": function},
        "ForAnyValue:StringLike": {"aws:PrincipalOrgPaths": Ref(DEVELOPMENT_PATHS)},
        "ForAllValues:StringEquals": {"aws:TagKeys": [names.DEVELOPMENT_ACCOUNT]},
    }
    return principal_trust("*", conditions) | {"Action": ["sts:AssumeRole", "sts:TagSession"]}


def _in_this_organisation() -> Statement:
    return {"StringEquals": {"aws:ResourceOrgID": Ref(ORGANIZATION)}}
