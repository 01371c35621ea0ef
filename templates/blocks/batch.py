"""The batch part of a project: repository, build, the role of its jobs, and what starts a run over new files."""

from typing import Any, NamedTuple

from troposphere import Equals, GetAtt, If, Not, Ref, Sub, codepipeline, events, iam, s3

from templates import names, parameters
from templates.arns import arn, role_arn
from templates.blocks import source, triggers
from templates.blocks.batch_messages import announcement, failure, pipeline_name, run_arn
from templates.blocks.bucket_denials import WRITE
from templates.blocks.buckets import READ_VERSIONS, objects
from templates.blocks.build import Build, Instructions, build, s3_cache
from templates.blocks.build_pipeline import build_pipeline
from templates.blocks.grants import delivery, models, runtime, storage
from templates.blocks.grants.jobs import BATCH, run_jobs
from templates.blocks.models import Models
from templates.blocks.project_resources import ProjectResources
from templates.blocks.roles import project_role
from templates.parameter_form import Condition, Field, Rule
from templates.policy import Statement, deny, service_trust, with_principal
from templates.project import Project

PART = names.TRAINING_PART
"""Of its code: builds and pipelines with this ending are followed by data scientists and by the account's alerts."""
RUN = names.BATCH_PIPELINE
JOBS = "execution"
OWN = (names.EXECUTION_PREFIX, names.LEDGER_PREFIX, names.PREDICTION_PREFIX)
RESULTS = (names.LEDGER_PREFIX, names.PREDICTION_PREFIX, names.REJECTED_PREFIX)
MARKER = "_READY"
"""What a sender puts behind the last file of a delivery."""
REPOSITORY = source.existing_repository(PART)
SCHEDULE = triggers.schedule_parameter("predict for new files")
EACH_FILE, READY_FILE, NEVER = "each-file", "ready-file", "no"
ARRIVAL = parameters.choice(
    "StartOnArrival",
    f"What starts a run: every file below data/, or only one whose name ends in {MARKER}, sent after all others.",
    (EACH_FILE, READY_FILE, NEVER),
)
ON_ARRIVAL = Condition("StartsOnArrival", Not(Equals(Ref(ARRIVAL), NEVER)))
ON_READY_FILE = Condition("StartsOnReadyFile", Equals(Ref(ARRIVAL), READY_FILE))
FIELDS = (Field(SCHEDULE, "Schedule"), Field(ARRIVAL, "Start on arrival"))
CONDITIONS = (triggers.HAS_SCHEDULE, ON_ARRIVAL, ON_READY_FILE)
SOMETHING_STARTS_RUNS = Rule(
    "SomethingStartsRuns",
    when=Equals(Ref(ARRIVAL), NEVER),
    must=Not(Equals(Ref(SCHEDULE), "")),
    otherwise="Nothing would start a run: enter a Schedule, or choose another StartOnArrival than no.",
)


class Triggers(NamedTuple):
    build_role: iam.Role
    push: events.Rule
    role: iam.Role
    arrival: events.Rule
    schedule: triggers.Scheduled


class Batch(NamedTuple):
    code: source.Source
    jobs: iam.Role
    build: Build
    role: iam.Role
    pipeline: codepipeline.Pipeline
    triggers: Triggers
    announcement: events.Rule
    failure: events.Rule


def batch(project: Project, resources: ProjectResources, taken: Models, seed_key: source.SeedKey) -> Batch:
    """`taken` are the models of another project, whose owner has to agree."""
    code = source.source(project, PART, REPOSITORY, seed_key)
    jobs = _job_role(project, resources, taken)
    batch_build = build(project, PART, resources.bucket, resources.key, _instructions(project, resources, jobs, taken))
    role, pipeline = build_pipeline(project, resources, code, REPOSITORY, batch_build)
    started = _triggers(project, resources, code, pipeline)
    return Batch(
        code,
        jobs,
        batch_build,
        role,
        pipeline,
        started,
        announcement(project, resources),
        failure(project, resources),
    )


