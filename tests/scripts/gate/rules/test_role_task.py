"""Grants beyond the task of a role."""

import pytest

from scripts.gate.rules.role_task import check
from tests.scripts.gate.small import allow, reported, role, service, template

CASES = [
    ("events", "codepipeline:StartPipelineExecution", "codepipeline:UpdatePipeline"),
    ("sagemaker", "sagemaker:CreateTrainingJob", "sagemaker:CreateEndpoint"),
    ("codebuild", "logs:PutLogEvents", "sns:Publish"),
    ("lambda", "codebuild:StartBuild", "s3:GetObject"),
    ("codebuild", "states:UpdateStateMachine", "states:CreateStateMachine"),
    ("codebuild", "states:RedriveExecution", "states:DeleteStateMachine"),
    ("states", "sagemaker:CreateTrainingJob", "sagemaker:UpdateModelPackage"),
    ("states", "states:StartExecution", "states:UpdateStateMachine"),
    ("sagemaker", "sagemaker:CreateTrainingJob", "states:StartExecution"),
]


@pytest.mark.parametrize(("trusted", "needed", "other"), CASES)
def test_a_service_gets_what_its_task_needs(trusted: str, needed: str, other: str) -> None:
    for action, expected in ((needed, []), (other, ["Role"])):
        grants = {"Role": role("x", allow(action, "x"), trust=service(trusted))}
        assert reported(check, template(grants)) == expected


def test_a_role_of_the_catalog_has_a_task_by_its_name() -> None:
    for action, expected in (("iam:GetRole", []), ("iam:PutRolePolicy", ["Role"])):
        reader = role("mlops-catalog-reader", allow(action, "x"), trust=service("lambda"))
        assert reported(check, template({"Role": reader}, "foundation")) == expected


def test_the_role_that_calls_an_endpoint_does_not_change_it() -> None:
    for action, expected in (("sagemaker:InvokeEndpoint", []), ("sagemaker:UpdateEndpoint", ["Role"])):
        grants = {"Role": role("sagemaker-x-staging-test", allow(action, "x"))}
        assert reported(check, template(grants, "stage")) == expected


@pytest.mark.parametrize("action", ["cloudwatch:PutMetricData", "sagemaker:CreateProcessingJob", "sns:Publish"])
def test_only_the_build_of_a_monitor_runs_its_job_and_tells(action: str) -> None:
    for name, trusted, expected in (
        ("model-monitor", "codebuild", []),
        ("build-train", "codebuild", ["Role"]),
        ("model-monitor", "events", ["Role"]),
    ):
        grants = {"Role": role("x", allow(action, "x"), trust=service(trusted))}
        assert reported(check, template(grants, name=name)) == expected


def test_a_launch_makes_alarms_and_dashboards_and_no_other_figures() -> None:
    for action, expected in (("cloudwatch:PutMetricAlarm", []), ("cloudwatch:PutMetricData", ["Role"])):
        launches = role("mlops-catalog-launch", allow(action, "x"), trust=service("servicecatalog"))
        assert reported(check, template({"Role": launches}, "foundation")) == expected


def test_the_launch_role_makes_state_machines_and_starts_none() -> None:
    for action, expected in (("states:CreateStateMachine", []), ("states:StartExecution", ["Role"])):
        launch = role("mlops-catalog-launch", allow(action, "x"), trust=service("servicecatalog"))
        assert reported(check, template({"Role": launch}, "foundation")) == expected
