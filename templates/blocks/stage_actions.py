"""Actions in a stage's account: a change set, its execution, and a test that calls the endpoint."""

import json
from typing import Any

from troposphere import Ref, Sub, codebuild, codepipeline

from templates import names, parameters
from templates.blocks.actions import action, inputs, run
from templates.blocks.console import PAGES, with_links
from templates.blocks.stages import Stage
from templates.blocks.teams import approval_action
from templates.project import Project

PREPARED = "Prepared"
CHANGE_SET = "deploy-model"


def confirm(build: codebuild.Project) -> codepipeline.Actions:
    """Days may have passed since the approval: a version that was rejected meanwhile is not deployed.

    Its only input is what was prepared: nothing of the repository is there.
    """
    configuration = {"ProjectName": Ref(build)}
    return action("Confirm", "Build", "CodeBuild", configuration, InputArtifacts=inputs(PREPARED), RunOrder=1)


def change_endpoint(project: Project, stage: Stage) -> list[codepipeline.Actions]:
    """Through a change set, so that exactly what was prepared is executed."""
    target = {"StackName": Sub(project.long_name(f"{names.ENDPOINT_STACK}-{stage.name}")), "ChangeSetName": CHANGE_SET}
    prepare = target | {
        "ActionMode": "CHANGE_SET_REPLACE",
        "TemplatePath": f"{PREPARED}::endpoint.json",
        "TemplateConfiguration": f"{PREPARED}::{stage.name}.json",
        "RoleArn": stage.role(project, names.STAGE_STACK),
    }
    execute = target | {"ActionMode": "CHANGE_SET_EXECUTE"}
    more: dict[str, Any] = {"RoleArn": stage.role(project, names.STAGE_DEPLOY)}
    return [
        _deploy("Change", prepare, RunOrder=2, InputArtifacts=inputs(PREPARED), **more),
        _deploy("Execute", execute, RunOrder=3, **more),
    ]


def call_endpoint(tests: codebuild.Project, stage: Stage) -> codepipeline.Actions:
    """In the same stage as the change: a failed test rolls the change back."""
    return run("Test", tests, with_variables({"STAGE": stage.name}), PREPARED, RunOrder=4)


def approve(pipeline_name: str) -> codepipeline.Actions:
    """Manual approval; the message names the model, its metrics and the page to look at."""
    page = f"codesuite/codepipeline/pipelines/{pipeline_name}/executions/#{{codepipeline.PipelineExecutionId}}/timeline"
    configuration = {
        "NotificationArn": Ref(parameters.NOTIFICATION_TOPIC),
        "CustomData": "#{Prepare.MODEL_SUMMARY}",
        "ExternalEntityLink": with_links(f"{PAGES}/{page}"),
    }
    return action(approval_action(), "Approval", "Manual", configuration)


def with_variables(variables: dict[str, str]) -> str:
    """CodePipeline takes a build's variables as JSON; `#{...}` in it are filled in when the pipeline runs."""
    return json.dumps([{"name": name, "value": value, "type": "PLAINTEXT"} for name, value in variables.items()])


def _deploy(name: str, configuration: dict[str, Any], **more: Any) -> codepipeline.Actions:
    return action(name, "Deploy", "CloudFormation", configuration, **more)
