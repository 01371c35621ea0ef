"""SQS: what is offered, and AWS's rules where the engine lacks them.

Left out, because nothing here uses them: FIFO queues and message groups, batches, permissions apart from the policy,
purging, changed visibility and moving messages between queues.
"""

from sandbox.api.rules import Rules, offered
from sandbox.api.service import operations_of
from sandbox.engine.rules.sqs import answers, deletion, messages, queues

_OFFERED = offered(
    CreateQueue="",
    DeleteMessage="",
    DeleteQueue="",
    GetQueueAttributes="",
    GetQueueUrl="",
    ListQueueTags="",
    ListQueues="",
    ReceiveMessage="""
        QueueUrl AttributeNames MessageSystemAttributeNames MessageAttributeNames MaxNumberOfMessages VisibilityTimeout
        WaitTimeSeconds
    """,
    SendMessage="QueueUrl MessageBody DelaySeconds MessageAttributes",
    SetQueueAttributes="",
    TagQueue="",
    UntagQueue="",
)

RULES = Rules(
    "sqs",
    "sqs",
    _OFFERED,
    checks=operations_of(queues, messages),
    replacements=operations_of(deletion),
    corrections=operations_of(answers),
    refusal=answers.engine_refusal,
)
