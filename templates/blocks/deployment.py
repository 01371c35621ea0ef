"""The half of a project that deploys: code, the gates, and the model's way through the stages."""

from typing import Any, NamedTuple

from troposphere import Ref, codepipeline, events, iam

from templates import names, parameters
from templates.blocks import actions, deployment_builds, pipeline, source, stage_actions, triggers
from templates.blocks.build import Build
from templates.blocks.deployment_builds import WHAT, Models
from templates.blocks.grants import delivery
from templates.blocks.project_resources import Shared
from templates.project import Project
from templates.stages import STAGES, stage_roles

REPOSITORY = source.existing_repository(WHAT)
MODEL = "ModelPackageArn"
AFTER_THE_GATE = "production"
ROLL_BACK = codepipeline.FailureConditions(Result="ROLLBACK")


class Deployment(NamedTuple):
    code: source.Source
    prepare: Build
    test: Build
    role: iam.Role
    pipeline: codepipeline.Pipeline
    events_role: iam.Role
    push: events.Rule
    decided: events.Rule


def deployment(project: Project, shared: Shared, models: Models, seed_key: str) -> Deployment:
    code = source.source(project, WHAT, REPOSITORY, seed_key)
    prepare = deployment_builds.prepare(project, shared, models)
    test = deployment_builds.test(project, shared, models)
    role = _role(project, shared, code, [prepare, test])
    delivered = pipeline.queued_pipeline(
        project,
        WHAT,
        _stages(project, code, prepare, test),
        role,
        ArtifactStore=pipeline.artifact_store(shared.bucket, shared.key),
        Triggers=pipeline.pushes_through_connection(),
        Variables=[_model_variable()],
    )
    events_role = triggers.event_role(project, WHAT, delivered)
    push = triggers.on_push(project, WHAT, code.repository, triggers.start(delivered, events_role, shared.undelivered))
    decided = _on_decision(project, models, triggers.start(delivered, events_role, shared.undelivered, **_with_model()))
    return Deployment(code, prepare, test, role, delivered, events_role, push, decided)


def _stages(project: Project, code: source.Source, prepare: Build, test: Build) -> list[codepipeline.Stages]:
    staging, production = [
        pipeline.stage(
            stage.capitalize(),
            *([stage_actions.confirm(test.project, stage)] if stage == AFTER_THE_GATE else []),
            *stage_actions.change_endpoint(project, stage, account),
            stage_actions.call_endpoint(test.project, stage, account),
            OnFailure=ROLL_BACK,
        )
        for stage, account in STAGES
    ]
    return [
        pipeline.stage("Source", actions.check_out(code.repository, REPOSITORY)),
        pipeline.stage("Prepare", _prepare_action(prepare)),
        staging,
        pipeline.stage("Approve", stage_actions.approve(project.long_name(WHAT))),
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


def _role(project: Project, shared: Shared, code: source.Source, builds: list[Build]) -> iam.Role:
    grants = [
        delivery.pull_repository(code.repository),
        *delivery.use_connection(REPOSITORY),
        delivery.write_objects_with_acl(shared.bucket, names.ARTIFACT_PREFIX),
        delivery.run_builds(*[build.project for build in builds]),
        *delivery.publish_to(Ref(parameters.NOTIFICATION_TOPIC)),
        delivery.assume(*stage_roles(names.DEPLOY)),
    ]
    return pipeline.pipeline_role(project, WHAT, shared.bucket, shared.key, grants)


def _model_variable() -> codepipeline.VariableDeclaration:
    return codepipeline.VariableDeclaration(
        Name=MODEL, DefaultValue=names.NONE, Description="The version that was decided on; none is the newest approved."
    )


def _with_model() -> dict[str, Any]:
    """The event says which version was decided on, so a later approval cannot slip in between."""
    variables = '{"variables":[{"name":"' + MODEL + '","value":"<model>"}]}'
    chosen = events.InputTransformer(InputPathsMap={"model": "$.detail.ModelPackageArn"}, InputTemplate=variables)
    return {"InputTransformer": chosen}


def _on_decision(project: Project, models: Models, target: events.Target) -> events.Rule:
    """Rejecting starts the pipeline too: it goes back to the last approved version."""
    pattern = {
        "source": ["aws.sagemaker"],
        "detail-type": ["SageMaker Model Package State Change"],
        "detail": {
            "ModelPackageGroupName": [models.group_name],
            "ModelApprovalStatus": ["Approved", "Rejected"],
            "UpdatedModelPackageFields": ["ModelApprovalStatus"],
        },
    }
    return triggers.rule(project, f"{WHAT}-decision", pattern, target)
