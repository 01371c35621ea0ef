"""What EventBridge delivers to topics and queues, and what becomes of the rest."""

import json
import time
import uuid
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from botocore.exceptions import ClientError

from tests.sandbox.polling import Queue
from tests.sandbox.services.codepipeline.codepipeline import PipelineProject

SETTINGS = Path(__file__).parents[2] / "golden" / "spoke-settings.json"

ACCOUNT = "222222222222"
EVENTS = {"Service": "events.amazonaws.com"}
AS_JSON = '{"message": "It failed.", "result": <result>}'
RESULT = {"result": "$.detail.result"}
SOURCE = {"ArnLike": {"aws:SourceArn": f"arn:aws:events:us-east-1:{ACCOUNT}:rule/*"}}


def _policy(action: str, resource: str, condition: dict[str, Any] | None = None, principal: Any = EVENTS) -> Any:
    statement = {"Effect": "Allow", "Principal": principal, "Action": action, "Resource": resource}
    return statement | ({"Condition": condition} if condition else {})


def _document(*statements: Any) -> str:
    return json.dumps({"Version": "2012-10-17", "Statement": list(statements)})


class Alert:
    """A rule with a topic, whose messages arrive in `heard`, and a queue for what cannot be delivered."""

    def __init__(self, sandbox: Any) -> None:
        self._client = lambda service: sandbox.client(service, ACCOUNT)
        self.heard, self.refused = Queue(sandbox, ACCOUNT), Queue(sandbox, ACCOUNT)
        self.name = f"alert-{uuid.uuid4().hex[:8]}"
        self.topic = self.heard.topic()
        self.target: dict[str, Any] = {"Id": "topic", "Arn": self.topic, "DeadLetterConfig": {"Arn": self.refused.arn}}

    def let_in(self, condition: dict[str, Any] | None = None) -> None:
        document = _document(_policy("sns:Publish", self.topic, condition))
        self._client("sns").set_topic_attributes(TopicArn=self.topic, AttributeName="Policy", AttributeValue=document)

    def encrypt(self, condition: dict[str, Any]) -> None:
        key = self._client("kms").create_key()["KeyMetadata"]["Arn"]
        root = _policy("kms:*", "*", principal={"AWS": f"arn:aws:iam::{ACCOUNT}:root"})
        use = _policy("kms:*", "*", condition)
        self._client("kms").put_key_policy(KeyId=key, PolicyName="default", Policy=_document(root, use))
        self._client("sns").set_topic_attributes(
            TopicArn=self.topic, AttributeName="KmsMasterKeyId", AttributeValue=key
        )

    def rule(self, pattern: dict[str, Any]) -> None:
        events = self._client("events")
        events.put_rule(Name=self.name, EventPattern=json.dumps(pattern))
        events.put_targets(Rule=self.name, Targets=[self.target])

    def happen(self, **detail: Any) -> None:
        self.rule({"source": [self.name]})
        events = self._client("events")
        entry = {"Source": self.name, "DetailType": "Something", "Detail": json.dumps(detail)}
        assert events.put_events(Entries=[entry])["FailedEntryCount"] == 0

    def message(self) -> Any:
        (received,) = self.heard.until(bool)
        return json.loads(received["Message"])


@pytest.fixture
def alert(sandbox: Any) -> Alert:
    return Alert(sandbox)


def test_a_topic_that_lets_eventbridge_in_gets_the_message(alert: Alert) -> None:
    alert.let_in()
    alert.happen(result="done")
    assert alert.message()["detail"] == {"result": "done"}


def test_a_topic_with_a_condition_refuses_eventbridge(alert: Alert) -> None:
    alert.let_in(SOURCE)
    alert.happen(result="done")
    (refused,) = alert.refused.until(bool)
    assert refused["detail"] == {"result": "done"}
    assert alert.heard.received == []


def test_a_key_with_a_source_refuses_eventbridge(alert: Alert) -> None:
    alert.let_in()
    alert.encrypt(SOURCE)
    alert.happen(result="done")
    assert alert.refused.until(bool)


def test_a_key_knows_the_topic_that_it_is_used_for(alert: Alert) -> None:
    alert.let_in()
    alert.encrypt({"ArnEquals": {"kms:EncryptionContext:aws:sns:topicArn": alert.topic}})
    alert.happen(result="done")
    assert alert.message()["detail"] == {"result": "done"}


