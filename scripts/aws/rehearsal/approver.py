"""The approver of a rehearsal: decides on models and on production, and follows executions."""

from collections.abc import Iterator, Mapping
from typing import Any

from scripts.aws.account import Account
from scripts.aws.rehearsal.files import Files
from scripts.rehearsal.roles import Execution, Log, ModelVersion

GATE = "Approve"


class Approver:
    """One region, under the approver's role."""

    def __init__(self, account: Account, region: str) -> None:
        self.sagemaker: Any = account.sagemaker(region)
        self.codepipeline = account.client("codepipeline", region)
        self.files = Files(account, region)

    def read(self, address: str) -> bytes:
        """The content of an S3 URI."""
        return self.files.read(address)

    def versions(self, group: str) -> tuple[ModelVersion, ...]:
        """Every version of the group, newest first."""
        pages = self.sagemaker.get_paginator("list_model_packages").paginate(
            ModelPackageGroupName=group, SortBy="CreationTime", SortOrder="Descending"
        )
        arns = [item["ModelPackageArn"] for page in pages for item in page["ModelPackageSummaryList"]]
        return tuple(_version(self.sagemaker.describe_model_package(ModelPackageName=arn)) for arn in arns)

    def decide(self, version: str, status: str, comment: str) -> None:
        """`status` is Approved or Rejected."""
        self.sagemaker.update_model_package(
            ModelPackageArn=version, ModelApprovalStatus=status, ApprovalDescription=comment
        )

    def execution_for_commit(self, pipeline: str, commit: str) -> str | None:
        """The execution that a push of the commit started."""
        for item in self._summaries(pipeline):
            if any(revision.get("revisionId") == commit for revision in item.get("sourceRevisions", [])):
                return item["pipelineExecutionId"]
        return None

    def executions(self, pipeline: str) -> tuple[str, ...]:
        """Ids of the newest executions, newest first."""
        return tuple(item["pipelineExecutionId"] for item in self._summaries(pipeline))

    def model_of(self, pipeline: str, execution: str) -> str:
        """The model package that an execution was started with."""
        variables = self._execution(pipeline, execution).get("variables", [])
        return next((item["resolvedValue"] for item in variables if item["name"] == "ModelPackageArn"), "")

    def execution(self, pipeline: str, execution: str) -> Execution:
        """The statuses of an execution; the reason is that of its first failed action."""
        found = self._execution(pipeline, execution)
        actions = list(self._actions(pipeline, execution))
        failed = next((action for action in actions if action.get("status") == "Failed"), None)
        logs = [log for action in reversed([failed] if failed else actions) if (log := _log(action))]
        stages: dict[str, str] = {}
        for action in actions:
            name, status = action["stageName"], action["status"]
            stages[name] = status if stages.get(name, "Succeeded") == "Succeeded" else stages[name]
        reason = _reason(failed) if failed else found.get("statusSummary", "")
        return Execution(execution, found["status"], stages, reason, next(iter(logs), None))

    def approve_production(self, pipeline: str, execution: str, comment: str) -> bool:
        """Answer the pipeline's approval request; False while there is none."""
        state = self.codepipeline.get_pipeline_state(name=pipeline)
        gate = next(stage for stage in state["stageStates"] if stage["stageName"] == GATE)
        latest = gate["actionStates"][0].get("latestExecution", {})
        if gate.get("latestExecution", {}).get("pipelineExecutionId") != execution or "token" not in latest:
            return False
        self.codepipeline.put_approval_result(
            pipelineName=pipeline,
            stageName=GATE,
            actionName=gate["actionStates"][0]["actionName"],
            result={"summary": comment, "status": "Approved"},
            token=latest["token"],
        )
        return True

    def _summaries(self, pipeline: str) -> list[Any]:
        return self.codepipeline.list_pipeline_executions(pipelineName=pipeline)["pipelineExecutionSummaries"]

    def _execution(self, pipeline: str, execution: str) -> Any:
        answer = self.codepipeline.get_pipeline_execution(pipelineName=pipeline, pipelineExecutionId=execution)
        return answer["pipelineExecution"]

    def _actions(self, pipeline: str, execution: str) -> Iterator[Any]:
        """In the order of their start."""
        pages = self.codepipeline.get_paginator("list_action_executions").paginate(
            pipelineName=pipeline, filter={"pipelineExecutionId": execution}
        )
        found = [item for page in pages for item in page["actionExecutionDetails"]]
        yield from sorted(found, key=lambda item: item["startTime"])


def _version(found: Mapping[str, Any]) -> ModelVersion:
    metadata, metrics = found.get("CustomerMetadataProperties", {}), found.get("ModelMetrics", {})
    return ModelVersion(
        arn=found["ModelPackageArn"],
        number=found["ModelPackageVersion"],
        status=found["ModelApprovalStatus"],
        commit=metadata.get("commit", ""),
        metrics=metrics.get("ModelQuality", {}).get("Statistics", {}).get("S3Uri", ""),
        report=metrics.get("Explainability", {}).get("Report", {}).get("S3Uri", ""),
        sample_requests=metadata.get("golden_requests", ""),
        data=metadata.get("data", ""),
    )


def _reason(action: Mapping[str, Any]) -> str:
    result = action.get("output", {}).get("executionResult", {})
    message = result.get("errorDetails", {}).get("message") or result.get("externalExecutionSummary") or "failed"
    return f"{action['stageName']}/{action['actionName']}: {message}"


def _log(action: Mapping[str, Any]) -> Log | None:
    """That of the action's build, if it has one. A log group has the name of its CodeBuild project."""
    if action.get("input", {}).get("actionTypeId", {}).get("provider") != "CodeBuild":
        return None
    identifier = action.get("output", {}).get("executionResult", {}).get("externalExecutionId", "")
    project, _, stream = identifier.partition(":")
    return Log(f"/aws/codebuild/{project}", stream) if stream else None
