"""The message that a model version waits for approval in the registry."""

from typing import Any

from troposphere import Ref, Sub, events

from templates import names, parameters
from templates.arns import role_arn
from templates.blocks.console import PAGES
from templates.blocks.messages import publish_message
from templates.blocks.project_resources import ProjectResources
from templates.blocks.triggers import rule
from templates.project import Project

EDITS = ("ApprovalDescription", "CustomerMetadataProperties", "InferenceSpecification", "ModelLifeCycle", "sourceUri")
"""SageMaker developer guide, "SageMaker model package state change": what changes in a version besides its status."""


def approval_request(project: Project, resources: ProjectResources) -> events.Rule:
    """One message for each version: editing a version that waits already sends no other."""
    pattern, target = _waiting_pattern(project), _message(project, resources)
    return rule(project, "approval-request", pattern, target)


def _waiting_pattern(project: Project) -> dict[str, Any]:
    edited = [{"exists": False}, "ModelApprovalStatus", {"anything-but": list(EDITS)}]
    return {
        "source": ["aws.sagemaker"],
        "detail-type": ["SageMaker Model Package State Change"],
        "detail": {
            "ModelPackageGroupName": [Sub(project.model_package_group)],
            "ModelApprovalStatus": ["PendingManualApproval"],
            "UpdatedModelPackageFields": edited,
        },
    }


def _message(project: Project, resources: ProjectResources) -> events.Target:
    """The evaluation's result is in the metadata, which the event may leave out; the report's address never is."""
    approver = role_arn("${ApproverName}").data["Fn::Sub"]
    command = "aws sagemaker update-model-package --model-package-arn <version> --model-approval-status Approved"
    bucket = f"{PAGES}/s3/buckets/${{{resources.bucket.title}}}?prefix={names.EXECUTION_PREFIX}&region=${{AWS::Region}}"
    texts = {
        "message": f"Version <number> of the models of project {project.model_package_group} waits for approval.",
        "approve": f"As {approver}: {command} (or Rejected)",
        "reports": bucket,
        "studio": f"{PAGES}/sagemaker/home?region=${{AWS::Region}}#/studio",
    }
    paths = {"number": "$.detail.ModelPackageVersion", "version": "$.detail.ModelPackageArn"}
    objects = {"model": "$.detail.CustomerMetadataProperties", "evaluation": "$.detail.ModelMetrics"}
    return publish_message(Ref(parameters.NOTIFICATION_TOPIC), resources.dead_letter_queue, texts, paths, objects)