def protect_results(project: Project, bucket: s3.Bucket) -> list[Statement]:
    """Predictions, rejected rows and the ledger are written by the project's jobs alone, and are nobody else's."""
    own = {"ArnNotLike": {"aws:PrincipalArn": role_arn(project.short_name("*"))}}
    others = {"ArnLike": {"aws:PrincipalArn": role_arn(names.PROJECTS)}, **own}
    results = [objects(bucket, prefix) for prefix in RESULTS]
    return [
        with_principal("*", deny(WRITE, results, own)),
        with_principal("*", deny(READ_VERSIONS, results, others)),
    ]


def _job_role(project: Project, resources: ProjectResources, taken: Models) -> iam.Role:
    """The role of the SageMaker pipeline and its jobs, which run a data scientist's code."""
    bucket, key = resources.bucket, resources.key
    grants: list[Any] = [
        storage.list_bucket(bucket),
        storage.read_objects(bucket, names.DATA_PREFIX, names.CODE_PREFIX, *OWN),
        storage.write_objects(bucket, names.EXECUTION_PREFIX, *RESULTS),
        storage.use_key(key),
        storage.create_grants_for_services(key),
        *run_jobs(project, key, BATCH),
        *taken.read,
        models.describe_executions(project),
        models.pass_to_sagemaker(role_arn(project.short_name(JOBS))),
        *runtime.pull_sagemaker_images(),
        runtime.write_job_logs(),
        runtime.write_job_metrics(),
        *runtime.join_network(),
    ]
    return project_role(project, JOBS, service_trust("sagemaker", arn("sagemaker", "*")), grants)


def _instructions(project: Project, resources: ProjectResources, jobs: iam.Role, taken: Models) -> Instructions:
    """The repository's own buildspec tests the code, creates the SageMaker pipeline and starts it."""
    return Instructions(
        buildspec="buildspec.yml",
        environment={
            "MODEL_PACKAGE_GROUP_NAME": taken.group_name,
            "MODEL_OWNER_PROJECT_ID": taken.project,
            "PIPELINE_NAME": Sub(pipeline_name(project)),
            "PIPELINE_ROLE_ARN": GetAtt(jobs, "Arn"),
            "ARTIFACT_BUCKET": Ref(resources.bucket),
            "KMS_KEY_ARN": GetAtt(resources.key, "Arn"),
        },
        grants=[
            storage.list_bucket(resources.bucket),
            storage.write_objects(resources.bucket, names.CODE_PREFIX),
            *storage.use_cache(resources.bucket),
            models.write_pipeline(project),
            models.pass_to_sagemaker(GetAtt(jobs, "Arn")),
            delivery.report_tests(project, PART),
        ],
        cache=s3_cache(resources.bucket),
    )


def _triggers(
    project: Project, resources: ProjectResources, code: source.Source, pipeline: codepipeline.Pipeline
) -> Triggers:
    """A push starts the build, which starts a run; a file or the schedule starts a run without a build."""
    queue, run = resources.dead_letter_queue, run_arn(project)
    build_role = triggers.event_role(project, PART, delivery.start_pipeline(pipeline))
    run_role = triggers.event_role(project, RUN, models.start_pipeline(run))
    return Triggers(
        build_role,
        triggers.on_push(project, PART, code.repository, triggers.start(pipeline, build_role, queue)),
        run_role,
        _on_arrival(project, resources.bucket, triggers.target_of(RUN, run, run_role, queue)),
        triggers.scheduled(project, RUN, run, models.start_pipeline(run)),
    )


def _on_arrival(project: Project, bucket: s3.Bucket, target: events.Target) -> events.Rule:
    below = names.DATA_PREFIX
    key = If(ON_READY_FILE.name, {"wildcard": f"{below}*{MARKER}"}, {"prefix": below})
    return triggers.rule(
        project, f"{RUN}-arrival", triggers.new_objects(bucket, key), target, Condition=ON_ARRIVAL.name
    )
