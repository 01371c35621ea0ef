"""A decision on a model starts the deploying pipeline with that very model, and a failure leads back."""

import json

import pytest

from tests.templates.rendered import LONGEST_ID, PRODUCTS, filled_in, resources_of, template_of

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
    variables = json.loads(transformer["InputTemplate"].replace("<model>", "arn:model/1"))
    assert rule["EventPattern"]["detail"]["ModelApprovalStatus"] == ["Approved", "Rejected"]
    # Another description or property of an approved version is no decision.
    assert rule["EventPattern"]["detail"]["UpdatedModelPackageFields"] == ["ModelApprovalStatus"]
    assert model == "$.detail.ModelPackageArn"
    assert variables == {"variables": [{"name": "ModelPackageArn", "value": "arn:model/1"}]}


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
    *_, change, execute, test = described["Actions"]
    own = f"arn:aws:iam::{account}:role/mlops-catalog/sagemaker-{LONGEST_ID}-{stage}"
    assert [change["RunOrder"], execute["RunOrder"], test["RunOrder"]] == [2, 3, 4]
    assert change["Configuration"]["ActionMode"] == "CHANGE_SET_REPLACE"
    assert execute["Configuration"]["ActionMode"] == "CHANGE_SET_EXECUTE"
    assert change["RoleArn"] == execute["RoleArn"] == f"{own}-deploy"
    assert change["Configuration"]["RoleArn"] == f"{own}-cloudformation"
    assert change["Configuration"]["TemplateConfiguration"] == f"Prepared::{stage}.json"
    assert {"name": "STAGE", "value": stage, "type": "PLAINTEXT"} in json.loads(
        test["Configuration"]["EnvironmentVariables"]
    )
    assert described["OnFailure"] == {"Result": "ROLLBACK"}


@pytest.mark.parametrize("name", DEPLOYING)
def test_version_is_checked_once_more_after_the_approval_and_before_production(name: str) -> None:
    confirm, *others = _stages(name)["Production"]["Actions"]
    assert confirm["Configuration"] == {"ProjectName": "<ConfirmProject>"}
    # The repository is not even there.
    assert confirm["InputArtifacts"] == [{"Name": "Prepared"}]
    assert all(confirm["RunOrder"] < other["RunOrder"] for other in others)


@pytest.mark.parametrize("name", DEPLOYING)
def test_prepare_may_stop_executions_of_its_own_pipeline_only(name: str) -> None:
    role = resources_of(template_of(name), "AWS::IAM::Role")["PrepareRole"]
    (policy,) = filled_in(role["Properties"]["Policies"])
    stops = [
        one["Resource"]
        for one in policy["PolicyDocument"]["Statement"]
        if "codepipeline:StopPipelineExecution" in one["Action"]
    ]
    pipeline = filled_in(template_of(name)["Resources"]["DeployPipeline"]["Properties"]["Name"])
    assert stops == [[f"arn:aws:codepipeline:ap-southeast-1:222222222222:{pipeline}"]]


@pytest.mark.parametrize("name", PRODUCTS)
def test_a_build_without_variables_has_no_empty_list_of_them(name: str) -> None:
    assert '"[]"' not in json.dumps(template_of(name))


@pytest.mark.parametrize("name", DEPLOYING)
def test_approval_shows_the_metrics_and_a_link(name: str) -> None:
    (action,) = _stages(name)["Approve"]["Actions"]
    assert action["ActionTypeId"]["Provider"] == "Manual"
    assert action["Configuration"]["NotificationArn"] == "<NotificationTopic>"
    assert action["Configuration"]["CustomData"] == "#{Prepare.MODEL_SUMMARY}"
    assert "/executions/#{codepipeline.PipelineExecutionId}" in action["Configuration"]["ExternalEntityLink"]


@pytest.mark.parametrize("name", DEPLOYING)
def test_pipeline_may_assume_exactly_the_deploy_roles_of_the_stages(name: str) -> None:
    role = resources_of(template_of(name), "AWS::IAM::Role")["DeployPipelineRole"]
    (policy,) = filled_in(role["Properties"]["Policies"])
    assumed = [one["Resource"] for one in policy["PolicyDocument"]["Statement"] if "sts:AssumeRole" in one["Action"]]
    assert assumed == [
        [
            f"arn:aws:iam::{account}:role/mlops-catalog/sagemaker-{LONGEST_ID}-{stage}-deploy"
            for stage, account in (("staging", "333333333333"), ("production", "444444444444"))
        ]
    ]
