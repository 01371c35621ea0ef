"""SSM parameters, named after a model package group, through which a deploying project finds the group's models.

A deploying project may read exactly the bucket folders and key that hold the group's models and their evaluations, if
the owner agrees. CloudFormation looks their names up at launch, since a bucket's name cannot be guessed.
"""

from typing import Any

from troposphere import GetAtt, Parameter, Ref, Sub, ssm

from templates import names, parameters
from templates.arns import arn, bucket_arn
from templates.blocks.grants.models import describe_packages, read_packages
from templates.blocks.models import Models
from templates.blocks.project_resources import ProjectResources
from templates.blocks.retention import RETAINED
from templates.policy import allow
from templates.project import Project

BUCKET, KEY, PROJECT = "bucket", "key", "project"
THROUGH_S3 = {"StringEquals": {"kms:ViaService": Sub("s3.${AWS::Region}.amazonaws.com")}}
"""What the owner's bucket refuses to hand out cannot be decrypted in another way."""
IN_THIS_ACCOUNT = {"StringEquals": {"aws:ResourceAccount": Ref("AWS::AccountId")}}
"""A bucket's name is that of another account's, once its owner has deleted it."""
RELEASED = (names.MODEL_PREFIX, f"{names.EXECUTION_PREFIX}*/{names.EVALUATION}/")
"""What a release reads of the owner's project: models, and for the person who approves their evaluations."""


def group_parameter(purpose: str) -> Parameter:
    """The group whose models a project takes, by its name."""
    return parameters.text(
        "ModelPackageGroupName",
        f"Model package group whose approved models {purpose}: that of a project that trains.",
        "^[a-zA-Z0-9](-*[a-zA-Z0-9]){0,62}$",
        "The name of a model package group: letters, digits and hyphens.",
    )


def publish_location(project: Project, resources: ProjectResources) -> list[ssm.Parameter]:
    """Where the project's models are. Retained with them when the project is deleted."""
    return [
        _parameter(project, BUCKET, Ref(resources.bucket)),
        _parameter(project, KEY, GetAtt(resources.key, "Arn")),
        _parameter(project, PROJECT, Ref(project.identifier)),
    ]


def models_of_group(group: Parameter) -> Models:
    """The models of the group that was chosen at launch.

    SageMaker writes the names in its ARNs in lower case, which CloudFormation cannot, so the ARNs match by the id of
    the group's project.
    """
    packages = f"*-{_lookup(group, PROJECT)}"
    versions = arn("sagemaker", f"model-package/{packages}/*")
    grants = [
        allow(["s3:GetObject"], [_objects(group, prefix) for prefix in RELEASED], IN_THIS_ACCOUNT),
        allow(["kms:Decrypt"], [Sub(_lookup(group, KEY))], THROUGH_S3),
        read_packages(arn("sagemaker", f"model-package-group/{packages}"), versions),
    ]
    owner, bucket = Sub(_lookup(group, PROJECT)), Sub(_lookup(group, BUCKET))
    return Models(Ref(group), owner, bucket, describe_packages(versions), grants)


def _parameter(project: Project, part: str, value: Any) -> ssm.Parameter:
    return ssm.Parameter(
        names.logical_id("models", part),
        Name=Sub(f"{names.MODELS}{project.model_package_group}/{part}"),
        Type="String",
        Value=value,
        Description="Read by projects that deploy models of this group.",
        **RETAINED,
    )


def _objects(group: Parameter, prefix: str) -> Sub:
    return bucket_arn(f"{_lookup(group, BUCKET)}/{prefix}*")


def _lookup(group: Parameter, part: str) -> str:
    """A dynamic reference: CloudFormation fills in the group's name, then reads the parameter."""
    return f"{{{{resolve:ssm:{names.MODELS}${{{group.title}}}/{part}}}}}"
