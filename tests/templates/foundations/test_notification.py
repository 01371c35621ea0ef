"""The account's topic: whether EventBridge may publish to it, and its key be used for that."""

from tests.templates.rendered import template_of
from tests.templates.statements import Found, resource_of

SOURCES = {"aws:SourceArn", "aws:SourceAccount", "aws:SourceOrgID"}
TOPIC = "arn:aws:sns:ap-southeast-1:222222222222:mlops-catalog-notifications"


def _for_eventbridge(name: str, place: str) -> list[Found]:
    return [
        found
        for found in resource_of(name)
        if found.place == place and found.statement["Principal"] == {"Service": "events.amazonaws.com"}
    ]


def test_the_topic_lets_eventbridge_publish_without_a_condition() -> None:
    (publish,) = _for_eventbridge("spoke-settings", "NotificationsPolicy")
    assert publish.actions == ["sns:Publish"]
    assert "Condition" not in publish.statement


def test_the_key_of_the_topic_is_conditioned_by_the_topic_and_not_by_a_source() -> None:
    conditions = [found.statement["Condition"] for found in _for_eventbridge("spoke-settings", "NotificationKey")]
    assert {"ArnEquals": {"kms:EncryptionContext:aws:sns:topicArn": TOPIC}} in conditions
    for condition in conditions:
        keys = {key for operator in condition.values() for key in operator}
        assert not keys & SOURCES or not keys & {"kms:EncryptionContext:aws:sns:topicArn"}


def test_there_is_no_subscription_without_an_address() -> None:
    subscription = template_of("spoke-settings")["Resources"]["Subscription"]
    assert subscription["Condition"] == "HasNotificationAddress"
