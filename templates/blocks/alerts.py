"""Failures, told to the project's topic in a sentence with a link."""

from typing import Any, NamedTuple

from troposphere import Ref, Sub, events, sns

from templates.blocks.starts import rule
from templates.project import Project

PAGE = "https://${AWS::Region}.console.aws.amazon.com/codesuite"
PIPELINE_MESSAGE = Sub(f'"<action> of pipeline <name> failed: <reason> See {PAGE}/codepipeline/pipelines/<name>/view"')
FAILED_ACTION = {
    "name": "$.detail.pipeline",
    "action": "$.detail.action",
    "reason": "$.detail.execution-result.external-execution-summary",
}
BUILD_MESSAGE = '"Build <name> failed. Its log says why: <log>"'
FAILED_BUILD = {"name": "$.detail.project-name", "log": "$.detail.additional-information.logs.deep-link"}
TRAINING_MESSAGE = (
    '"Step <step> of a training failed: <reason> In SageMaker Studio, under Pipelines, look at <execution>."'
)
FAILED_STEP = {
    "step": "$.detail.stepName",
    "reason": "$.detail.failureReason",
    "execution": "$.detail.pipelineExecutionArn",
}


class Alerts(NamedTuple):
    pipelines: events.Rule
    builds: events.Rule


def alerts(project: Project, topic: sns.Topic) -> Alerts:
    """Names start with the project's, whatever half they are of."""
    mine = {"prefix": Sub(project.long_name(""))}
    pipelines = _tell(topic, PIPELINE_MESSAGE, **FAILED_ACTION)
    builds = _tell(topic, BUILD_MESSAGE, **FAILED_BUILD)
    return Alerts(
        rule(project, "pipeline-failed", _pipeline_failed(mine), pipelines),
        rule(project, "build-failed", _build_failed(mine), builds),
    )


def training_alert(project: Project, topic: sns.Topic) -> events.Rule:
    """For SageMaker's own pipelines."""
    message = _tell(topic, TRAINING_MESSAGE, **FAILED_STEP)
    return rule(project, "training-failed", _training_failed(project), message)


def _pipeline_failed(mine: dict[str, Any]) -> dict[str, Any]:
    """The event of the action: that of the pipeline says no reason."""
    return {
        "source": ["aws.codepipeline"],
        "detail-type": ["CodePipeline Action Execution State Change"],
        "detail": {"pipeline": [mine], "state": ["FAILED"]},
    }


def _build_failed(mine: dict[str, Any]) -> dict[str, Any]:
    return {
        "source": ["aws.codebuild"],
        "detail-type": ["CodeBuild Build State Change"],
        "detail": {"project-name": [mine], "build-status": ["FAILED", "FAULT", "TIMED_OUT"]},
    }


def _training_failed(project: Project) -> dict[str, Any]:
    """The event of the step: that of the execution says no reason.

    It names the pipeline by its ARN, in lower case: its end is the id and what comes behind.
    """
    return {
        "source": ["aws.sagemaker"],
        "detail-type": ["SageMaker Model Building Pipeline Execution Step Status Change"],
        "detail": {
            "pipelineArn": [{"suffix": Sub(f"-${{{project.identifier.title}}}-training")}],
            "currentStepStatus": ["Failed"],
        },
    }


def _tell(topic: sns.Topic, message: str | Sub, **values: str) -> events.Target:
    sentence = events.InputTransformer(InputPathsMap=values, InputTemplate=message)
    return events.Target(Id="topic", Arn=Ref(topic), InputTransformer=sentence)
