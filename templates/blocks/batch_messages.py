"""What a project tells of its batches: predictions that are ready, and a run that failed."""

from troposphere import Ref, Sub, events

from templates import names, parameters
from templates.arns import arn
from templates.blocks import triggers
from templates.blocks.console import PAGES
from templates.blocks.messages import publish_message
from templates.blocks.project_resources import ProjectResources
from templates.project import Project

MANIFEST = "_SUCCESS"
"""What a run puts behind its last file."""


def pipeline_name(project: Project) -> str:
    """Rules and schedules name the SageMaker pipeline by its ARN, in lower case: so it has no project's name in it."""
    return project.short_name(names.BATCH_PIPELINE)


def run_arn(project: Project) -> Sub:
    return arn("sagemaker", f"pipeline/{pipeline_name(project)}")


def failure(project: Project, resources: ProjectResources) -> events.Rule:
    """The event of the step: that of the execution has no reason."""
    pattern = {
        "source": ["aws.sagemaker"],
        "detail-type": ["SageMaker Model Building Pipeline Execution Step Status Change"],
        "detail": {"pipelineArn": [run_arn(project)], "currentStepStatus": ["Failed"]},
    }
    texts = {
        "message": f"Step <step> of a batch of project ${{{project.name.title}}} failed. The reason is below.",
        "execution": "<execution>",
    }
    paths = {"step": "$.detail.stepName", "execution": "$.detail.pipelineExecutionArn"}
    target = publish_message(
        Ref(parameters.NOTIFICATION_TOPIC), resources.dead_letter_queue, texts, paths, {"detail": "$.detail"}
    )
    return triggers.rule(project, f"{names.BATCH_PIPELINE}-failed", pattern, target)


def announcement(project: Project, resources: ProjectResources) -> events.Rule:
    """The manifest is the last file of a run: what it names is complete."""
    pattern = triggers.new_objects(resources.bucket, {"wildcard": f"{names.PREDICTION_PREFIX}*/{MANIFEST}"})
    bucket = f"${{{resources.bucket.title}}}"
    texts = {
        "message": f"Predictions of project ${{{project.name.title}}} are ready: see the manifest below.",
        "bucket": bucket,
        "link": f"{PAGES}/s3/buckets/{bucket}?prefix={names.PREDICTION_PREFIX}&region=${{AWS::Region}}",
    }
    target = publish_message(
        Ref(parameters.NOTIFICATION_TOPIC),
        resources.dead_letter_queue,
        texts,
        {},
        {"manifest": "$.detail.object.key"},
    )
    return triggers.rule(project, f"{names.BATCH_PIPELINE}-announcement", pattern, target)
