"""A repository whose build runs at every push, and if chosen on a schedule or on new data."""

from typing import NamedTuple

from troposphere import codepipeline, events, iam

from templates import names
from templates.blocks import actions, pipeline, source, triggers
from templates.blocks.build import Build, Instructions, build
from templates.blocks.grants import delivery
from templates.blocks.project_resources import ProjectResources
from templates.project import Project

PART = names.TRAINING_PART
REPOSITORY = source.existing_repository(PART)


class Triggers(NamedTuple):
    role: iam.Role
    push: events.Rule
    new_data: events.Rule
    schedule: triggers.Scheduled


class BuildOnPush(NamedTuple):
    code: source.Source
    build: Build
    role: iam.Role
    pipeline: codepipeline.Pipeline
    triggers: Triggers


def build_on_push(
    project: Project, resources: ProjectResources, seed_key: source.SeedKey, instructions: Instructions
) -> BuildOnPush:
    code = source.source(project, PART, REPOSITORY, seed_key)
    training_build = build(project, PART, resources.bucket, resources.key, instructions)
    role = _pipeline_role(project, resources, code, training_build)
    stages = [
        pipeline.stage("Source", actions.check_out(code.repository, REPOSITORY)),
        pipeline.stage("Build", actions.run("Build", training_build.project)),
    ]
    build_pipeline = pipeline.queued_pipeline(
        project,
        PART,
        stages,
        role,
        ArtifactStore=pipeline.artifact_store(resources.bucket, resources.key),
        Triggers=pipeline.pushes_through_connection(),
    )
    return BuildOnPush(code, training_build, role, build_pipeline, _triggers(project, resources, code, build_pipeline))


def _pipeline_role(
    project: Project, resources: ProjectResources, code: source.Source, training_build: Build
) -> iam.Role:
    grants = [
        delivery.pull_repository(code.repository),
        *delivery.use_connection(REPOSITORY, code.seeded),
        delivery.write_objects_with_acl(resources.bucket, names.ARTIFACT_PREFIX),
        delivery.run_builds(training_build.project),
    ]
    return pipeline.pipeline_role(project, PART, resources.bucket, resources.key, grants)


def _triggers(
    project: Project, resources: ProjectResources, code: source.Source, build_pipeline: codepipeline.Pipeline
) -> Triggers:
    role = triggers.event_role(project, PART, build_pipeline)
    target = triggers.start(build_pipeline, role, resources.dead_letter_queue)
    return Triggers(
        role,
        triggers.on_push(project, PART, code.repository, target),
        triggers.on_new_data(project, PART, resources.bucket, target),
        triggers.on_schedule(project, PART, build_pipeline),
    )
