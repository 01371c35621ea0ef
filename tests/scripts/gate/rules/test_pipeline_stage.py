"""Pipelines that could change production without a person."""

from typing import Any

import pytest

from scripts.gate.rules.pipeline_stage import check
from tests.scripts.gate.small import reported, resource, sub, template

ROLE = "arn:${AWS::Partition}:iam::${Account}:role/mlops-catalog/sagemaker-x-%s-%s"


def kind(category: str, provider: str, owner: str = "AWS") -> dict[str, str]:
    return {"Category": category, "Owner": owner, "Provider": provider, "Version": "1"}


def deployment(stage: str, **configuration: Any) -> dict[str, Any]:
    settings = {
        "ActionMode": "CHANGE_SET_EXECUTE",
        "StackName": f"sagemaker-x-endpoint-{stage}",
        "RoleArn": sub(ROLE % (stage, "cloudformation")),
        **configuration,
    }
    role = sub(ROLE % (stage, "deploy"))
    return {
        "Name": "Change",
        "ActionTypeId": kind("Deploy", "CloudFormation"),
        "Configuration": settings,
        "RoleArn": role,
    }


def stages(**changes: Any) -> list[dict[str, Any]]:
    source = {"PollForSourceChanges": "false"}
    approval = {"NotificationArn": {"Ref": "NotificationTopic"}}
    checked_out = {
        "Name": "Source",
        "ActionTypeId": kind("Source", "CodeCommit"),
        "Configuration": source,
        "OutputArtifacts": [{"Name": "Source"}],
    }
    gate = {"Name": "Approve", "ActionTypeId": kind("Approval", "Manual"), "Configuration": approval}
    actions = {
        "Source": checked_out,
        "Staging": deployment("staging"),
        "Approve": gate,
        "Production": deployment("production"),
        **changes,
    }
    back = {"OnFailure": {"Result": "ROLLBACK"}}
    return [{"Name": name, "Actions": [action], **back} for name, action in actions.items() if action]


def of(listed: list[dict[str, Any]], **properties: Any) -> list[str]:
    settings = {"PipelineType": "V2", "ExecutionMode": "QUEUED", "Stages": listed, **properties}
    return reported(check, template({"Pipeline": resource("AWS::CodePipeline::Pipeline", **settings)}))


def test_production_comes_after_staging_and_an_approval() -> None:
    good = stages()
    assert of(good) == []
    assert of([stage for stage in good if stage["Name"] != "Approve"]) == ["Pipeline"]
    assert of([stage for stage in good if stage["Name"] != "Staging"]) == ["Pipeline"]
    assert of([good[0], good[1], good[3], good[2]]) == ["Pipeline"]


def test_a_build_is_no_approval() -> None:
    build = {"Name": "Approve", "ActionTypeId": kind("Build", "CodeBuild")}
    assert of(stages(Approve=build)) == ["Pipeline"]


def test_what_fails_is_rolled_back() -> None:
    listed = [{name: value for name, value in stage.items() if name != "OnFailure"} for stage in stages()]
    assert of(listed) == ["Pipeline"]


@pytest.mark.parametrize(
    "change",
    [
        {"ActionMode": "CREATE_UPDATE"},
        {"StackName": "sagemaker-x-endpoint-production"},
        {"RoleArn": "arn:aws:iam::333333333333:role/Administrator"},
        {"RoleArn": sub(ROLE % ("production", "cloudformation"))},
        {"ParameterOverrides": "{}"},
        {"TemplatePath": "Source::endpoint.json"},
    ],
)
def test_staging_is_changed_as_it_was_prepared_under_its_own_roles(change: dict[str, Any]) -> None:
    assert of(stages(Staging=deployment("staging", **change))) == ["Pipeline"]


def test_only_known_actions_of_aws_run() -> None:
    jenkins = {"Name": "Test", "ActionTypeId": kind("Build", "Jenkins", owner="Custom")}
    assert of([*stages(), {"Name": "Test", "Actions": [jenkins]}]) == ["Pipeline"]


def test_executions_do_not_overtake_each_other() -> None:
    assert of(stages(), ExecutionMode="PARALLEL") == ["Pipeline"]
    assert of(stages(), PipelineType="V1") == ["Pipeline"]
