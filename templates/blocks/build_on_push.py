"""A repository whose build runs at every push, and if chosen on a schedule or on new data."""

from typing import NamedTuple

from troposphere import codepipeline, events, iam

from templates import names
from templates.blocks import source, triggers
from templates.blocks.build import Build, Instructions, build
from templates.blocks.build_pipeline import build_pipeline
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
    role, pipeline = build_pipeline(project, resources, code, REPOSITORY, training_build)
    return BuildOnPush(code, training_build, role, pipeline, _triggers(project, resources, code, pipeline))


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
