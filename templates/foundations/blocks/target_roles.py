"""The roles of a stage's account: they let the projects' pipelines in, and no further than a model's endpoint."""

from collections.abc import Sequence

from troposphere import Ref, Sub, iam

from templates import names, parameters
from templates.arns import arn_everywhere, bucket_arn, regionless_arn, role_arn
from templates.blocks.buckets import READ_VERSIONS
from templates.blocks.encryption import FOR_AWS_SERVICES, OPEN_AND_SEAL, USE
from templates.blocks.grants import models, runtime
from templates.blocks.roles import account_role
from templates.foundations.blocks.cleanup import ENDPOINT_STACKS
from templates.policy import (
    Statement,
    actions_of,
    allow,
    principal_trust,
    service_trust,
    service_trust_if_told,
)

STACKS = "stack/sagemaker-*/*"
OURS = {"StringEquals": {"aws:ResourceOrgID": Ref(parameters.ORGANIZATION)}}
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
LOOKING_AT_SCALING = actions_of(
    "application-autoscaling", "DescribeScalableTargets DescribeScalingPolicies DescribeScheduledActions"
)


def deploy() -> iam.Role:
    """What a project's deploying pipeline acts as here."""
    grants = [
        allow(CHANGE_SETS, [arn_everywhere("cloudformation", STACKS)]),
        allow(
            ["iam:PassRole"],
            [role_arn(names.CLOUDFORMATION)],
            {"StringEquals": {"iam:PassedToService": "cloudformation.amazonaws.com"}},
        ),
        _read_objects(READ_VERSIONS, names.ARTIFACT_PREFIX),
        _look_into_buckets(["s3:GetBucketLocation", "s3:ListBucket"]),
        _use_keys(USE),
    ]
    return account_role(names.DEPLOY, _project_role("deploy-pipeline"), grants)


def cloudformation() -> iam.Role:
    """What creates an endpoint, with its model, scaling and alarms."""
    kinds = ("endpoint", "endpoint-config", "model")
    scaling_role = "role/aws-service-role/sagemaker.application-autoscaling.amazonaws.com/*"
    grants = [
        allow(ENDPOINTS, [arn_everywhere("sagemaker", f"{kind}/*") for kind in kinds]),
        allow(ALARMS, [arn_everywhere("cloudwatch", "alarm:*")]),
        allow(SCALING, [arn_everywhere("application-autoscaling", "scalable-target/*")]),
        allow(LOOKING_AT_SCALING, ["*"]),
        allow(["cloudwatch:GetMetricData"], ["*"]),
        allow(["iam:CreateServiceLinkedRole"], [regionless_arn("iam", scaling_role)]),
        models.pass_to_sagemaker(role_arn(names.ENDPOINT)),
        allow(["kms:CreateGrant"], [_of_any_account("kms", "key/*")], OURS | FOR_AWS_SERVICES),
        allow(["kms:DescribeKey"], [_of_any_account("kms", "key/*")], OURS),
    ]
    stacks = arn_everywhere("cloudformation", STACKS)
    trust = service_trust_if_told("cloudformation", Ref("AWS::AccountId"), source=stacks)
    return account_role(names.CLOUDFORMATION, trust, grants)


def endpoint() -> iam.Role:
    """What a deployed model runs as."""
    grants = [
        _read_objects(["s3:GetObject"], names.EXECUTION_PREFIX),
        _exchange_objects("s3:AbortMultipartUpload"),
        _look_into_buckets(["s3:ListBucket"]),
        _use_keys(USE),
        allow(["cloudwatch:DescribeAlarms"], [arn_everywhere("cloudwatch", "alarm:*")]),
        allow(["kms:CreateGrant"], [_of_any_account("kms", "key/*")], OURS | FOR_AWS_SERVICES),
        *runtime.pull_sagemaker_images(),
        runtime.write_job_logs(arn_everywhere),
        runtime.write_job_metrics(),
    ]
    return account_role(names.ENDPOINT, service_trust("sagemaker", arn_everywhere("sagemaker", "*")), grants)


def endpoint_test() -> iam.Role:
    """What a project's test calls the endpoint as."""
    actions = actions_of("sagemaker", "DescribeEndpoint InvokeEndpoint InvokeEndpointAsync")
    grants = [
        allow(actions, [arn_everywhere("sagemaker", "endpoint/*")]),
        allow(["sagemaker:DescribeEndpointConfig"], [arn_everywhere("sagemaker", "endpoint-config/*")]),
        allow(["sagemaker:DescribeModel"], [arn_everywhere("sagemaker", "model/*")]),
        _exchange_objects(),
        _use_keys(OPEN_AND_SEAL),
    ]
    return account_role(names.ENDPOINT_TEST, _project_role("test"), grants)


def cleanup_function() -> iam.Role:
    """What deletes the stack of a first deployment that failed; the stack's own role takes its resources away."""
    grants = [
        runtime.write_logs(f"/aws/lambda/{names.CLEANUP}"),
        allow(["cloudformation:DeleteStack"], [arn_everywhere("cloudformation", f"{ENDPOINT_STACKS}/*")]),
    ]
    return account_role(names.CLEANUP_FUNCTION, service_trust_if_told("lambda", Ref("AWS::AccountId")), grants)


def _project_role(what: str) -> Statement:
    """That one role of each project, from any account of the organisation."""
    who = regionless_arn("iam", f"role{names.PATH}sagemaker-*-{what}", "*")
    return principal_trust(
        "*",
        {
            "StringEquals": {"aws:PrincipalOrgID": Ref(parameters.ORGANIZATION)},
            "ArnLike": {"aws:PrincipalArn": who},
        },
    )


def _read_objects(actions: Sequence[str], prefix: str) -> Statement:
    """The bucket and key of a project grant the same to this role by name: both sides have to agree."""
    return allow(actions, [bucket_arn(f"sagemaker-*/{prefix}*")], OURS)


def _exchange_objects(*more: str) -> Statement:
    return allow(["s3:GetObject", "s3:PutObject", *more], [bucket_arn(f"sagemaker-*/{names.ENDPOINT_PREFIX}*")], OURS)


def _look_into_buckets(actions: Sequence[str]) -> Statement:
    return allow(actions, [bucket_arn("sagemaker-*")], OURS)


def _use_keys(actions: Sequence[str]) -> Statement:
    return allow(actions, [_of_any_account("kms", "key/*")], OURS)


def _of_any_account(service: str, resource: str) -> Sub:
    return Sub(f"arn:${{AWS::Partition}}:{service}:*:*:{resource}")
