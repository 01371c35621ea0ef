"""Messages to people: valid JSON for every event, and nothing lost on the way to the topic."""

import json
import re

import pytest

from tests.templates.messages import message, topic_targets
from tests.templates.rendered import PRODUCTS, filled_in, products_with, resources_of, template_of

TRAINING = products_with("AWS::SageMaker::ModelPackageGroup")
PUBLISHED = [(name, title) for name in [*PRODUCTS, "spoke-settings"] for title in topic_targets(name)]


@pytest.mark.parametrize("name", TRAINING)
def test_a_project_that_trains_sends_a_message_when_a_model_waits(name: str) -> None:
    assert set(topic_targets(name)) - {"WorkflowFailureRule"} == {"ApprovalRequestRule"}
    rule = template_of(name)["Resources"]["ApprovalRequestRule"]["Properties"]
    assert filled_in(rule["EventPattern"])["detail"]["ModelApprovalStatus"] == ["PendingManualApproval"]


@pytest.mark.parametrize(("name", "title"), PUBLISHED)
def test_every_placeholder_has_a_path(name: str, title: str) -> None:
    transformer = topic_targets(name)[title]["InputTransformer"]
    assert set(re.findall(r"<([\w-]+)>", transformer["InputTemplate"])) == set(transformer["InputPathsMap"])


@pytest.mark.parametrize(("name", "title"), PUBLISHED)
def test_every_message_is_json_even_if_the_event_has_little(name: str, title: str) -> None:
    assert message(name, title)["message"]


@pytest.mark.parametrize(("name", "title"), PUBLISHED)
def test_free_text_is_never_put_inside_a_sentence(name: str, title: str) -> None:
    """EventBridge does not escape: only names, ids, statuses, versions and links may be put into a text."""
    transformer = topic_targets(name)[title]["InputTransformer"]
    for placeholder, path in transformer["InputPathsMap"].items():
        outside = f'": <{placeholder}>' in transformer["InputTemplate"]
        assert outside or re.search(r"(pipeline|stage|status|action|name|Name|link|Arn|Version|id)$", path), path


@pytest.mark.parametrize(("name", "title"), PUBLISHED)
def test_no_topic_is_reached_by_a_role_and_no_refusal_is_lost(name: str, title: str) -> None:
    target = topic_targets(name)[title]
    assert "RoleArn" not in target
    assert target["DeadLetterConfig"]["Arn"].endswith("DeadLetters.Arn>")


def test_the_message_to_the_approver_has_the_evaluation_the_version_and_the_command() -> None:
    model = {"verdict": 'RMSE 2.5 °C, "persistence" 2.9 °C', "data": "4f1c, 1461 rows", "report": "s3://b/report.html"}
    sent = message("build-train", "ApprovalRequestRule", model=json.dumps(model))
    assert sent["model"] == model
    assert "--model-package-arn version" in sent["approve"]
    assert ":role/mlops-catalog/mlops-catalog-approver" in sent["approve"]
    assert sent["reports"].endswith("/s3/buckets/my-bucket?prefix=executions/&region=ap-southeast-1")


@pytest.mark.parametrize("name", PRODUCTS)
def test_a_project_has_no_topic_and_no_subscription_of_its_own(name: str) -> None:
    assert resources_of(template_of(name), "AWS::SNS::Topic", "AWS::SNS::Subscription") == {}


@pytest.mark.parametrize("name", products_with("AWS::CodePipeline::Pipeline"))
def test_a_project_with_a_pipeline_names_the_accounts_topic_and_its_condition(name: str) -> None:
    topic = template_of(name)["Parameters"]["NotificationTopic"]
    assert topic["Default"] == "/mlops-catalog/notification-topic"
    assert "confirmed" in template_of(name)["Outputs"]["TopicArn"]["Description"]
