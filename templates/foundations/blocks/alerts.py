"""Rules that publish failures and changes of production, of every project of the account, to its topic.

They are in the account and not in each project, because an event bus takes 300 rules. They match the catalog's
pipelines and builds by their names, which hold the project's.
"""

from typing import Any, NamedTuple

from troposphere import Ref, events

from templates import names
from templates.blocks.console import PAGES
from templates.blocks.messages import publish_message
from templates.foundations.blocks.notification import Notification

QUOTA = "If the reason is a limit of the account, raise it under Service Quotas."
PIPELINES = f"{PAGES}/codesuite/codepipeline/pipelines/<pipeline>"
RETRY = (
    "aws codepipeline retry-stage-execution --pipeline-name <pipeline> --pipeline-execution-id <execution> "
    "--stage-name <stage> --retry-mode ALL_ACTIONS"
)
"""The whole stage: the change set of a failed action is gone (aws/aws-cdk issue 11995)."""
STACK = (
    "A stack in ROLLBACK_FAILED, UPDATE_ROLLBACK_FAILED or DELETE_FAILED takes no change until it is repaired in "
    "its account: README of the deployment repository, When a stage fails."
)
EXPORTED = "$.detail.additional-information.exported-environment-variables"
"""A list of names with values. A path of EventBridge cannot select a member, so the message has the whole list."""
SAGEMAKER = f"arn:*:sagemaker:*:pipeline/{names.PROJECTS}-{names.SAGEMAKER_PIPELINE}"


DELIVERY_BUILDS = (names.PREPARE_BUILD, names.CONFIRM_BUILD, names.TEST_BUILD)


class Alerts(NamedTuple):
    pipelines: events.Rule
    builds: events.Rule
    trainings: events.Rule
    production: events.Rule


def alerts(notification: Notification) -> Alerts:
    return Alerts(_pipelines(notification), _builds(notification), _trainings(notification), _production(notification))


def _pipelines(notification: Notification) -> events.Rule:
    """The event of the action: that of the pipeline has no reason."""
    pattern = {
        "source": ["aws.codepipeline"],
        "detail-type": ["CodePipeline Action Execution State Change"],
        "detail": {"pipeline": _wildcards(names.TRAINING_PART, names.DEPLOYMENT_PART), "state": ["FAILED"]},
    }
    texts = {
        "message": f"<action> of pipeline <pipeline> failed. {QUOTA}",
        "link": f"{PIPELINES}/view",
        "retry": RETRY,
        "stack": STACK,
    }
    paths = {"pipeline": "$.detail.pipeline", "action": "$.detail.action", "stage": "$.detail.stage"}
    paths["execution"] = "$.detail.execution-id"
    return _rule("pipeline-failed", pattern, _notify(notification, texts, paths, result="$.detail.execution-result"))


def _builds(notification: Notification) -> events.Rule:
    pattern = {
        "source": ["aws.codebuild"],
        "detail-type": ["CodeBuild Build State Change"],
        "detail": {
            "project-name": [*_wildcards(names.TRAINING_PART), *_wildcards(*DELIVERY_BUILDS, prefix=names.PREFIX)],
            "build-status": ["FAILED", "FAULT", "TIMED_OUT"],
        },
    }
    texts = {
        "message": "Build <build> failed. The reason is in OUTCOME, among its exported variables below.",
        "link": "<log>",
    }
    paths = {"build": "$.detail.project-name", "log": "$.detail.additional-information.logs.deep-link"}
    return _rule("build-failed", pattern, _notify(notification, texts, paths, exported=EXPORTED))


def _trainings(notification: Notification) -> events.Rule:
    """The event of the step: that of the execution has no reason. It has the pipeline's ARN, in lower case."""
    pattern = {
        "source": ["aws.sagemaker"],
        "detail-type": ["SageMaker Model Building Pipeline Execution Step Status Change"],
        "detail": {"pipelineArn": [{"wildcard": SAGEMAKER}], "currentStepStatus": ["Failed"]},
    }
    texts = {
        "message": f"Step <step> of a training failed. In SageMaker Studio, look at <execution>. {QUOTA}",
    }
    paths = {"step": "$.detail.stepName", "execution": "$.detail.pipelineExecutionArn"}
    return _rule("training-failed", pattern, _notify(notification, texts, paths, detail="$.detail"))


def _production(notification: Notification) -> events.Rule:
    """The stage has succeeded: the endpoint is deployed and tested."""
    pattern = {
        "source": ["aws.codepipeline"],
        "detail-type": ["CodePipeline Stage Execution State Change"],
        "detail": {"pipeline": _wildcards(names.DEPLOYMENT_PART), "stage": ["Production"], "state": ["SUCCEEDED"]},
    }
    texts = {
        "message": "Production of pipeline <pipeline> changed. The new model is in the execution's variables.",
        "link": f"{PIPELINES}/executions/<execution>/timeline",
    }
    paths = {"pipeline": "$.detail.pipeline", "execution": "$.detail.execution-id"}
    return _rule("production-changed", pattern, _notify(notification, texts, paths))


def _wildcards(*suffixes: str, prefix: str = "sagemaker") -> list[dict[str, str]]:
    return [{"wildcard": f"{prefix}-*-{suffix}"} for suffix in suffixes]


def _notify(notification: Notification, texts: dict[str, str], paths: dict[str, str], **objects: str) -> events.Target:
    return publish_message(Ref(notification.topic), notification.dead_letters.queue, texts, paths, objects)


def _rule(name: str, pattern: dict[str, Any], target: events.Target) -> events.Rule:
    return events.Rule(
        names.logical_id(name, "rule"),
        Name=f"{names.ALERTS}-{name}",
        State="ENABLED",
        EventPattern=pattern,
        Targets=[target],
    )