def test_a_topic_is_not_reached_by_a_role(alert: Alert) -> None:
    alert.let_in()
    alert.target["RoleArn"] = f"arn:aws:iam::{ACCOUNT}:role/service-role/AmazonSageMaker-ExecutionRole-sandbox"
    alert.happen(result="done")
    assert alert.refused.until(bool)


@pytest.mark.parametrize(
    "template",
    ['"It failed: <reason>"', '{"reason": "<reason>"}', '{"reason": <reason>}'],
    ids=["sentence", "in quotes", "bare"],
)
def test_a_text_with_quotes_breaks_what_it_is_put_into(alert: Alert, template: str) -> None:
    alert.let_in()
    alert.target["InputTransformer"] = {"InputPathsMap": {"reason": "$.detail.reason"}, "InputTemplate": template}
    alert.happen(reason='no column "temp_max"')
    (refused,) = alert.refused.until(bool)
    assert refused["detail"]["reason"] == 'no column "temp_max"'
    assert alert.heard.received == []


@pytest.mark.parametrize(
    ("detail", "result"),
    [({"result": {"reason": 'no column "temp_max"\n'}}, {"reason": 'no column "temp_max"\n'}), ({}, "")],
    ids=["object", "missing"],
)
def test_an_object_in_the_place_of_a_value_stays_as_it_is(alert: Alert, detail: Any, result: Any) -> None:
    alert.let_in()
    alert.target["InputTransformer"] = {"InputPathsMap": RESULT, "InputTemplate": AS_JSON}
    alert.happen(**detail)
    assert alert.message() == {"message": "It failed.", "result": result}


FAILS = """version: 0.2
env:
  exported-variables: [OUTCOME]
phases:
  build:
    commands:
      - exit 1
    finally:
      - export OUTCOME="test_closes failed, no column 'temp_max'"
"""


def test_the_message_of_the_catalog_names_the_test_that_failed_a_build(
    alert: Alert, sandbox: Any, tmp_path: Path
) -> None:
    rule = json.loads(SETTINGS.read_text())["Resources"]["BuildFailedRule"]["Properties"]
    alert.let_in()
    alert.target["InputTransformer"] = rule["Targets"][0]["InputTransformer"]
    project = PipelineProject(sandbox, tmp_path)
    pattern = rule["EventPattern"] | {"detail": {"project-name": [project.name], "build-status": ["FAILED"]}}
    alert.rule(pattern)
    project.push("hello", **{"buildspec.yml": FAILS})
    project.create_pipeline()
    project.wait_until_idle()
    message = alert.message()
    assert message["message"].startswith(f"Build {project.name} failed.")
    assert message["exported"] == [{"name": "OUTCOME", "value": "test_closes failed, no column 'temp_max'"}]


def test_the_three_hundred_and_first_rule_of_a_bus_is_refused(sandbox: Any) -> None:
    events = sandbox.client("events", sandbox.outsider)
    here = len(events.list_rules(Limit=100)["Rules"])
    for number in range(300 - here):
        events.put_rule(Name=f"rule-{number}", ScheduleExpression="rate(1 day)")
    events.put_rule(Name="rule-0", ScheduleExpression="rate(2 days)")
    with pytest.raises(ClientError, match="LimitExceededException"):
        events.put_rule(Name="one-more", ScheduleExpression="rate(1 day)")


@pytest.fixture
def mail(sandbox: Any) -> Callable[[str], list[Path]]:
    """The messages that came to an address."""
    return lambda address: sorted((sandbox.state / "mail" / address).glob("*.txt"))


def test_an_address_gets_no_message_until_it_is_confirmed(sandbox: Any, mail: Callable[[str], list[Path]]) -> None:
    topics = sandbox.client("sns")
    topic = topics.create_topic(Name="told-by-mail")["TopicArn"]
    answer = topics.subscribe(TopicArn=topic, Protocol="email", Endpoint="confirming@example.com")
    assert answer["SubscriptionArn"] == "pending confirmation"
    topics.publish(TopicArn=topic, Message="too early")
    (asked,) = mail("confirming@example.com")
    (listed,) = topics.list_subscriptions_by_topic(TopicArn=topic)["Subscriptions"]
    assert listed["SubscriptionArn"] == "PendingConfirmation"
    token = asked.read_text().split()[-1]
    topics.confirm_subscription(TopicArn=topic, Token=token)
    topics.publish(TopicArn=topic, Message="now")
    deadline = time.monotonic() + 5
    while len(mail("confirming@example.com")) < 2 and time.monotonic() < deadline:
        time.sleep(0.05)
    assert [text.read_text().splitlines()[-1] for text in mail("confirming@example.com")[1:]] == ["now"]
