"""Grants on SageMaker: jobs, pipelines and the model registry."""

from typing import Any

from troposphere import GetAtt, Ref, Sub, sagemaker

from templates.arns import arn
from templates.policy import Statement, allow
from templates.project import Project

JOB_KINDS = ("processing-job", "training-job", "transform-job", "hyper-parameter-tuning-job")
READ_MODELS = ("sagemaker:DescribeModelPackage", "sagemaker:DescribeModelPackageGroup", "sagemaker:ListModelPackages")


def run_jobs(project: Project) -> Statement:
    """Jobs that a pipeline starts are named `pipelines-...`; if tagged with a project, it must be this one."""
    actions = [
        "sagemaker:AddTags",
        "sagemaker:CreateHyperParameterTuningJob",
        "sagemaker:CreateModel",
        "sagemaker:CreateProcessingJob",
        "sagemaker:CreateTrainingJob",
        "sagemaker:CreateTransformJob",
    ]
    own_project = {"StringEqualsIfExists": {"aws:RequestTag/sagemaker:project-id": Ref(project.identifier)}}
    return allow(actions, _jobs(project, *JOB_KINDS, "model"), own_project)


def follow_jobs(project: Project) -> Statement:
    actions = [
        "sagemaker:DescribeHyperParameterTuningJob",
        "sagemaker:DescribeModel",
        "sagemaker:DescribeProcessingJob",
        "sagemaker:DescribeTrainingJob",
        "sagemaker:DescribeTransformJob",
        "sagemaker:StopHyperParameterTuningJob",
        "sagemaker:StopProcessingJob",
        "sagemaker:StopTrainingJob",
        "sagemaker:StopTransformJob",
    ]
    return allow(actions, _jobs(project, *JOB_KINDS, "model"))


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


def register_models(project: Project, group: sagemaker.ModelPackageGroup) -> Statement:
    """Add versions. Adding an approved one is refused by the boundary."""
    return allow(
        ["sagemaker:AddTags", "sagemaker:CreateModelPackage"],
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


def _jobs(project: Project, *kinds: str) -> list[Sub]:
    started_by_pipelines = [arn("sagemaker", f"{kind}/pipelines-*") for kind in kinds]
    return [*started_by_pipelines, *[project.sagemaker_arn(kind) for kind in kinds]]
