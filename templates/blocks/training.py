"""The training part of a project: repository, build, the role of its jobs, and what starts it."""

from typing import Any, NamedTuple

from troposphere import GetAtt, Ref, Sub, codepipeline, events, iam, sagemaker

from templates import names
from templates.arns import arn, role_arn
from templates.blocks import champions, examples, source, triggers
from templates.blocks.approvals import approval_request
from templates.blocks.build import Build, Instructions, build, s3_cache
from templates.blocks.build_pipeline import build_pipeline
from templates.blocks.grants import delivery, models, runtime, storage
from templates.blocks.grants.jobs import run_jobs
from templates.blocks.project_resources import ProjectResources
from templates.blocks.roles import project_role
from templates.policy import service_trust
from templates.project import Project

PART = names.TRAINING_PART
JOBS = "execution"
OWN = (names.EXECUTION_PREFIX, names.MODEL_PREFIX)
"""Where its jobs write, and read what earlier ones wrote."""
REPOSITORY = source.existing_repository(PART)


class Triggers(NamedTuple):
    role: iam.Role
    push: events.Rule
    new_data: events.Rule
    schedule: triggers.Scheduled


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
    code = source.source(project, PART, REPOSITORY, seed_key)
    jobs = _job_role(project, resources, group)
    instructions = champions.with_releases(_instructions(project, resources, jobs, group), released)
    training_build = build(project, PART, resources.bucket, resources.key, instructions)
    role, pipeline = build_pipeline(project, resources, code, REPOSITORY, training_build)
    pipeline_triggers = _triggers(project, resources, code, pipeline)
    return Training(code, jobs, training_build, role, pipeline, pipeline_triggers, approval_request(project, resources))


def _job_role(project: Project, resources: ProjectResources, group: sagemaker.ModelPackageGroup) -> iam.Role:
    """The role of SageMaker pipelines and their jobs, which run a data scientist's code."""
    grants = _job_grants(project, resources, group)
    return project_role(project, JOBS, service_trust("sagemaker", arn("sagemaker", "*")), grants)


def _job_grants(project: Project, resources: ProjectResources, group: sagemaker.ModelPackageGroup) -> list[Any]:
    return [
        storage.list_bucket(resources.bucket),
        storage.read_objects(resources.bucket, names.DATA_PREFIX, names.CODE_PREFIX, *OWN),
        storage.write_objects(resources.bucket, *OWN),
        storage.use_key(resources.key),
        storage.create_grants_for_services(resources.key),
        *run_jobs(project, resources.key),
        models.register_models(project, group),
        models.read_models(project, group),
        models.pass_to_sagemaker(role_arn(project.short_name(JOBS))),
        *runtime.pull_sagemaker_images(),
        runtime.write_job_logs(),
        runtime.write_job_metrics(),
        *runtime.join_network(),
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


def _triggers(
    project: Project, resources: ProjectResources, code: source.Source, pipeline: codepipeline.Pipeline
) -> Triggers:
    role = triggers.event_role(project, PART, delivery.start_pipeline(pipeline))
    target = triggers.start(pipeline, role, resources.dead_letter_queue)
    return Triggers(
        role,
        triggers.on_push(project, PART, code.repository, target),
        triggers.on_new_data(project, PART, resources.bucket, target),
        triggers.on_schedule(project, PART, pipeline),
    )
