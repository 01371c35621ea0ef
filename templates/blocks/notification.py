"""The project's topic: failures and approvals, by mail to whoever the platform team named."""

from typing import NamedTuple

from troposphere import Ref, Sub, kms, sns

from templates import parameters
from templates.arns import arn
from templates.conditions import HAS_NOTIFICATION_ADDRESS
from templates.policy import allow, document, granted_to, refuse_plain_http
from templates.project import Project


class Notification(NamedTuple):
    topic: sns.Topic
    policy: sns.TopicPolicy
    subscription: sns.SubscriptionResource


def notification(project: Project, key: kms.Key) -> Notification:
    topic = sns.Topic("Topic", TopicName=Sub(project.short_name("notifications")), KmsMasterKeyId=Ref(key))
    rules = {"ArnLike": {"aws:SourceArn": arn("events", f"rule/{project.short_name('*')}")}}
    from_rules = granted_to({"Service": "events.amazonaws.com"}, allow(["sns:Publish"], [Ref(topic)], rules))
    over_tls = refuse_plain_http("sns", [Ref(topic)]) | {"Action": ["sns:Publish"]}
    return Notification(
        topic,
        sns.TopicPolicy("TopicPolicy", Topics=[Ref(topic)], PolicyDocument=document([over_tls, from_rules])),
        sns.SubscriptionResource(
            "Subscription",
            Condition=HAS_NOTIFICATION_ADDRESS.name,
            TopicArn=Ref(topic),
            Protocol="email",
            Endpoint=Ref(parameters.NOTIFICATION_ADDRESS),
        ),
    )
