"""What starts a training: a push, a schedule, new data."""

import pytest

from tests.templates.rendered import PRODUCTS, resources_of, template_of


def _rules(name: str) -> dict[str, dict]:
    return {title: body["Properties"] for title, body in resources_of(template_of(name), "AWS::Events::Rule").items()}


def test_new_data_below_its_prefix_starts_a_training_if_chosen() -> None:
    template = template_of("build-train")
    rule = template["Resources"]["BuildNewDataRule"]
    own, _ = rule["Properties"]["EventPattern"]["$or"]
    assert rule["Condition"] == "StartsOnFiles"
    assert own["detail"]["bucket"]["name"] == [{"Ref": "Bucket"}]
    # Nobody can write below `none/`, so that other choices start nothing by it.
    assert own["detail"]["object"]["key"] == [{"prefix": {"Fn::If": ["TrainsOnNewData", "data/", "none/"]}}]
    notifications = template["Resources"]["Bucket"]["Properties"]["NotificationConfiguration"]
    assert notifications["EventBridgeConfiguration"]["EventBridgeEnabled"] is True


def test_the_project_that_monitors_starts_a_training_by_a_file_that_only_its_roles_can_write() -> None:
    for product in ("build-train", "build-train-deploy"):
        template = template_of(product)
        _, asked = template["Resources"]["BuildNewDataRule"]["Properties"]["EventPattern"]["$or"]
        assert asked["detail"]["bucket"]["name"] == [{"prefix": {"Fn::Sub": "sagemaker-${MonitoredBy}-"}}]
        assert asked["detail"]["object"]["key"] == [{"prefix": "executions/retraining/"}]
        assert template["Parameters"]["MonitoredBy"]["Default"] == "none"
    policy = template_of("model-monitor")["Resources"]["BucketPolicy"]["Properties"]["PolicyDocument"]["Statement"]
    protected = [
        resource
        for statement in policy
        if statement["Effect"] == "Deny"
        and "s3:PutObject" in statement["Action"]
        and "ArnNotLike" in statement.get("Condition", {})
        for resource in statement["Resource"]
    ]
    assert {"Fn::Sub": "${Bucket.Arn}/executions/*"} in protected


def test_schedule_starts_a_training_if_given() -> None:
    schedule = template_of("build-train")["Resources"]["BuildSchedule"]
    assert schedule["Condition"] == "HasSchedule"
    assert schedule["Properties"]["ScheduleExpression"] == {"Ref": "Schedule"}


@pytest.mark.parametrize("name", PRODUCTS)
def test_every_pipeline_has_a_push_for_either_kind_of_repository(name: str) -> None:
    pipelines = resources_of(template_of(name), "AWS::CodePipeline::Pipeline")
    pushes = [title for title in _rules(name) if title.endswith("PushRule")]
    assert len(pushes) == len(pipelines)
    for body in pipelines.values():
        condition, (trigger,), otherwise = body["Properties"]["Triggers"]["Fn::If"]
        assert (condition, otherwise) == ("UsesConnection", {"Ref": "AWS::NoValue"})
        assert trigger["GitConfiguration"]["Push"] == [{"Branches": {"Includes": [{"Ref": "BranchName"}]}}]


@pytest.mark.parametrize("name", PRODUCTS)
def test_events_that_cannot_be_delivered_go_to_the_dead_letter_queue(name: str) -> None:
    for title, rule in _rules(name).items():
        for target in rule["Targets"]:
            assert target["DeadLetterConfig"] == {"Arn": {"Fn::GetAtt": ["DeadLetters", "Arn"]}}, title


@pytest.mark.parametrize("name", PRODUCTS)
def test_sixty_projects_fit_into_the_rules_of_a_bus(name: str) -> None:
    """EventBridge quotas: 300 rules; a few are the account's own."""
    assert len(_rules(name)) * 59 + len(_rules("spoke-settings")) <= 300
