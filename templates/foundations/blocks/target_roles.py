"""The roles of a stage's account: projects' pipelines assume them, and they reach no further than endpoints."""

from collections.abc import Sequence

from troposphere import Ref, Sub, iam

from templates import names
from templates.arns import arn_everywhere, bucket_arn, regionless_arn, role_arn
from templates.blocks.buckets import READ_VERSIONS
from templates.blocks.encryption import DECRYPT_AND_GENERATE, FOR_AWS_SERVICES, USE
from templates.blocks.grants import models, runtime
from templates.blocks.roles import account_role
from templates.foundations.blocks.catalog_parameters import ORGANIZATION
from templates.policy import (
    Statement,
    actions_of,
    allow,
    principal_trust,
    service_trust,
    service_trust_if_source_account_known,
)

STACKS = f"stack/{names.PROJECTS}/*"
FROM_THIS_ORG = {"StringEquals": {"aws:ResourceOrgID": Ref(ORGANIZATION)}}
CHANGE_SETS = actions_of(
    "cloudformation",
    """
    CreateChangeSet DeleteChangeSet DescribeChangeSet DescribeStackEvents DescribeStacks ExecuteChangeSet
    TagResource UntagResource
    """,
)
ENDPOINTS = actions_of(
    "sagemaker",
    """
    AddTags CreateEndpoint CreateEndpointConfig CreateModel DeleteEndpoint DeleteEndpointConfig DeleteModel DeleteTags
    DescribeEndpoint DescribeEndpointConfig DescribeModel ListTags UpdateEndpoint UpdateEndpointWeightsAndCapacities
    """,
)
ALARMS = actions_of(
    "cloudwatch", "DeleteAlarms DescribeAlarms ListTagsForResource PutMetricAlarm TagResource UntagResource"
)
SCALING = actions_of(
    "application-autoscaling",
    """
    DeleteScalingPolicy DeregisterScalableTarget ListTagsForResource PutScalingPolicy RegisterScalableTarget
    TagResource UntagResource
    """,
)
DESCRIBE_SCALING = actions_of(
    "application-autoscaling", "DescribeScalableTargets DescribeScalingPolicies DescribeScheduledActions"
)


def deploy() -> iam.Role:
    """The role of the deployment pipeline's actions in this account."""
    grants = [
        allow(CHANGE_SETS, [arn_everywhere("cloudformation", STACKS)]),
        allow(
            ["iam:PassRole"],
            [role_arn(names.CLOUDFORMATION)],
            {"StringEquals": {"iam:PassedToService": "cloudformation.amazonaws.com"}},
        ),
        _read_objects(READ_VERSIONS, names.ARTIFACT_PREFIX),
        _list_buckets(["s3:GetBucketLocation", "s3:ListBucket"]),
        _use_keys(USE),
    ]
    return account_role(names.DEPLOY, _project_role(f"{names.DEPLOYMENT_PART}-pipeline"), grants)


def cloudformation() -> iam.Role:
    """The role with which CloudFormation creates an endpoint, its model, scaling and alarms."""
    kinds = ("endpoint", "endpoint-config", "model")
    scaling_role = "role/aws-service-role/sagemaker.application-autoscaling.amazonaws.com/*"
    grants = [
        allow(ENDPOINTS, [arn_everywhere("sagemaker", f"{kind}/*") for kind in kinds]),
        allow(ALARMS, [arn_everywhere("cloudwatch", "alarm:*")]),
        allow(SCALING, [arn_everywhere("application-autoscaling", "scalable-target/*")]),
        allow(DESCRIBE_SCALING, ["*"]),
        allow(["cloudwatch:GetMetricData"], ["*"]),
        allow(["iam:CreateServiceLinkedRole"], [regionless_arn("iam", scaling_role)]),
        models.pass_to_sagemaker(role_arn(names.ENDPOINT)),
        allow(["kms:CreateGrant"], [_of_any_account("kms", "key/*")], FROM_THIS_ORG | FOR_AWS_SERVICES),
        allow(["kms:DescribeKey"], [_of_any_account("kms", "key/*")], FROM_THIS_ORG),
    ]
    stacks = arn_everywhere("cloudformation", STACKS)
    trust = service_trust_if_source_account_known("cloudformation", Ref("AWS::AccountId"), source=stacks)
    return account_role(names.CLOUDFORMATION, trust, grants)


def endpoint() -> iam.Role:
    """The execution role of a deployed model."""
    grants = [
        _read_objects(["s3:GetObject"], names.RELEASE_PREFIX),
        _exchange_objects("s3:AbortMultipartUpload"),
        _list_buckets(["s3:ListBucket"]),
        _use_keys(USE),
        allow(["cloudwatch:DescribeAlarms"], [arn_everywhere("cloudwatch", "alarm:*")]),
        allow(["kms:CreateGrant"], [_of_any_account("kms", "key/*")], FROM_THIS_ORG | FOR_AWS_SERVICES),
        *runtime.pull_sagemaker_images(),
        runtime.write_job_logs(arn_everywhere),
        runtime.write_job_metrics(),
        *runtime.join_any_network(),
    ]
    return account_role(names.ENDPOINT, service_trust("sagemaker", arn_everywhere("sagemaker", "*")), grants)


def endpoint_test() -> iam.Role:
    """The role with which a project's test calls the endpoint."""
    actions = actions_of("sagemaker", "DescribeEndpoint InvokeEndpoint InvokeEndpointAsync")
    grants = [
        allow(actions, [arn_everywhere("sagemaker", "endpoint/*")]),
        allow(["sagemaker:DescribeEndpointConfig"], [arn_everywhere("sagemaker", "endpoint-config/*")]),
        allow(["sagemaker:DescribeModel"], [arn_everywhere("sagemaker", "model/*")]),
        _exchange_objects(),
        _use_keys(DECRYPT_AND_GENERATE),
    ]
    return account_role(names.ENDPOINT_TEST, _project_role(names.TEST_BUILD), grants)


def _project_role(part: str) -> Statement:
    """Trusts that role of each project, in any account of the organisation."""
    role = regionless_arn("iam", f"role{names.PATH}{names.PROJECTS}-{part}", "*")
    return principal_trust(
        "*",
        {
            "StringEquals": {"aws:PrincipalOrgID": Ref(ORGANIZATION)},
            "ArnLike": {"aws:PrincipalArn": role},
        },
    )


def _read_objects(actions: Sequence[str], prefix: str) -> Statement:
    """The policies of a project's bucket and key allow the same: across accounts, both sides have to."""
    return allow(actions, [bucket_arn(f"{names.PROJECTS}/{prefix}*")], FROM_THIS_ORG)


def _exchange_objects(*more: str) -> Statement:
    return allow(
        ["s3:GetObject", "s3:PutObject", *more],
        [bucket_arn(f"{names.PROJECTS}/{names.ENDPOINT_PREFIX}*")],
        FROM_THIS_ORG,
    )


def _list_buckets(actions: Sequence[str]) -> Statement:
    return allow(actions, [bucket_arn(names.PROJECTS)], FROM_THIS_ORG)


def _use_keys(actions: Sequence[str]) -> Statement:
    return allow(actions, [_of_any_account("kms", "key/*")], FROM_THIS_ORG)


def _of_any_account(service: str, resource: str) -> Sub:
    return Sub(f"arn:${{AWS::Partition}}:{service}:*:*:{resource}")
