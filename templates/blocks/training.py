"""The training part of a project: repository, build, the role of its jobs, and what starts it."""

from typing import Any, NamedTuple

from troposphere import GetAtt, Ref, Sub, codepipeline, events, iam, sagemaker

from templates import names
from templates.arns import arn, role_arn
from templates.blocks import champions, examples, source
from templates.blocks.approvals import approval_request
from templates.blocks.build import Build, Instructions, s3_cache
from templates.blocks.build_on_push import PART, Triggers, build_on_push
from templates.blocks.grants import delivery, models, storage
from templates.blocks.grants.jobs import run_jobs
from templates.blocks.job_grants import learn_from_data, run_in_image
from templates.blocks.project_resources import ProjectResources
from templates.blocks.roles import project_role
from templates.policy import service_trust
from templates.project import Project

JOBS = "execution"


class Training(NamedTuple):
    code: source.Source
    jobs: iam.Role
    build: Build
    role: iam.Role
    pipeline: codepipeline.Pipeline
    triggers: Triggers
    approval_request: events.Rule


def training(
    project: Project,
    resources: ProjectResources,
    group: sagemaker.ModelPackageGroup,
    seed_key: source.SeedKey,
    released: champions.Releases = champions.NOT_OF_THIS_PROJECT,
) -> Training:
    jobs = _job_role(project, resources, group)
    instructions = champions.with_releases(_instructions(project, resources, jobs, group), released)
    built = build_on_push(project, resources, seed_key, instructions)
    return Training(
        built.code, jobs, built.build, built.role, built.pipeline, built.triggers, approval_request(project, resources)
    )


def _job_role(project: Project, resources: ProjectResources, group: sagemaker.ModelPackageGroup) -> iam.Role:
    """The role of SageMaker pipelines and their jobs, which run a data scientist's code."""
    grants = _job_grants(project, resources, group)
    return project_role(project, JOBS, service_trust("sagemaker", arn("sagemaker", "*")), grants)


def _job_grants(project: Project, resources: ProjectResources, group: sagemaker.ModelPackageGroup) -> list[Any]:
    return [
        *learn_from_data(resources),
        *run_jobs(project, resources.key),
        models.register_models(project, group),
        models.read_models(project, group),
        models.pass_to_sagemaker(role_arn(project.short_name(JOBS))),
        *run_in_image(),
    ]


def _instructions(
    project: Project, resources: ProjectResources, jobs: iam.Role, group: sagemaker.ModelPackageGroup
) -> Instructions:
    """The repository's own buildspec creates the SageMaker pipeline and starts it."""
    return Instructions(
        buildspec="buildspec.yml",
        environment={
            "MODEL_PACKAGE_GROUP_NAME": Sub(project.model_package_group),
            "PIPELINE_NAME": Sub(project.long_name(names.SAGEMAKER_PIPELINE)),
            "PIPELINE_ROLE_ARN": GetAtt(jobs, "Arn"),
            "ARTIFACT_BUCKET": Ref(resources.bucket),
            "KMS_KEY_ARN": GetAtt(resources.key, "Arn"),
            "IMAGE_URI": Ref(examples.IMAGE),
            "DATA_URI": Sub(f"s3://${{{resources.bucket.title}}}/{names.DATA_PREFIX}"),
        },
        grants=[
            storage.list_bucket(resources.bucket),
            # It copies the model that a new one is compared with to where the code is.
            storage.read_objects(resources.bucket, names.DATA_PREFIX, names.CODE_PREFIX, names.MODEL_PREFIX),
            storage.write_objects(resources.bucket, names.DATA_PREFIX, names.CODE_PREFIX),
            *storage.use_cache(resources.bucket),
            models.write_pipeline(project),
            models.read_packages(GetAtt(group, "ModelPackageGroupArn"), project.sagemaker_arn("model-package", "/*")),
            models.pass_to_sagemaker(GetAtt(jobs, "Arn")),
            delivery.report_tests(project, PART),
        ],
        cache=s3_cache(resources.bucket),
    )
