"""Buckets, queues and topics refuse requests without TLS from everybody."""

from collections.abc import Iterator

from scripts.gate.model.statements import Statement, Test
from scripts.gate.model.template import Problem, Template

KINDS = {
    "AWS::S3::Bucket": ("AWS::S3::BucketPolicy", "Bucket", "s3:*"),
    "AWS::SQS::Queue": ("AWS::SQS::QueuePolicy", "Queues", "sqs:*"),
    "AWS::SNS::Topic": ("AWS::SNS::TopicPolicy", "Topics", "sns:Publish"),
}
"""By kind: its policy, the member that names what it is for, and the actions that can be denied in it."""
INSECURE = (Test("Bool", "aws:SecureTransport", ("false",)),)


def check(template: Template) -> Iterator[Problem]:
    for kind, (policy, member, action) in KINDS.items():
        for resource in template.of_type(kind):
            own = template.policy_of(policy, member, resource.name)
            if not any(_refuses(statement, action, resource.name) for statement in own):
                yield Problem(resource.name, "takes requests without TLS: deny them by aws:SecureTransport")


def _refuses(statement: Statement, action: str, name: str) -> bool:
    reached = (f"${{{name}}}", f"${{{name}.Arn}}")
    whole = set(reached) & set(statement.resources)
    objects = action != "s3:*" or f"${{{name}.Arn}}/*" in statement.resources
    denied = not statement.allows and action in statement.actions and statement.tests == INSECURE
    return bool(denied and whole and objects and ("AWS", "*") in statement.principals)
