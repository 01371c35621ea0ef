"""Grants on SageMaker: pipelines and the model registry."""

from typing import Any

from troposphere import GetAtt, sagemaker

from templates.policy import Statement, allow
from templates.project import Project

READ_MODELS = ("sagemaker:DescribeModelPackage", "sagemaker:DescribeModelPackageGroup", "sagemaker:ListModelPackages")


def write_pipeline(project: Project) -> Statement:
    """Create, change and start the project's SageMaker pipelines."""
    actions = [
        "sagemaker:AddTags",
        "sagemaker:CreatePipeline",
        "sagemaker:DescribePipeline",
        "sagemaker:DescribePipelineExecution",
        "sagemaker:ListPipelineExecutionSteps",
        "sagemaker:ListPipelineExecutions",
        "sagemaker:StartPipelineExecution",
        "sagemaker:UpdatePipeline",
    ]
    return allow(actions, [project.sagemaker_arn("pipeline", "-*")])


def start_pipeline(pipeline_arn: Any) -> Statement:
    """Start a SageMaker pipeline."""
    return allow(["sagemaker:StartPipelineExecution"], [pipeline_arn])


def describe_executions(project: Project) -> Statement:
    """Whether another execution of the project's SageMaker pipeline still runs."""
    return allow(["sagemaker:DescribePipelineExecution"], [project.sagemaker_arn("pipeline", "-*")])


def register_models(project: Project, group: sagemaker.ModelPackageGroup) -> Statement:
    """Add versions, and change none. Adding an approved one is refused by the boundary and by the group's policy."""
    return allow(
        ["sagemaker:CreateModelPackage"],
        [GetAtt(group, "ModelPackageGroupArn"), project.sagemaker_arn("model-package", "/*")],
    )


def read_models(project: Project, group: sagemaker.ModelPackageGroup) -> Statement:
    """The versions that a step of a pipeline compares with."""
    return allow(READ_MODELS, [GetAtt(group, "ModelPackageGroupArn"), project.sagemaker_arn("model-package", "/*")])


def read_packages(group_arn: Any, packages_arn: Any) -> Statement:
    """List the versions of a group and describe them."""
    return allow(["sagemaker:DescribeModelPackage", "sagemaker:ListModelPackages"], [group_arn, packages_arn])


def describe_packages(packages_arn: Any) -> Statement:
    """Describe a version whose ARN is known."""
    return allow(["sagemaker:DescribeModelPackage"], [packages_arn])


def pass_to_sagemaker(role_arn: Any) -> Statement:
    return allow(["iam:PassRole"], [role_arn], {"StringEquals": {"iam:PassedToService": "sagemaker.amazonaws.com"}})
