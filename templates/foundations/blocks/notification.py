"""The account's topic for failures, approvals and changes, by email to the address in the settings.

One for each account and region, since an address is confirmed once for each topic.
"""

from typing import Any, NamedTuple

from troposphere import GetAtt, Parameter, Ref, Sub, kms, sns

from templates import names
from templates.arns import account_root, arn
from templates.blocks.dead_letters import DeadLetters, queue
from templates.blocks.encryption import ADMINISTER, DECRYPT_AND_GENERATE, THIS_KEY, USE
from templates.blocks.retention import RETAINED
from templates.parameter_form import Condition
from templates.policy import Statement, allow, document, refuse_plain_http, with_principal

TOPIC = arn("sns", names.NOTIFICATIONS)
ALERT_RULES = arn("events", f"rule/{names.ALERTS}-*")
FROM_EVENTBRIDGE = {"Service": "events.amazonaws.com"}
FOR_THE_TOPIC = {"kms:EncryptionContext:aws:sns:topicArn": TOPIC}


class Notification(NamedTuple):
    key: kms.Key
    alias: kms.Alias
    topic: sns.Topic
    policy: sns.TopicPolicy
    subscription: sns.SubscriptionResource
    dead_letters: DeadLetters


def notification(address: Parameter, has_address: Condition) -> Notification:
    key = kms.Key(
        "NotificationKey",
        Description="Encrypts the messages of the MLOps catalog",
        EnableKeyRotation=True,
        PendingWindowInDays=30,
        KeyPolicy=document(_key_statements()),
        **RETAINED,
    )
    topic = sns.Topic("Notifications", TopicName=names.NOTIFICATIONS, KmsMasterKeyId=GetAtt(key, "Arn"))
    return Notification(
        key,
        kms.Alias("NotificationKeyAlias", AliasName=f"alias/{names.NOTIFICATIONS}", TargetKeyId=Ref(key)),
        topic,
        sns.TopicPolicy("NotificationsPolicy", Topics=[Ref(topic)], PolicyDocument=document(_topic_statements(topic))),
        sns.SubscriptionResource(
            "Subscription",
            Condition=has_address.name,
            TopicArn=Ref(topic),
            Protocol="email",
            Endpoint=Ref(address),
        ),
        queue("AlertDeadLetters", f"{names.ALERTS}-dead-letters", key, ALERT_RULES),
    )


def _topic_statements(topic: sns.Topic) -> list[Statement]:
    """EventBridge user guide, "Amazon SNS permissions": no condition can be used for EventBridge."""
    over_tls = refuse_plain_http("sns", [Ref(topic)]) | {"Action": ["sns:Publish"]}
    return [over_tls, with_principal(FROM_EVENTBRIDGE, allow(["sns:Publish"], [Ref(topic)]))]


def _key_statements() -> list[Statement]:
    """SNS developer guide, "Key management": for EventBridge to encrypted topics, source keys are not supported."""
    rules = {"ArnLike": {"aws:SourceArn": ALERT_RULES}}
    return [
        with_principal({"AWS": account_root()}, allow([*USE, *ADMINISTER], THIS_KEY)),
        with_principal(FROM_EVENTBRIDGE, allow(DECRYPT_AND_GENERATE, THIS_KEY, {"ArnEquals": FOR_THE_TOPIC})),
        with_principal(FROM_EVENTBRIDGE, allow(DECRYPT_AND_GENERATE, THIS_KEY, rules)),
        with_principal("*", allow(DECRYPT_AND_GENERATE, THIS_KEY, _publishers_of_the_account())),
    ]


def _publishers_of_the_account() -> Statement:
    """Principals of this account that may publish: pipelines that wait for an approval."""
    account: dict[str, Any] = {"kms:CallerAccount": Ref("AWS::AccountId")}
    return {
        "StringEquals": account | {"kms:ViaService": Sub("sns.${AWS::Region}.amazonaws.com")},
        "ArnEquals": FOR_THE_TOPIC,
    }
