"""When no execution is started: what is known of the same data and the same code."""

import re

import pytest

from project.earlier import Origin, reason_not_to_start
from project.publish import start

SAME = Origin("d" * 64, "c" * 64)
FURTHER = {"SourceCommit": "4f1c"}


class Pages:
    def __init__(self, pages):
        self.pages = pages

    def paginate(self, **_request):
        return self.pages


class Known:
    """A registry and executions that are known already; an execution that is started becomes one of them."""

    def __init__(self, versions=(), executions=()):
        self.versions = {f"arn:version/{number}": version for number, version in enumerate(versions, 1)}
        self.executions = {f"arn:execution/{number}": each for number, each in enumerate(executions, 1)}

    def get_paginator(self, operation):
        summaries = {
            "list_model_packages": [
                {"ModelPackageSummaryList": [{"ModelPackageArn": arn}]} for arn in reversed(self.versions)
            ],
            "list_pipeline_executions": [
                {"PipelineExecutionSummaries": [{"PipelineExecutionArn": arn, **shown}]}
                for arn, shown in self.executions.items()
            ],
        }
        return Pages(summaries[operation])

    def describe_model_package(self, ModelPackageName):  # noqa: N803  the name in SageMaker's API
        number = int(ModelPackageName.rpartition("/")[2])
        return {"ModelPackageVersion": number, **self.versions[ModelPackageName]}

    def start_pipeline_execution(self, **request):
        self.given = {item["Name"]: item["Value"] for item in request["PipelineParameters"]}
        name = request["PipelineExecutionDisplayName"]
        self.executions["arn:execution/new"] = execution("Executing", name)
        return {"PipelineExecutionArn": "arn:execution/new"}


def execution(status, name):
    return {"PipelineExecutionStatus": status, "PipelineExecutionDisplayName": name}


def version(status, origin=SAME):
    return {"ModelApprovalStatus": status, "CustomerMetadataProperties": {**origin.properties, "commit": "4f1c"}}


@pytest.mark.parametrize("status", ["PendingManualApproval", "Approved"])
def test_a_version_of_the_same_is_not_learnt_again(settings, status):
    known = Known([version(status), {"ModelApprovalStatus": "Approved"}])
    outcome = start(known, settings, SAME, FURTHER)
    assert outcome == (
        f"not started: version 1 was learnt from the same data (dddddddddddd) by the same code and is {status}: "
        "there is nothing new to learn"
    )
    assert known.executions == {}


def test_a_rejected_version_is_not_offered_again(settings):
    known = Known([version("Approved", Origin("other", "c" * 64)), version("Rejected")])
    outcome = start(known, settings, SAME, FURTHER)
    assert "version 2 was learnt" in outcome
    assert "was rejected: it is not offered again" in outcome
    assert known.executions == {}


@pytest.mark.parametrize("other", [Origin("new", SAME.code), Origin(SAME.data, "new")])
def test_new_data_or_new_code_are_learnt(settings, other):
    known = Known([version("Rejected")])
    assert start(known, settings, other, FURTHER).startswith("started arn:execution/new for the data ")
    assert known.given == {"SourceCommit": "4f1c", "DataDigest": other.data, "CodeDigest": other.code}


def test_what_is_being_learnt_is_not_started_twice(settings):
    known = Known()
    start(known, settings, SAME, FURTHER)
    assert "arn:execution/new learns from the same data" in start(known, settings, SAME, FURTHER)


def test_what_failed_can_be_started_again(settings):
    known = Known(executions=[execution("Failed", SAME.execution_name)])
    assert reason_not_to_start(known, settings, SAME) == ""


def test_the_name_of_an_execution_is_one_that_sagemaker_takes():
    """API reference, StartPipelineExecution."""
    assert re.fullmatch("[a-zA-Z0-9](-*[a-zA-Z0-9]){0,81}", Origin("0" * 64, "f" * 64).execution_name)
