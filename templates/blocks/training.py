"""The half of a project that trains: code, its build, the role of its jobs, and what starts it."""

from typing import Any, NamedTuple

from troposphere import GetAtt, Ref, Sub, codepipeline, events, iam, sagemaker

from templates import names
from templates.arns import arn, role_arn
from templates.blocks import actions, examples, pipeline, source, triggers
from templates.blocks.approvals import approval_request
from templates.blocks.build import Build, Instructions, build, cache_in
from templates.blocks.grants import delivery, models, runtime, storage
from templates.blocks.project_resources import Shared
from templates.blocks.roles import project_role
from templates.policy import service_trust
from templates.project import Project

WHAT = "build"
JOBS = "execution"
REPOSITORY = source.existing_repository(WHAT)
SAGEMAKER_PIPELINE = "training"


class Starts(NamedTuple):
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
    starts: Starts
    approval_request: events.Rule


def training(
    project: Project, shared: Shared, group: sagemaker.ModelPackageGroup, seed_key: source.SeedKey
) -> Training:
    code = source.source(project, WHAT, REPOSITORY, seed_key)
    jobs = _job_role(project, shared, group)
    built = build(project, WHAT, shared.bucket, shared.key, _instructions(project, shared, jobs, group))
    role = _pipeline_role(project, shared, code, built)
    stages = [
        pipeline.stage("Source", actions.check_out(code.repository, REPOSITORY)),
        pipeline.stage("Build", actions.run("Build", built.project)),
    ]
    delivered = pipeline.queued_pipeline(
        project,
        WHAT,
        stages,
        role,
        ArtifactStore=pipeline.artifact_store(shared.bucket, shared.key),
        Triggers=pipeline.pushes_through_connection(),
    )
    began = _starts(project, shared, code, delivered)
    return Training(code, jobs, built, role, delivered, began, approval_request(project, shared))


def _job_role(project: Project, shared: Shared, group: sagemaker.ModelPackageGroup) -> iam.Role:
    """What SageMaker pipelines and their jobs run as: a data scientist's code."""
    trust = service_trust("sagemaker", arn("sagemaker", "*"))
    return project_role(project, JOBS, trust, _job_grants(project, shared, group))


def _job_grants(project: Project, shared: Shared, group: sagemaker.ModelPackageGroup) -> list[Any]:
    return [
        storage.list_bucket(shared.bucket),
        storage.read_objects(shared.bucket, names.DATA_PREFIX, names.CODE_PREFIX, names.EXECUTION_PREFIX),
        storage.write_objects(shared.bucket, names.EXECUTION_PREFIX),
        storage.use_key(shared.key),
        storage.lend_key_to_services(shared.key),
        models.run_jobs(project),
        models.follow_jobs(project),
        models.register_models(project, group),
        models.read_models(project, group),
        models.pass_to_sagemaker(role_arn(project.short_name(JOBS))),
        *runtime.pull_sagemaker_images(),
        runtime.write_job_logs(arn),
        runtime.write_job_metrics(),
        *runtime.join_network(),
    ]


def _instructions(project: Project, shared: Shared, jobs: iam.Role, group: sagemaker.ModelPackageGroup) -> Instructions:
    """The seed's own buildspec writes the SageMaker pipeline and starts it."""
    return Instructions(
        buildspec="buildspec.yml",
        environment={
            "MODEL_PACKAGE_GROUP_NAME": Sub(project.model_package_group),
            "PIPELINE_NAME": Sub(project.long_name(SAGEMAKER_PIPELINE)),
            "PIPELINE_ROLE_ARN": GetAtt(jobs, "Arn"),
            "ARTIFACT_BUCKET": Ref(shared.bucket),
            "KMS_KEY_ARN": GetAtt(shared.key, "Arn"),
            "IMAGE_URI": Ref(examples.IMAGE),
            "DATA_URI": Sub(f"s3://${{{shared.bucket.title}}}/{names.DATA_PREFIX}"),
        },
        grants=[
            storage.list_bucket(shared.bucket),
            storage.read_objects(shared.bucket, names.DATA_PREFIX, names.CODE_PREFIX),
            storage.write_objects(shared.bucket, names.DATA_PREFIX, names.CODE_PREFIX),
            *storage.keep_cache(shared.bucket),
            models.write_pipeline(project),
            models.read_packages(GetAtt(group, "ModelPackageGroupArn"), project.sagemaker_arn("model-package", "/*")),
            models.pass_to_sagemaker(GetAtt(jobs, "Arn")),
            delivery.report_tests(project, WHAT),
        ],
        cache=cache_in(shared.bucket),
    )


def _pipeline_role(project: Project, shared: Shared, code: source.Source, built: Build) -> iam.Role:
    grants = [
        delivery.pull_repository(code.repository),
        *delivery.use_connection(REPOSITORY),
        delivery.write_objects_with_acl(shared.bucket, names.ARTIFACT_PREFIX),
        delivery.run_builds(built.project),
    ]
    return pipeline.pipeline_role(project, WHAT, shared.bucket, shared.key, grants)


def _starts(project: Project, shared: Shared, code: source.Source, delivered: codepipeline.Pipeline) -> Starts:
    role = triggers.event_role(project, WHAT, delivered)
    target = triggers.start(delivered, role, shared.undelivered)
    return Starts(
        role,
        triggers.on_push(project, WHAT, code.repository, target),
        triggers.on_new_data(project, WHAT, shared.bucket, target),
        triggers.on_schedule(project, WHAT, delivered),
    )
