"""Grants that machines need to run: images, logs, metrics and a place in the network."""

from collections.abc import Callable

from troposphere import If, NoValue, Sub

from templates.arns import arn, arn_everywhere, arn_of_any_account
from templates.conditions import HAS_NETWORK
from templates.policy import Statement, actions_of, allow

LOOK = actions_of(
    "ec2",
    """
    DescribeDhcpOptions DescribeNetworkInterfaces DescribeSecurityGroups DescribeSubnets DescribeVpcEndpoints
    DescribeVpcs
    """,
)
CONNECT = actions_of(
    "ec2",
    """
    CreateNetworkInterface CreateNetworkInterfacePermission DeleteNetworkInterface DeleteNetworkInterfacePermission
    """,
)


def pull_sagemaker_images() -> list[Statement]:
    """AWS keeps SageMaker's images in accounts of its own, a different one in each region."""
    actions = ["ecr:BatchCheckLayerAvailability", "ecr:BatchGetImage", "ecr:GetDownloadUrlForLayer"]
    images = Sub("arn:${AWS::Partition}:ecr:*:*:repository/sagemaker-*")
    return [allow(actions, [images]), allow(["ecr:GetAuthorizationToken"], ["*"])]


def write_job_logs(place: Callable[[str, str], Sub]) -> Statement:
    """`place` makes the ARN: of this region for a project, of all of them for a role that serves all."""
    actions = ["logs:CreateLogGroup", "logs:CreateLogStream", "logs:DescribeLogStreams", "logs:PutLogEvents"]
    return allow(actions, [place("logs", "log-group:/aws/sagemaker/*")])


def write_logs(group: str) -> Statement:
    """Into a log group that is there already, in whatever region."""
    return allow(["logs:CreateLogStream", "logs:PutLogEvents"], [arn_everywhere("logs", f"log-group:{group}:*")])


def write_job_metrics() -> Statement:
    return allow(["cloudwatch:PutMetricData"], ["*"], {"StringLike": {"cloudwatch:namespace": "/aws/sagemaker/*"}})


def join_network() -> list[If]:
    """A machine inside a network has an interface of its own account there; the network may be another account's."""
    look = allow(LOOK, ["*"])
    shared = [arn_of_any_account("ec2", f"{kind}/*") for kind in ("security-group", "subnet")]
    connect = allow(CONNECT, [arn("ec2", "network-interface/*"), *shared])
    return [If(HAS_NETWORK.name, statement, NoValue) for statement in (look, connect)]
