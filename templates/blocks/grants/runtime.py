"""Grants that builds, jobs and functions need to run: images, logs, metrics and network interfaces."""

from troposphere import If, NoValue, Sub

from templates.arns import arn, arn_everywhere, arn_of_any_account
from templates.parameters import HAS_NETWORK
from templates.policy import Statement, actions_of, allow

DESCRIBE_NETWORK = actions_of(
    "ec2",
    """
    DescribeDhcpOptions DescribeNetworkInterfaces DescribeSecurityGroups DescribeSubnets DescribeVpcEndpoints
    DescribeVpcs
    """,
)
MANAGE_INTERFACES = actions_of(
    "ec2",
    """
    CreateNetworkInterface CreateNetworkInterfacePermission DeleteNetworkInterface DeleteNetworkInterfacePermission
    """,
)
JOB_LOGS = tuple(f"/aws/sagemaker/{kind}Jobs" for kind in ("Processing", "Training", "Transform"))
"""Jobs of hyperparameter tuning are training jobs."""


def pull_sagemaker_images() -> list[Statement]:
    """AWS keeps SageMaker's images in accounts of its own, a different one in each region."""
    actions = ["ecr:BatchCheckLayerAvailability", "ecr:BatchGetImage", "ecr:GetDownloadUrlForLayer"]
    images = Sub("arn:${AWS::Partition}:ecr:*:*:repository/sagemaker-*")
    return [allow(actions, [images]), allow(["ecr:GetAuthorizationToken"], ["*"])]


def write_job_logs() -> Statement:
    """Groups of all projects: a stream is named after its job, and a pipeline's job after the pipeline's execution.

    So no pattern of names is one project's. SageMaker AI Developer Guide, "Amazon CloudWatch Logs for Amazon SageMaker
    AI".
    """
    actions = ["logs:CreateLogGroup", "logs:CreateLogStream", "logs:DescribeLogStreams", "logs:PutLogEvents"]
    return allow(actions, [arn("logs", f"log-group:{group}*") for group in JOB_LOGS])


def write_endpoint_logs(endpoint: str) -> Statement:
    """The log group of one endpoint; SageMaker AI Developer Guide, "Amazon CloudWatch Logs for Amazon SageMaker AI"."""
    actions = ["logs:CreateLogGroup", "logs:CreateLogStream", "logs:DescribeLogStreams", "logs:PutLogEvents"]
    return allow(actions, [arn("logs", f"log-group:/aws/sagemaker/Endpoints/{endpoint}*")])


def write_named_log_group(name: str) -> Statement:
    """Write to a log group that exists, in any region."""
    return allow(["logs:CreateLogStream", "logs:PutLogEvents"], [arn_everywhere("logs", f"log-group:{name}:*")])


def write_job_metrics() -> Statement:
    return allow(["cloudwatch:PutMetricData"], ["*"], {"StringLike": {"cloudwatch:namespace": "/aws/sagemaker/*"}})


def join_any_network() -> list[Statement]:
    """For a role of an account whose network is known only when a model is deployed, in any region."""
    shared = [Sub(f"arn:${{AWS::Partition}}:ec2:*:*:{kind}/*") for kind in ("security-group", "subnet")]
    interfaces = arn_everywhere("ec2", "network-interface/*")
    return [allow(DESCRIBE_NETWORK, ["*"]), allow(MANAGE_INTERFACES, [interfaces, *shared])]


def join_network() -> list[If]:
    """The interface belongs to the account of the build or job; the subnet may be shared by another account."""
    describe = allow(DESCRIBE_NETWORK, ["*"])
    shared = [arn_of_any_account("ec2", f"{kind}/*") for kind in ("security-group", "subnet")]
    manage = allow(MANAGE_INTERFACES, [arn("ec2", "network-interface/*"), *shared])
    return [If(HAS_NETWORK.name, statement, NoValue) for statement in (describe, manage)]
