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
    queue = sqs.Queue(
        "DeadLetters",
        QueueName=Sub(project.short_name("dead-letters")),
        KmsMasterKeyId=GetAtt(key, "Arn"),
        MessageRetentionPeriod=FOURTEEN_DAYS,
        **GONE_WITH_THE_PROJECT,
    )
    rules = {"ArnLike": {"aws:SourceArn": arn("events", f"rule/{project.short_name('*')}")}}
    here = [GetAtt(queue, "Arn")]
    from_rules = granted_to({"Service": "events.amazonaws.com"}, allow(["sqs:SendMessage"], here, rules))
    policy = document([refuse_plain_http("sqs", here), from_rules])
    return DeadLetters(queue, sqs.QueuePolicy("DeadLettersPolicy", Queues=[Ref(queue)], PolicyDocument=policy))
