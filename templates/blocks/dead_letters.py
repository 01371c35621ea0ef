"""Dead-letter queues: they keep events that EventBridge could not deliver."""

from typing import NamedTuple

from troposphere import GetAtt, Ref, Sub, kms, sqs

from templates.arns import arn
from templates.blocks.retention import DELETED_WITH_THE_PROJECT
from templates.policy import allow, document, refuse_plain_http, with_principal
from templates.project import Project

FOURTEEN_DAYS = 14 * 24 * 3600


class DeadLetters(NamedTuple):
    queue: sqs.Queue
    policy: sqs.QueuePolicy


def dead_letters(project: Project, key: kms.Key) -> DeadLetters:
    rules = arn("events", f"rule/{project.short_name('*')}")
    return queue("DeadLetters", Sub(project.short_name("dead-letters")), key, rules)


def queue(title: str, name: str | Sub, key: kms.Key, rules: Sub) -> DeadLetters:
    """For events that rules with an ARN like `rules` could not deliver."""
    letters = sqs.Queue(
        title,
        QueueName=name,
        KmsMasterKeyId=GetAtt(key, "Arn"),
        MessageRetentionPeriod=FOURTEEN_DAYS,
        **DELETED_WITH_THE_PROJECT,
    )
    own_arn = [GetAtt(letters, "Arn")]
    statement = allow(["sqs:SendMessage"], own_arn, {"ArnLike": {"aws:SourceArn": rules}})
    policy = document(
        [refuse_plain_http("sqs", own_arn), with_principal({"Service": "events.amazonaws.com"}, statement)]
    )
    return DeadLetters(letters, sqs.QueuePolicy(f"{title}Policy", Queues=[Ref(letters)], PolicyDocument=policy))
