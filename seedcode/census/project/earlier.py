"""What is known already of the same data and the same code: a version in the registry, or an execution that runs."""

from dataclasses import dataclass
from typing import Any

from project.settings import Settings

SHOWN = 16  # characters of a digest that an execution is called by


@dataclass(frozen=True)
class Origin:
    """The data, and the code with its images and settings: the same two give the same model."""

    data: str
    code: str

    @property
    def parameters(self) -> dict[str, str]:
        return {"DataDigest": self.data, "CodeDigest": self.code}

    @property
    def properties(self) -> dict[str, str]:
        return {"data-digest": self.data, "code-digest": self.code}

    @property
    def execution_name(self) -> str:
        """The display name of an execution, so that the list of executions shows data and code."""
        return f"data-{self.data[:SHOWN]}-code-{self.code[:SHOWN]}"


def version_from(sagemaker: Any, settings: Settings, origin: Origin) -> dict[str, Any] | None:
    """The newest version in the registry that was learnt from the same."""
    pages = sagemaker.get_paginator("list_model_packages").paginate(
        ModelPackageGroupName=settings.model_package_group, SortBy="CreationTime", SortOrder="Descending"
    )
    for page in pages:
        for summary in page["ModelPackageSummaryList"]:
            version = sagemaker.describe_model_package(ModelPackageName=summary["ModelPackageArn"])
            if origin.properties.items() <= version.get("CustomerMetadataProperties", {}).items():
                return version
    return None


def execution_from(sagemaker: Any, settings: Settings, origin: Origin) -> str:
    """The execution that learns from the same right now; empty if there is none."""
    pages = sagemaker.get_paginator("list_pipeline_executions").paginate(PipelineName=settings.pipeline_name)
    for page in pages:
        for summary in page["PipelineExecutionSummaries"]:
            named = summary.get("PipelineExecutionDisplayName")
            if summary["PipelineExecutionStatus"] == "Executing" and named == origin.execution_name:
                return summary["PipelineExecutionArn"]
    return ""


def reason_not_to_start(sagemaker: Any, settings: Settings, origin: Origin) -> str:
    """Why an execution would add nothing, in one sentence; empty if it would."""
    if version := version_from(sagemaker, settings, origin):
        number, status = version["ModelPackageVersion"], version["ModelApprovalStatus"]
        same = f"version {number} was learnt from the same data ({origin.data[:12]}) by the same code"
        if status == "Rejected":
            return f"{same} and was rejected: it is not offered again until data, code or settings change"
        return f"{same} and is {status}: there is nothing new to learn"
    if execution := execution_from(sagemaker, settings, origin):
        return f"{execution} learns from the same data ({origin.data[:12]}) by the same code already"
    return ""
