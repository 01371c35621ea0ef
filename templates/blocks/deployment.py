"""The deployment part of a project: repository, builds, and the pipeline through the stages."""

from collections.abc import Sequence
from typing import Any, NamedTuple

from troposphere import Ref, codepipeline, events, iam

from templates import names, parameters
from templates.blocks import actions, deployment_builds, pipeline, source, stage_actions, triggers
from templates.blocks.build import Build
from templates.blocks.deployment_builds import PART
from templates.blocks.grants import delivery
from templates.blocks.models import Models
from templates.blocks.project_resources import ProjectResources
from templates.blocks.stage_provision import StageRoles
from templates.blocks.stages import STAGES, stage_roles
from templates.project import Project

REPOSITORY = source.existing_repository(PART)
MODEL = "ModelPackageArn"
AFTER_THE_GATE = "production"
ROLL_BACK = codepipeline.FailureConditions(Result="ROLLBACK")


class Builds(NamedTuple):
    prepare: Build
    confirm: Build
    test: Build


class Deployment(NamedTuple):
    code: source.Source
    prepare: Build
    confirm: Build
    test: Build
    role: iam.Role
    pipeline: codepipeline.Pipeline
    events_role: iam.Role
    push: events.Rule
    decision: events.Rule


class Archives(NamedTuple):
    """Keys of the asset bucket: what a team's repository starts with, and what the catalog itself runs."""

    seed: str
    code: str


def deployment(
    project: Project, resources: ProjectResources, models: Models, archives: Archives, provisioned: Sequence[StageRoles]
) -> Deployment:
    """CodePipeline assumes the role of every action while it creates the pipeline: `provisioned` come before it."""
    code = source.source(project, PART, REPOSITORY, archives.seed)
    builds = Builds(
        deployment_builds.prepare(project, resources, models, archives.code),
        deployment_builds.confirm(project, resources, models, archives.code),
        deployment_builds.test(project, resources),
    )
    role = _role(project, resources, code, builds)
    delivery_pipeline = pipeline.queued_pipeline(
        project,
        PART,
        _stages(project, code, builds),
        role,
        ArtifactStore=pipeline.artifact_store(resources.bucket, resources.key),
        Triggers=pipeline.pushes_through_connection(),
        Variables=[_model_variable()],
        DependsOn=[roles.title for roles in provisioned],
    )
    events_role = triggers.event_role(project, PART, delivery.start_pipeline(delivery_pipeline))
    push = triggers.on_push(
        project, PART, code.repository, triggers.start(delivery_pipeline, events_role, resources.dead_letter_queue)
    )
    decision = _on_decision(
        project, models, triggers.start(delivery_pipeline, events_role, resources.dead_letter_queue, **_with_model())
    )
    return Deployment(code, *builds, role, delivery_pipeline, events_role, push, decision)


def _stages(project: Project, code: source.Source, builds: Builds) -> list[codepipeline.Stages]:
    staging, production = [
        pipeline.stage(
            stage.name.capitalize(),
            *([stage_actions.confirm(builds.confirm.project)] if stage.name == AFTER_THE_GATE else []),
            *stage_actions.change_endpoint(project, stage),
            stage_actions.call_endpoint(builds.test.project, stage),
            OnFailure=ROLL_BACK,
        )
        for stage in STAGES
    ]
    return [
        pipeline.stage("Source", actions.check_out(code.repository, REPOSITORY)),
        pipeline.stage("Prepare", _prepare_action(builds.prepare)),
        staging,
        pipeline.stage(names.APPROVAL, stage_actions.approve(project.long_name(PART))),
        production,
    ]


def _prepare_action(prepare: Build) -> codepipeline.Actions:
    variables = {
        "MODEL_PACKAGE_ARN": f"#{{variables.{MODEL}}}",
        "SOURCE_COMMIT": f"#{{{actions.SOURCE}.CommitId}}",
        "PIPELINE_EXECUTION_ID": "#{codepipeline.PipelineExecutionId}",
    }
    return actions.run(
        "Prepare",
        prepare.project,
        stage_actions.with_variables(variables),
        Namespace="Prepare",
        OutputArtifacts=actions.outputs(stage_actions.PREPARED),
    )


def _role(project: Project, resources: ProjectResources, code: source.Source, builds: Builds) -> iam.Role:
    grants = [
        delivery.pull_repository(code.repository),
        *delivery.use_connection(REPOSITORY, code.seeded),
        delivery.write_objects_with_acl(resources.bucket, names.ARTIFACT_PREFIX),
        delivery.run_builds(*[build.project for build in builds]),
        *delivery.publish_to(Ref(parameters.NOTIFICATION_TOPIC)),
        delivery.assume(*stage_roles(project, names.STAGE_DEPLOY)),
    ]
    return pipeline.pipeline_role(project, PART, resources.bucket, resources.key, grants)


def _model_variable() -> codepipeline.VariableDeclaration:
    return codepipeline.VariableDeclaration(
        Name=MODEL, DefaultValue=names.NONE, Description="The model package to deploy; none is the newest approved one."
    )


def _with_model() -> dict[str, Any]:
    """The version is taken from the event, so that a later approval cannot replace it."""
    variables = '{"variables":[{"name":"' + MODEL + '","value":"<model>"}]}'
    chosen = events.InputTransformer(InputPathsMap={"model": "$.detail.ModelPackageArn"}, InputTemplate=variables)
    return {"InputTransformer": chosen}


def _on_decision(project: Project, models: Models, target: events.Target) -> events.Rule:
    """A rejection starts the pipeline too: it deploys the last approved version again."""
    pattern = {
        "source": ["aws.sagemaker"],
        "detail-type": ["SageMaker Model Package State Change"],
        "detail": {
            "ModelPackageGroupName": [models.group_name],
            "ModelApprovalStatus": ["Approved", "Rejected"],
            "UpdatedModelPackageFields": ["ModelApprovalStatus"],
        },
    }
    return triggers.rule(project, f"{PART}-decision", pattern, target)
