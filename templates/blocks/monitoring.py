"""The monitor of a model: repository, build, the role of its job, the schedule, alarms and dashboard."""

from typing import Any, NamedTuple

from troposphere import Equals, GetAtt, Not, Ref, cloudwatch, codepipeline, events, iam

from templates import names, parameters
from templates.arns import arn
from templates.blocks import captured, source, triggers
from templates.blocks.build import Build, Instructions, build, s3_cache
from templates.blocks.build_pipeline import build_pipeline
from templates.blocks.grants import delivery, models, runtime, storage
from templates.blocks.grants.jobs import run_processing_jobs
from templates.blocks.models import Models
from templates.blocks.monitor_alarms import alarms, dashboard
from templates.blocks.project_resources import ProjectResources
from templates.blocks.roles import project_role
from templates.parameter_form import Field, Rule
from templates.policy import service_trust
from templates.project import Project

PART = names.TRAINING_PART
"""Of its code: builds and pipelines with this ending are followed by data scientists and by the account's alerts."""
JOBS = "execution"
REPOSITORY = source.existing_repository(PART)
SCHEDULE = parameters.text(
    str(triggers.SCHEDULE.title),
    "When to look at the model, besides at every push, such as rate(1 day) or cron(0 6 * * ? *). Times are in UTC.",
    triggers.SCHEDULE.properties["AllowedPattern"],
    triggers.SCHEDULE.properties["ConstraintDescription"],
    Default="",
)
RETRAINING = parameters.choice(
    "Retraining",
    "Whether drift and loss of quality ask for a training in the project whose MonitoredBy is this one.",
    ("no", "yes"),
)
RETRAINING_DAYS = parameters.choice(
    "RetrainingDays", "Days between two trainings that are asked for.", ("7", "1", "14", "30", "90")
)
FIELDS = (
    *captured.FIELDS,
    Field(SCHEDULE, "Schedule"),
    Field(RETRAINING, "Retraining"),
    Field(RETRAINING_DAYS, "Days between trainings"),
)
CONDITIONS = (triggers.HAS_SCHEDULE, captured.ELSEWHERE)
RETRAINING_NEEDS_SCHEDULE = Rule(
    "RetrainingNeedsSchedule",
    when=Equals(Ref(RETRAINING), "yes"),
    must=Not(Equals(Ref(SCHEDULE), "")),
    otherwise="Retraining needs Schedule: without one the model is looked at only when somebody pushes.",
)


class Triggers(NamedTuple):
    role: iam.Role
    push: events.Rule
    schedule: triggers.Scheduled


class Monitoring(NamedTuple):
    code: source.Source
    jobs: iam.Role
    build: Build
    role: iam.Role
    pipeline: codepipeline.Pipeline
    triggers: Triggers
    alarms: tuple[cloudwatch.Alarm, ...]
    dashboard: cloudwatch.Dashboard


def monitoring(
    project: Project, resources: ProjectResources, monitored: Models, seed_key: source.SeedKey
) -> Monitoring:
    """`monitored` are the models of another project, whose owner has to agree."""
    code = source.source(project, PART, REPOSITORY, seed_key)
    jobs = _job_role(project, resources)
    instructions = _instructions(project, resources, jobs, monitored)
    monitor_build = build(project, PART, resources.bucket, resources.key, instructions)
    role, pipeline = build_pipeline(project, resources, code, REPOSITORY, monitor_build)
    started = _triggers(project, resources, code, pipeline)
    return Monitoring(code, jobs, monitor_build, role, pipeline, started, alarms(project), dashboard(project))


def _job_role(project: Project, resources: ProjectResources) -> iam.Role:
    """The role of the job, which reads requests and labels and writes a report: no other project's models."""
    bucket, key = resources.bucket, resources.key
    grants: list[Any] = [
        storage.list_bucket(bucket),
        storage.read_objects(bucket, names.DATA_PREFIX, names.CODE_PREFIX),
        storage.write_objects(bucket, names.EXECUTION_PREFIX),
        storage.use_key(key),
        storage.create_grants_for_services(key),
        *captured.read_captured(),
        *runtime.pull_sagemaker_images(),
        runtime.write_job_logs(),
        *runtime.join_network(),
    ]
    return project_role(project, JOBS, service_trust("sagemaker", arn("sagemaker", "*")), grants)


def _instructions(project: Project, resources: ProjectResources, jobs: iam.Role, monitored: Models) -> Instructions:
    """The repository's own buildspec tests the code, runs the job, and tells what it found."""
    bucket = resources.bucket
    return Instructions(
        buildspec="buildspec.yml",
        environment={
            "MODEL_PACKAGE_GROUP_NAME": monitored.group_name,
            "JOB_ROLE_ARN": GetAtt(jobs, "Arn"),
            "ARTIFACT_BUCKET": Ref(bucket),
            "KMS_KEY_ARN": GetAtt(resources.key, "Arn"),
            "CAPTURED_URI": captured.place(bucket),
            "TOPIC_ARN": Ref(parameters.NOTIFICATION_TOPIC),
            "RETRAINING": Ref(RETRAINING),
            "RETRAINING_DAYS": Ref(RETRAINING_DAYS),
        },
        grants=[
            storage.list_bucket(bucket),
            storage.read_objects(bucket, names.EXECUTION_PREFIX),
            storage.write_objects(bucket, names.CODE_PREFIX, *names.MONITOR_PREFIXES),
            *storage.use_cache(bucket),
            *monitored.read,
            captured.list_captured(),
            *run_processing_jobs(project, resources.key),
            models.pass_to_sagemaker(GetAtt(jobs, "Arn")),
            runtime.write_job_metrics(),
            *delivery.publish_to(Ref(parameters.NOTIFICATION_TOPIC)),
        ],
        cache=s3_cache(bucket),
    )


def _triggers(
    project: Project, resources: ProjectResources, code: source.Source, pipeline: codepipeline.Pipeline
) -> Triggers:
    role = triggers.event_role(project, PART, delivery.start_pipeline(pipeline))
    target = triggers.start(pipeline, role, resources.dead_letter_queue)
    return Triggers(
        role,
        triggers.on_push(project, PART, code.repository, target),
        triggers.on_schedule(project, PART, pipeline),
    )
