"""What starts a batch, what it may do, who reads and writes its results, and what it tells."""

import json
from typing import Any

import pytest

from tests.templates.messages import message
from tests.templates.rendered import LONGEST_ID, resources_of, template_of
from tests.templates.statements import identity_of
from tests.templates.verdicts import decision

NAME = "batch-inference"
PIPELINE = "pipeline/sagemaker-${SageMakerProjectId}-batch"
RESULTS = ("ledger/", "predictions/", "rejected/")


def _resource(title: str) -> dict[str, Any]:
    return template_of(NAME)["Resources"][title]


def _arn(target: dict[str, Any]) -> str:
    return target["Arn"]["Fn::Sub"]


def test_files_that_arrive_start_the_sagemaker_pipeline_without_a_build() -> None:
    rule = _resource("BatchArrivalRule")
    (target,) = rule["Properties"]["Targets"]
    assert _arn(target).endswith(f":{PIPELINE}")
    assert rule["Condition"] == "StartsOnArrival"
    (key,) = rule["Properties"]["EventPattern"]["detail"]["object"]["key"]
    assert key == {"Fn::If": ["StartsOnReadyFile", {"wildcard": "data/*_READY"}, {"prefix": "data/"}]}


def test_results_start_no_further_run() -> None:
    """A run writes below other prefixes than those whose files start runs."""
    assert not [prefix for prefix in RESULTS if prefix.startswith("data/")]


def test_the_schedule_starts_the_same_pipeline_if_given() -> None:
    schedule = _resource("BatchSchedule")
    assert schedule["Condition"] == "HasSchedule"
    assert _arn(schedule["Properties"]["Target"]).endswith(f":{PIPELINE}")


def test_the_pipelines_name_has_no_upper_case_whatever_the_project_is_called() -> None:
    """SageMaker writes names in its ARNs in lower case, and rules compare ARNs as they are."""
    environment = _resource("BuildProject")["Properties"]["Environment"]["EnvironmentVariables"]
    (name,) = [variable["Value"] for variable in environment if variable["Name"] == "PIPELINE_NAME"]
    assert name == {"Fn::Sub": "sagemaker-${SageMakerProjectId}-batch"}


@pytest.mark.parametrize("title", ["BatchEventsRole", "BatchScheduleRole"])
def test_what_starts_runs_may_do_nothing_else(title: str) -> None:
    (policy,) = _resource(title)["Properties"]["Policies"]
    (statement,) = policy["PolicyDocument"]["Statement"]
    assert statement["Action"] == ["sagemaker:StartPipelineExecution"]
    assert [resource["Fn::Sub"].rpartition(":")[2] for resource in statement["Resource"]] == [PIPELINE]


@pytest.mark.parametrize("action", ["CreateTrainingJob", "CreateHyperParameterTuningJob", "CreateModelPackage"])
def test_its_jobs_learn_and_register_nothing(action: str) -> None:
    named = {action for found in identity_of(NAME) if found.place == "ExecutionRole" for action in found.actions}
    assert f"sagemaker:{action}" not in named
    assert {"sagemaker:CreateTransformJob", "sagemaker:CreateProcessingJob", "sagemaker:CreateModel"} <= named


def test_the_message_names_the_manifest_and_survives_any_key() -> None:
    sent = message(NAME, "BatchAnnouncementRule", manifest=json.dumps('predictions/2026-03-01/a"b/_SUCCESS'))
    assert sent["manifest"] == 'predictions/2026-03-01/a"b/_SUCCESS'
    (key,) = _resource("BatchAnnouncementRule")["Properties"]["EventPattern"]["detail"]["object"]["key"]
    assert key == {"wildcard": "predictions/*/_SUCCESS"}


def test_the_message_of_a_failed_run_has_its_reason() -> None:
    reason = {"failureReason": 'the owner of "g" does not let this project read its models'}
    assert message(NAME, "BatchFailedRule", detail=json.dumps(reason))["detail"] == reason
    pattern = _resource("BatchFailedRule")["Properties"]["EventPattern"]["detail"]
    assert pattern["pipelineArn"][0]["Fn::Sub"].endswith(f":{PIPELINE}")


@pytest.mark.parametrize("prefix", RESULTS)
def test_people_and_other_projects_change_no_results(prefix: str) -> None:
    statements = _resource("BucketPolicy")["Properties"]["PolicyDocument"]["Statement"]
    denied = [
        statement
        for statement in statements
        if statement["Effect"] == "Deny"
        and {"Fn::Sub": f"${{Bucket.Arn}}/{prefix}*"} in statement["Resource"]
        and "s3:PutObject" in statement["Action"]
    ]
    (own,) = [statement["Condition"]["ArnNotLike"]["aws:PrincipalArn"]["Fn::Sub"] for statement in denied]
    assert own.endswith(":role/mlops-catalog/sagemaker-${SageMakerProjectId}-*")


def test_only_this_product_has_these_folders() -> None:
    for other in ("build-train", "deploy", "build-train-deploy"):
        assert "predictions/" not in json.dumps(resources_of(template_of(other), "AWS::S3::BucketPolicy"))


def test_the_jobs_read_no_other_project_without_its_owners_models() -> None:
    roles = [found for found in identity_of(NAME) if found.place == "ExecutionRole"]
    other = "arn:aws:s3:::sagemaker-p-0123456789ab-1/data/file"
    assert LONGEST_ID not in other
    assert decision(roles, "s3:GetObject", other, {}) != "allow"
