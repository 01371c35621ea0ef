"""What people are told, and whether EventBridge, SNS and the key let it through."""

import json
import re
from typing import Any

import pytest

from tests.templates import resolve
from tests.templates.rendered import EXAMPLE, PRODUCTS, filled_in, resources_of, template_of
from tests.templates.statements import Found, resource_of

TRAINING = [name for name in PRODUCTS if "train" in name]
SOURCES = {"aws:SourceArn", "aws:SourceAccount", "aws:SourceOrgID"}
TOPIC = "arn:aws:sns:ap-southeast-1:222222222222:mlops-catalog-notifications"


def _targets(name: str) -> dict[str, dict[str, Any]]:
    """What tells the topic, by the rule."""
    rules = resources_of(template_of(name), "AWS::Events::Rule").items()
    targets = {title: body["Properties"]["Targets"][0] for title, body in rules}
    told = {title: filled_in(target) for title, target in targets.items() if target["Id"] == "topic"}
    for target in told.values():
        transformer = target["InputTransformer"]
        transformer["InputTemplate"] = transformer["InputTemplate"].replace("<Bucket>", "my-bucket")
    return told


TOLD = [(name, title) for name in [*PRODUCTS, "spoke-settings"] for title in _targets(name)]


def _message(name: str, title: str, **values: str) -> dict[str, Any]:
    """What the target's message is when its paths lead to these values, written as EventBridge would."""
    template = _targets(name)[title]["InputTransformer"]["InputTemplate"]
    in_text = re.sub(r'"(?:\\.|[^"\\])*"', lambda text: re.sub(r"<([\w-]+)>", r"\1", text[0]), template)
    return json.loads(re.sub(r"<([\w-]+)>", lambda name: values.get(name[1], '""'), in_text))


def _for_eventbridge(name: str, place: str) -> list[Found]:
    return [
        found
        for found in resource_of(name)
        if found.place == place and found.statement["Principal"] == {"Service": "events.amazonaws.com"}
    ]


def test_failures_and_changes_of_all_projects_are_told_by_the_account() -> None:
    assert set(_targets("spoke-settings")) == {
        "PipelineFailedRule",
        "BuildFailedRule",
        "TrainingFailedRule",
        "ProductionChangedRule",
    }


@pytest.mark.parametrize("name", TRAINING)
def test_a_project_that_trains_tells_that_a_model_waits(name: str) -> None:
    assert set(_targets(name)) == {"ApprovalRequestRule"}
    rule = template_of(name)["Resources"]["ApprovalRequestRule"]["Properties"]
    assert filled_in(rule["EventPattern"])["detail"]["ModelApprovalStatus"] == ["PendingManualApproval"]


@pytest.mark.parametrize(("name", "title"), TOLD)
def test_every_placeholder_has_a_path(name: str, title: str) -> None:
    transformer = _targets(name)[title]["InputTransformer"]
    assert set(re.findall(r"<([\w-]+)>", transformer["InputTemplate"])) == set(transformer["InputPathsMap"])


@pytest.mark.parametrize(("name", "title"), TOLD)
def test_every_message_is_json_even_if_the_event_says_little(name: str, title: str) -> None:
    assert _message(name, title)["message"]


@pytest.mark.parametrize(("name", "title"), TOLD)
def test_free_text_never_stands_inside_a_sentence(name: str, title: str) -> None:
    """EventBridge does not escape: only names, ids, versions and links may be put into a text."""
    transformer = _targets(name)[title]["InputTransformer"]
    for placeholder, path in transformer["InputPathsMap"].items():
        outside = f'": <{placeholder}>' in transformer["InputTemplate"]
        assert outside or re.search(r"(pipeline|stage|action|name|Name|link|Arn|Version|id)$", path), path


def test_the_message_on_a_failed_build_has_what_the_build_exported() -> None:
    exported = [{"name": "OUTCOME", "value": 'test_closes failed: "0" is not 1'}]
    assert _message("spoke-settings", "BuildFailedRule", exported=json.dumps(exported))["exported"] == exported


def test_the_message_on_a_failed_deployment_has_the_way_to_try_the_whole_stage_again() -> None:
    message = _message("spoke-settings", "PipelineFailedRule")
    assert message["retry"].endswith("--stage-name stage --retry-mode ALL_ACTIONS")
    assert "--pipeline-name pipeline --pipeline-execution-id execution" in message["retry"]
    assert "ROLLBACK_FAILED" in message["stack"]


@pytest.mark.parametrize(("name", "title"), TOLD)
def test_no_topic_is_reached_by_a_role_and_no_refusal_is_lost(name: str, title: str) -> None:
    target = _targets(name)[title]
    assert "RoleArn" not in target
    assert target["DeadLetterConfig"]["Arn"].endswith("DeadLetters.Arn>")


def test_the_message_to_the_approver_has_the_verdict_the_version_and_the_way() -> None:
    model = {"verdict": 'RMSE 2.5 °C, "persistence" 2.9 °C', "data": "4f1c, 1461 rows", "report": "s3://b/report.html"}
    message = _message("build-train", "ApprovalRequestRule", model=json.dumps(model))
    assert message["model"] == model
    assert "--model-package-arn version" in message["approve"]
    assert ":role/mlops-catalog/mlops-catalog-approver" in message["approve"]
    assert message["reports"].endswith("/s3/buckets/my-bucket?prefix=executions/&region=ap-southeast-1")


def test_the_topic_lets_eventbridge_in_without_a_condition() -> None:
    (publish,) = _for_eventbridge("spoke-settings", "NotificationsPolicy")
    assert publish.actions == ["sns:Publish"]
    assert "Condition" not in publish.statement


def test_the_key_of_the_topic_asks_for_the_topic_and_not_for_a_source() -> None:
    conditions = [found.statement["Condition"] for found in _for_eventbridge("spoke-settings", "NotificationKey")]
    assert {"ArnEquals": {"kms:EncryptionContext:aws:sns:topicArn": TOPIC}} in conditions
    for condition in conditions:
        keys = {key for operator in condition.values() for key in operator}
        assert not keys & SOURCES or not keys & {"kms:EncryptionContext:aws:sns:topicArn"}


@pytest.mark.parametrize("name", PRODUCTS)
def test_a_project_has_no_topic_and_no_subscription_of_its_own(name: str) -> None:
    assert resources_of(template_of(name), "AWS::SNS::Topic", "AWS::SNS::Subscription") == {}
    topic = template_of(name)["Parameters"]["NotificationTopic"]
    assert topic["Default"] == "/mlops-catalog/notification-topic"
    assert "confirmed" in template_of(name)["Outputs"]["TopicArn"]["Description"]


def test_nobody_is_subscribed_without_an_address() -> None:
    subscription = template_of("spoke-settings")["Resources"]["Subscription"]
    assert subscription["Condition"] == "HasNotificationAddress"


@pytest.mark.parametrize(
    ("partition", "host"),
    [
        ("aws", "console.aws.amazon.com"),
        ("aws-us-gov", "console.amazonaws-us-gov.com"),
        ("aws-cn", "console.amazonaws.cn"),
    ],
)
def test_links_go_to_the_console_of_the_partition(partition: str, host: str) -> None:
    template = template_of("build-train-deploy")
    page = resolve.filled_in(template["Outputs"]["BucketConsole"]["Value"], EXAMPLE | {"AWS::Partition": partition})
    assert page.startswith(f"https://ap-southeast-1.{host}/s3/buckets/")
    assert template["Mappings"]["Console"][partition]["Host"] == host
