"""What starts a training: a push, a schedule, new data."""

import pytest

from tests.templates.rendered import PRODUCTS, resources_of, template_of


def _rules(name: str) -> dict[str, dict]:
    return {title: body["Properties"] for title, body in resources_of(template_of(name), "AWS::Events::Rule").items()}


def test_new_data_below_its_prefix_starts_a_training_if_chosen() -> None:
    template = template_of("build-train")
    rule = template["Resources"]["BuildNewDataRule"]
    assert rule["Condition"] == "TrainsOnNewData"
    assert rule["Properties"]["EventPattern"]["detail"]["object"]["key"] == [{"prefix": "data/"}]
    notifications = template["Resources"]["Bucket"]["Properties"]["NotificationConfiguration"]
    assert notifications["EventBridgeConfiguration"]["EventBridgeEnabled"] is True


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
