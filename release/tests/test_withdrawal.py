"""A rejected version is taken out of the executions that carry it."""

from dataclasses import replace

import pytest
from botocore.exceptions import ClientError

from deployment.withdrawal import withdraw

NAME = "sagemaker-demo-p-abc123def456-deploy"


class Pipeline:
    """CodePipeline's client: executions, each with the version that its `prepare` exported and where it is."""

    def __init__(self, **executions: tuple[str, str, str]):
        self.executions = executions
        self.stopped: dict[str, bool] = {}
        self.refusal = ""

    def get_paginator(self, operation):
        pages = {"list_pipeline_executions": self.listed, "list_action_executions": self.actions}
        return type("Paginator", (), {"paginate": staticmethod(pages[operation])})

    def listed(self, pipelineName):  # noqa: N803
        assert pipelineName == NAME
        for name, (_, _, status) in self.executions.items():
            yield {"pipelineExecutionSummaries": [{"pipelineExecutionId": name, "status": status}]}

    def actions(self, pipelineName, filter):  # noqa: N803
        version, stage, _ = self.executions[filter["pipelineExecutionId"]]
        exported = {"outputVariables": {"MODEL_PACKAGE": version}}
        prepared = {"stageName": "Prepare", "status": "Succeeded", "output": exported}
        yield {"actionExecutionDetails": [prepared]}
        yield {"actionExecutionDetails": [{"stageName": stage, "status": "InProgress", "output": {}}]}

    def stop_pipeline_execution(self, pipelineName, pipelineExecutionId, abandon, reason):  # noqa: N803
        assert pipelineName == NAME
        assert len(reason) <= 200
        if self.refusal:
            raise ClientError({"Error": {"Code": self.refusal, "Message": ""}}, "StopPipelineExecution")
        self.stopped[pipelineExecutionId] = abandon


def test_a_rejection_stops_the_execution_that_waits_with_the_version(registry, run):
    good, rejected = registry.register("Approved"), registry.register("Rejected")
    pipeline = Pipeline(
        waiting=(rejected, "Approve", "InProgress"),
        staging=(rejected, "Staging", "InProgress"),
        producing=(rejected, "Production", "InProgress"),
        done=(rejected, "Approve", "Succeeded"),
        other=(good, "Approve", "InProgress"),
    )
    stopped = withdraw(registry, pipeline, replace(run, model_package_arn=rejected))
    # What waits for a person would never end by itself; a deployment may end.
    assert pipeline.stopped == {"waiting": True, "staging": False}
    assert stopped == ["waiting", "staging"]


@pytest.mark.parametrize(
    "refusal", ["ConflictException", "DuplicatedStopRequestException", "PipelineExecutionNotStoppableException"]
)
def test_what_cannot_be_stopped_does_not_keep_the_last_approved_version_back(registry, run, refusal):
    rejected = registry.register("Rejected")
    pipeline = Pipeline(waiting=(rejected, "Approve", "InProgress"))
    pipeline.refusal = refusal
    assert withdraw(registry, pipeline, replace(run, model_package_arn=rejected)) == []


def test_a_missing_permission_to_stop_is_an_error(registry, run):
    rejected = registry.register("Rejected")
    pipeline = Pipeline(waiting=(rejected, "Approve", "InProgress"))
    pipeline.refusal = "AccessDeniedException"
    with pytest.raises(ClientError, match="AccessDenied"):
        withdraw(registry, pipeline, replace(run, model_package_arn=rejected))


@pytest.mark.parametrize("status", ["Approved", "PendingManualApproval"])
def test_nothing_is_stopped_by_any_other_start(registry, run, status):
    version = registry.register(status)
    pipeline = Pipeline(waiting=(version, "Approve", "InProgress"))
    assert withdraw(registry, pipeline, replace(run, model_package_arn=version)) == []
    assert withdraw(registry, pipeline, run) == []
    assert pipeline.stopped == {}


def test_without_consent_nothing_is_stopped_and_prepare_goes_on_to_say_so(registry, run):
    rejected = registry.register("Rejected")
    registry.denied = True
    pipeline = Pipeline(waiting=(rejected, "Approve", "InProgress"))
    assert withdraw(registry, pipeline, replace(run, model_package_arn=rejected)) == []
    assert pipeline.stopped == {}
