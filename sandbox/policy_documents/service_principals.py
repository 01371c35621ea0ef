"""Which service principals AWS has.

AWS publishes no list. Known are those that AWS's managed policies pass roles to or make roles for, and those of the
services' own guides. A name without any part that is an AWS service is none (hashicorp/terraform, issue 35086;
aws-samples/aws-cdk-examples, issue 801); of any other name nothing is known.
"""

import functools
import re
from importlib import resources

import botocore.session

# The user guides' pages on service roles: CodeDeploy, Lambda@Edge, VPC flow logs, RDS, StackSets, logs of S3, Config.
_DOCUMENTED = {
    "codedeploy",
    "config",
    "delivery.logs",
    "edgelambda",
    "kinesisanalytics",
    "logging.s3",
    "member.org.stacksets.cloudformation",
    "monitoring.rds",
    "opsworks",
    "stacksets.cloudformation",
    "storagegateway",
    "transcribe",
    "vpc-flow-logs",
    "xray",
}
_IN_POLICIES = re.compile(r'"([a-z0-9-][a-z0-9.*-]*)\.amazonaws\.com"')
_PRINCIPAL = re.compile(
    r"(?P<name>[a-z0-9-]+(?:\.[a-z0-9-]+)*?)(?:\.[a-z]{2}(?:-[a-z]+)+-\d)?\.amazonaws\.com(?:\.cn)?"
)


def exists(principal: str) -> bool | None:
    """Whether AWS has a service principal; None if that is unknown."""
    found = _PRINCIPAL.fullmatch(principal)
    if found and found["name"] in _known():
        return True
    return None if found and set(found["name"].split(".")) & _services() else False


@functools.cache
def _known() -> frozenset[str]:
    text = resources.files("moto.iam").joinpath("aws_managed_policies.py").read_text(encoding="utf-8")
    return frozenset(name.removesuffix(".*") for name in _IN_POLICIES.findall(text)) | _DOCUMENTED


@functools.cache
def _services() -> frozenset[str]:
    """Names that AWS's services have in their endpoints."""
    endpoints = botocore.session.get_session().get_component("data_loader").load_data("endpoints")
    return frozenset(endpoints["partitions"][0]["services"])
