"""The pipeline that builds what is pushed: it checks out a repository and runs its build."""

from typing import NamedTuple

from troposphere import Parameter, codepipeline, iam

from templates import names
from templates.blocks import actions, pipeline
from templates.blocks.build import Build
from templates.blocks.grants import delivery
from templates.blocks.project_resources import ProjectResources
from templates.blocks.source import Source
from templates.project import Project


class BuildPipeline(NamedTuple):
    role: iam.Role
    pipeline: codepipeline.Pipeline


def build_pipeline(
    project: Project, resources: ProjectResources, code: Source, existing: Parameter, build: Build
) -> BuildPipeline:
    """`existing` is the parameter that names a repository behind a connection."""
    part = names.TRAINING_PART
    grants = [
        delivery.pull_repository(code.repository),
        *delivery.use_connection(existing, code.seeded),
        delivery.write_objects_with_acl(resources.bucket, names.ARTIFACT_PREFIX),
        delivery.run_builds(build.project),
    ]
    role = pipeline.pipeline_role(project, part, resources.bucket, resources.key, grants)
    stages = [
        pipeline.stage("Source", actions.check_out(code.repository, existing)),
        pipeline.stage("Build", actions.run("Build", build.project)),
    ]
    queued = pipeline.queued_pipeline(
        project,
        part,
        stages,
        role,
        ArtifactStore=pipeline.artifact_store(resources.bucket, resources.key),
        Triggers=pipeline.pushes_through_connection(),
    )
    return BuildPipeline(role, queued)
