"""A decision on a model starts the deploying pipeline with that very model, and a failure leads back."""

import json

import pytest

from tests.templates.rendered import filled_in, resources_of, template_of

DEPLOYING = ["deploy", "build-train-deploy"]


def _stages(name: str) -> dict[str, dict]:
    pipeline = template_of(name)["Resources"]["DeployPipeline"]
    return {stage["Name"]: stage for stage in filled_in(pipeline["Properties"]["Stages"])}


@pytest.mark.parametrize("name", DEPLOYING)
def test_stages_go_from_code_over_staging_and_a_person_to_production(name: str) -> None:
    assert list(_stages(name)) == ["Source", "Prepare", "Staging", "Approve", "Production"]


@pytest.mark.parametrize("name", DEPLOYING)
def test_decision_starts_the_pipeline_with_the_model_that_was_decided_on(name: str) -> None:
    rule = template_of(name)["Resources"]["DeployDecisionRule"]["Properties"]
    (target,) = rule["Targets"]
    transformer = target["InputTransformer"]
    model = transformer["InputPathsMap"]["model"]
    told = json.loads(transformer["InputTemplate"].replace("<model>", "arn:model/1"))
    assert rule["EventPattern"]["detail"]["ModelApprovalStatus"] == ["Approved", "Rejected"]
    assert model == "$.detail.ModelPackageArn"
    assert told == {"variables": [{"name": "ModelPackageArn", "value": "arn:model/1"}]}


@pytest.mark.parametrize("name", DEPLOYING)
def test_prepare_gets_the_variable_of_the_pipeline(name: str) -> None:
    (action,) = _stages(name)["Prepare"]["Actions"]
    variables = {one["name"]: one["value"] for one in json.loads(action["Configuration"]["EnvironmentVariables"])}
    (declared,) = template_of(name)["Resources"]["DeployPipeline"]["Properties"]["Variables"]
    assert variables["MODEL_PACKAGE_ARN"] == f"#{{variables.{declared['Name']}}}"
    assert declared["DefaultValue"] == "none"


@pytest.mark.parametrize("name", DEPLOYING)
@pytest.mark.parametrize(("stage", "account"), [("staging", "333333333333"), ("production", "444444444444")])
def test_stage_changes_executes_tests_and_rolls_back(name: str, stage: str, account: str) -> None:
    described = _stages(name)[stage.capitalize()]
    change, execute, test = described["Actions"]
    catalog = f"arn:aws:iam::{account}:role/mlops-catalog/mlops-catalog"
    assert [change["RunOrder"], execute["RunOrder"], test["RunOrder"]] == [1, 2, 3]
    assert change["Configuration"]["ActionMode"] == "CHANGE_SET_REPLACE"
    assert execute["Configuration"]["ActionMode"] == "CHANGE_SET_EXECUTE"
    assert change["RoleArn"] == execute["RoleArn"] == f"{catalog}-deploy"
    assert change["Configuration"]["RoleArn"] == f"{catalog}-cloudformation"
    assert change["Configuration"]["TemplateConfiguration"] == f"Prepared::{stage}.json"
    assert {"name": "STAGE", "value": stage, "type": "PLAINTEXT"} in json.loads(
        test["Configuration"]["EnvironmentVariables"]
    )
    assert described["OnFailure"] == {"Result": "ROLLBACK"}


@pytest.mark.parametrize("name", DEPLOYING)
def test_person_is_asked_with_the_metrics_and_a_link(name: str) -> None:
    (action,) = _stages(name)["Approve"]["Actions"]
    assert action["ActionTypeId"]["Provider"] == "Manual"
    assert action["Configuration"]["NotificationArn"] == "<NotificationTopic>"
    assert action["Configuration"]["CustomData"] == "#{Prepare.MODEL_SUMMARY}"
    assert "/executions/#{codepipeline.PipelineExecutionId}" in action["Configuration"]["ExternalEntityLink"]


@pytest.mark.parametrize("name", DEPLOYING)
def test_pipeline_may_become_exactly_the_deploy_roles_of_the_stages(name: str) -> None:
    role = resources_of(template_of(name), "AWS::IAM::Role")["DeployPipelineRole"]
    (policy,) = filled_in(role["Properties"]["Policies"])
    become = [one["Resource"] for one in policy["PolicyDocument"]["Statement"] if "sts:AssumeRole" in one["Action"]]
    assert become == [
        [
            f"arn:aws:iam::{account}:role/mlops-catalog/mlops-catalog-deploy"
            for account in ("333333333333", "444444444444")
        ]
    ]


@pytest.mark.parametrize(("role", "who"), [("DeployRole", "deploy-pipeline"), ("EndpointTestRole", "test")])
def test_stage_account_lets_in_one_role_of_each_project(role: str, who: str) -> None:
    trust = filled_in(template_of("target")["Resources"][role]["Properties"]["AssumeRolePolicyDocument"])
    (statement,) = trust["Statement"]
    assert statement["Condition"]["ArnLike"]["aws:PrincipalArn"] == (
        f"arn:aws:iam::*:role/mlops-catalog/sagemaker-*-{who}"
    )
    names = [
        filled_in(body["Properties"]["RoleName"])
        for body in resources_of(template_of("deploy"), "AWS::IAM::Role").values()
    ]
    assert len([name for name in names if name.endswith(f"-{who}")]) == 1
