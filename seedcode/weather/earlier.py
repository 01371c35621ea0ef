"""What is known already of the same data and the same code: a version in the registry, or an execution that runs."""

from dataclasses import dataclass

from settings import Settings

# The registry's properties, and the parameters of an execution, that together say what a model is learnt from.
PROPERTIES = {"data-digest": "DataDigest", "code-digest": "CodeDigest"}


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
        return {name: self.parameters[parameter] for name, parameter in PROPERTIES.items()}


def version_from(sagemaker, settings: Settings, origin: Origin) -> dict | None:
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


def execution_from(sagemaker, settings: Settings, origin: Origin) -> str:
    """The execution that learns from the same right now; empty if there is none."""
    pages = sagemaker.get_paginator("list_pipeline_executions").paginate(PipelineName=settings.pipeline_name)
    for page in pages:
        for summary in page["PipelineExecutionSummaries"]:
            arn = summary["PipelineExecutionArn"]
            if summary["PipelineExecutionStatus"] == "Executing" and origin.parameters.items() <= given(sagemaker, arn):
                return arn
    return ""


def given(sagemaker, execution: str) -> set[tuple[str, str]]:
    """The parameters of an execution, as pairs of name and value."""
    pages = sagemaker.get_paginator("list_pipeline_parameters_for_execution").paginate(PipelineExecutionArn=execution)
    return {(item["Name"], item["Value"]) for page in pages for item in page["PipelineParameters"]}


def reason_not_to_start(sagemaker, settings: Settings, origin: Origin) -> str:
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
