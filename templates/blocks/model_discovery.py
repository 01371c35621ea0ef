"""How a project that deploys finds the models of one that trains: through SSM parameters named after their group.

A deploying project may read exactly what the group's own project keeps its models in. It looks the names up when it is
launched, so that nobody has to type a bucket whose name cannot be guessed.
"""

from typing import Any

from troposphere import GetAtt, Parameter, Ref, Sub, ssm

from templates import names
from templates.arns import arn, bucket_arn
from templates.blocks.deployment_builds import Models
from templates.blocks.grants.models import describe_packages, read_packages
from templates.blocks.project_resources import Shared
from templates.blocks.retention import KEPT
from templates.policy import allow
from templates.project import Project

BUCKET, KEY, PROJECT = "bucket", "key", "project"


def offer(project: Project, shared: Shared) -> list[ssm.Parameter]:
    """Where the project's models are. It stays with them when the project goes."""
    return [
        _parameter(project, BUCKET, Ref(shared.bucket)),
        _parameter(project, KEY, GetAtt(shared.key, "Arn")),
        _parameter(project, PROJECT, Ref(project.identifier)),
    ]


def offered(group: Parameter) -> Models:
    """The models of the group that a person chose.

    SageMaker writes the names in its ARNs in lower case, which CloudFormation cannot, so the ARNs go by the id of the
    group's project.
    """
    packages = f"*{_looked_up(group, PROJECT)}"
    versions = arn("sagemaker", f"model-package/{packages}/*")
    grants = [
        allow(["s3:GetObject"], [_objects(group)]),
        allow(["kms:Decrypt"], [Sub(_looked_up(group, KEY))]),
        read_packages(arn("sagemaker", f"model-package-group/{packages}"), versions),
    ]
    return Models(Ref(group), describe_packages(versions), grants)


def _parameter(project: Project, what: str, value: Any) -> ssm.Parameter:
    return ssm.Parameter(
        names.logical_id("models", what),
        Name=Sub(f"{names.MODELS}{project.model_package_group}/{what}"),
        Type="String",
        Value=value,
        Description="Read by projects that deploy the models of this group.",
        **KEPT,
    )


def _objects(group: Parameter) -> Sub:
    return bucket_arn(f"{_looked_up(group, BUCKET)}/{names.EXECUTION_PREFIX}*")


def _looked_up(group: Parameter, what: str) -> str:
    """A dynamic reference: CloudFormation fills in the group's name, then reads the parameter."""
    return f"{{{{resolve:ssm:{names.MODELS}${{{group.title}}}/{what}}}}}"
