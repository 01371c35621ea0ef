"""What becomes of a model that passed the gate: a version in the registry, and a model to try out."""

from dataclasses import dataclass, field
from typing import Any

from sagemaker.core.workflow.functions import Join
from sagemaker.mlops.workflow.steps import StepTypeEnum

from project.jobs import Jobs, RequestStep
from project.script_mode import SERVING

SERVED_ON = ["ml.t2.medium", "ml.m5.large", "ml.m5.xlarge", "ml.c5.large"]
FORMATS = ["text/csv", "application/json"]


@dataclass(frozen=True)
class Candidate:
    """A model and what is known about it. Everything but the image is known only while the pipeline runs.

    `origin` are the properties that the registry keeps, `card` is the content of its model card, `evaluation` is the
    S3 URI of what the evaluation wrote; `baseline` is the file there that a monitor compares with, if there is one.
    """

    image: object
    archive: object
    evaluation: object
    origin: dict[str, object]
    card: object
    environment: dict[str, str] = field(default_factory=lambda: SERVING)
    baseline: str = ""

    @property
    def container(self) -> dict[str, Any]:
        return {"Image": self.image, "ModelDataUrl": self.archive, "Environment": self.environment}

    def file(self, name: str) -> Join:
        """The S3 URI of a file that the evaluation wrote."""
        return Join(on="/", values=[self.evaluation, name])


def register_step(jobs: Jobs, candidate: Candidate) -> RequestStep:
    """A new version in the model package group that waits for approval, with its metrics, report, card and origin."""
    request: dict[str, Any] = {
        "ModelPackageGroupName": jobs.settings.model_package_group,
        "ModelApprovalStatus": "PendingManualApproval",
        "InferenceSpecification": {
            "Containers": [candidate.container],
            "SupportedContentTypes": FORMATS,
            "SupportedResponseMIMETypes": FORMATS,
            "SupportedRealtimeInferenceInstanceTypes": SERVED_ON,
            "SupportedTransformInstanceTypes": ["ml.m5.large"],
        },
        "ModelMetrics": {
            "ModelQuality": {
                "Statistics": {"ContentType": "application/json", "S3Uri": candidate.file("evaluation.json")}
            },
            "Explainability": {"Report": {"ContentType": "text/html", "S3Uri": candidate.file("report.html")}},
        },
        "CustomerMetadataProperties": {
            **candidate.origin,
            "report": candidate.file("report.html"),
            "golden_requests": candidate.file("expected_answers.json"),
        },
        # The card of a version that waits for approval waits, too.
        "ModelCard": {"ModelCardContent": candidate.card, "ModelCardStatus": "PendingReview"},
    }
    if candidate.baseline:
        statistics = {"ContentType": "application/json", "S3Uri": candidate.file(candidate.baseline)}
        request["DriftCheckBaselines"] = {"ModelDataQuality": {"Statistics": statistics}}
    return RequestStep("RegisterModel", StepTypeEnum.REGISTER_MODEL, request)


def create_step(jobs: Jobs, candidate: Candidate) -> RequestStep:
    """The model as a resource, for batch jobs and trials in Studio."""
    settings = jobs.settings
    request = {
        "PrimaryContainer": candidate.container,
        "ExecutionRoleArn": settings.role_arn,
        "Tags": [{"Key": key, "Value": value} for key, value in settings.tags.items()],
    }
    if settings.subnets:
        request["VpcConfig"] = {"Subnets": [*settings.subnets], "SecurityGroupIds": [*settings.security_groups]}
    return RequestStep("CreateModel", StepTypeEnum.CREATE_MODEL, request)
