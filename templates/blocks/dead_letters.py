"""Where events wait that could not be delivered."""

from typing import NamedTuple

from troposphere import GetAtt, Ref, Sub, kms, sqs

from templates.arns import arn
from templates.blocks.retention import GONE_WITH_THE_PROJECT
from templates.policy import allow, document, granted_to, refuse_plain_http
from templates.project import Project

FOURTEEN_DAYS = 14 * 24 * 3600


class DeadLetters(NamedTuple):
    queue: sqs.Queue
    policy: sqs.QueuePolicy


def dead_letters(project: Project, key: kms.Key) -> DeadLetters:
    rules = arn("events", f"rule/{project.short_name('*')}")
    return queue("DeadLetters", Sub(project.short_name("dead-letters")), key, rules)


def queue(title: str, name: str | Sub, key: kms.Key, rules: Sub) -> DeadLetters:
    """For what the rules with such an ARN could not deliver."""
    made = sqs.Queue(
        title,
        QueueName=name,
        KmsMasterKeyId=GetAtt(key, "Arn"),
        MessageRetentionPeriod=FOURTEEN_DAYS,
        **GONE_WITH_THE_PROJECT,
    )
    here = [GetAtt(made, "Arn")]
    statement = allow(["sqs:SendMessage"], here, {"ArnLike": {"aws:SourceArn": rules}})
    policy = document([refuse_plain_http("sqs", here), granted_to({"Service": "events.amazonaws.com"}, statement)])
    return DeadLetters(made, sqs.QueuePolicy(f"{title}Policy", Queues=[Ref(made)], PolicyDocument=policy))
