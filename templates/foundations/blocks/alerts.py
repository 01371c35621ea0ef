"""Failures and changes of production, of every project of the account: told to the account's topic.

The rules are the account's, because a bus takes 300 of them. They know the catalog's pipelines and builds by their
names, which hold the project's.
"""

from typing import Any, NamedTuple

from troposphere import Ref, events

from templates import names
from templates.blocks.messages import tell
from templates.console import PAGES
from templates.foundations.blocks.notification import Notification

QUOTA = "If the reason is a limit of the account, have it raised under Service Quotas."
PIPELINES = f"{PAGES}/codesuite/codepipeline/pipelines/<pipeline>"
RETRY = (
    "aws codepipeline retry-stage-execution --pipeline-name <pipeline> --pipeline-execution-id <execution> "
    "--stage-name <stage> --retry-mode ALL_ACTIONS"
)
"""The whole stage: what a failed action was to execute is gone (aws/aws-cdk issue 11995)."""
STACK = (
    "A stack in ROLLBACK_FAILED, UPDATE_ROLLBACK_FAILED or DELETE_FAILED takes no change until somebody repairs it in "
    "its account: README of the deploying repository, When a stage fails."
)
PROJECTS = "sagemaker-*"
EXPORTED = "$.detail.additional-information.exported-environment-variables"
"""A list of names with values. EventBridge can point to no member of it, so the message has the whole list."""
SAGEMAKER = f"arn:*:sagemaker:*:pipeline/{PROJECTS}-training"


class Alerts(NamedTuple):
    pipelines: events.Rule
    builds: events.Rule
    trainings: events.Rule
    production: events.Rule


def alerts(told: Notification) -> Alerts:
    return Alerts(_pipelines(told), _builds(told), _trainings(told), _production(told))


def _pipelines(told: Notification) -> events.Rule:
    """The event of the action: that of the pipeline says no reason."""
    pattern = {
        "source": ["aws.codepipeline"],
        "detail-type": ["CodePipeline Action Execution State Change"],
        "detail": {"pipeline": _named("build", "deploy"), "state": ["FAILED"]},
    }
    texts = {
        "message": f"<action> of pipeline <pipeline> failed. {QUOTA}",
        "link": f"{PIPELINES}/view",
        "retry": RETRY,
        "stack": STACK,
    }
    paths = {"pipeline": "$.detail.pipeline", "action": "$.detail.action", "stage": "$.detail.stage"}
    paths["execution"] = "$.detail.execution-id"
    return _rule("pipeline-failed", pattern, _tell(told, texts, paths, result="$.detail.execution-result"))


def _builds(told: Notification) -> events.Rule:
    pattern = {
        "source": ["aws.codebuild"],
        "detail-type": ["CodeBuild Build State Change"],
        "detail": {
            "project-name": _named("build", "prepare", "test"),
            "build-status": ["FAILED", "FAULT", "TIMED_OUT"],
        },
    }
    texts = {"message": "Build <build> failed. Below is what it exported, OUTCOME says why.", "link": "<log>"}
    paths = {"build": "$.detail.project-name", "log": "$.detail.additional-information.logs.deep-link"}
    return _rule("build-failed", pattern, _tell(told, texts, paths, exported=EXPORTED))


def _trainings(told: Notification) -> events.Rule:
    """The event of the step: that of the execution says no reason. It names the pipeline by its ARN, in lower case."""
    pattern = {
        "source": ["aws.sagemaker"],
        "detail-type": ["SageMaker Model Building Pipeline Execution Step Status Change"],
        "detail": {"pipelineArn": [{"wildcard": SAGEMAKER}], "currentStepStatus": ["Failed"]},
    }
    texts = {
        "message": f"Step <step> of a training failed. In SageMaker Studio, look at <execution>. {QUOTA}",
    }
    paths = {"step": "$.detail.stepName", "execution": "$.detail.pipelineExecutionArn"}
    return _rule("training-failed", pattern, _tell(told, texts, paths, detail="$.detail"))


def _production(told: Notification) -> events.Rule:
    """The stage has ended well: the endpoint is deployed and tested."""
    pattern = {
        "source": ["aws.codepipeline"],
        "detail-type": ["CodePipeline Stage Execution State Change"],
        "detail": {"pipeline": _named("deploy"), "stage": ["Production"], "state": ["SUCCEEDED"]},
    }
    texts = {
        "message": "Production of pipeline <pipeline> changed. The execution's variables say to which model.",
        "link": f"{PIPELINES}/executions/<execution>/timeline",
    }
    paths = {"pipeline": "$.detail.pipeline", "execution": "$.detail.execution-id"}
    return _rule("production-changed", pattern, _tell(told, texts, paths))


def _named(*ends: str) -> list[dict[str, str]]:
    return [{"wildcard": f"{PROJECTS}-{end}"} for end in ends]


def _tell(told: Notification, texts: dict[str, str], paths: dict[str, str], **objects: str) -> events.Target:
    return tell(Ref(told.topic), told.undelivered.queue, texts, paths, objects)


def _rule(what: str, pattern: dict[str, Any], target: events.Target) -> events.Rule:
    return events.Rule(
        names.logical_id(what, "rule"),
        Name=f"{names.ALERTS}-{what}",
        State="ENABLED",
        EventPattern=pattern,
        Targets=[target],
    )
