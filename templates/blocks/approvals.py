"""Tells whoever approves that a model waits for them: the first approval, that of the registry."""

from typing import Any

from troposphere import Ref, Sub, events

from templates import names, parameters
from templates.arns import role_arn
from templates.blocks.messages import tell
from templates.blocks.project_resources import Shared
from templates.blocks.triggers import rule
from templates.console import PAGES
from templates.project import Project

EDITS = ("ApprovalDescription", "CustomerMetadataProperties", "InferenceSpecification", "ModelLifeCycle", "sourceUri")
"""SageMaker developer guide, "SageMaker model package state change": what changes in a version besides its status."""


def approval_request(project: Project, shared: Shared) -> events.Rule:
    """Once for each version: an edit of a version that waits already is not told."""
    return rule(project, "approval-request", _waiting(project), _message(project, shared))


def _waiting(project: Project) -> dict[str, Any]:
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


def _message(project: Project, shared: Shared) -> events.Target:
    """The verdict is in the version's metadata, which the event may leave out; the report's address it always has."""
    approver = role_arn(names.APPROVER).data["Fn::Sub"]
    command = "aws sagemaker update-model-package --model-package-arn <version> --model-approval-status Approved"
    bucket = f"{PAGES}/s3/buckets/${{{shared.bucket.title}}}?prefix={names.EXECUTION_PREFIX}&region=${{AWS::Region}}"
    texts = {
        "message": f"Version <number> of the models of project {project.model_package_group} waits for approval.",
        "approve": f"As {approver}: {command} (or Rejected)",
        "reports": bucket,
        "studio": f"{PAGES}/sagemaker/home?region=${{AWS::Region}}#/studio",
    }
    paths = {"number": "$.detail.ModelPackageVersion", "version": "$.detail.ModelPackageArn"}
    objects = {"model": "$.detail.CustomerMetadataProperties", "evaluation": "$.detail.ModelMetrics"}
    return tell(Ref(parameters.NOTIFICATION_TOPIC), shared.undelivered, texts, paths, objects)
