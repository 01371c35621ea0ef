"""Queues and topics are encrypted with a key of the template, and take messages from named rules alone."""

from collections.abc import Iterator

from scripts.gate.model.statements import Statement
from scripts.gate.model.template import Problem, Resource, Template
from scripts.gate.model.values import text

KINDS = {
    "AWS::SQS::Queue": ("KmsMasterKeyId", "AWS::SQS::QueuePolicy", "Queues", "sqs:SendMessage"),
    "AWS::SNS::Topic": ("KmsMasterKeyId", "AWS::SNS::TopicPolicy", "Topics", "sns:Publish"),
}
SENDERS = ("events.amazonaws.com",)
FOUR_DAYS = 4 * 24 * 3600


def check(template: Template) -> Iterator[Problem]:
    keys = {form for key in template.of_type("AWS::KMS::Key") for form in (f"${{{key.name}.Arn}}", f"${{{key.name}}}")}
    for kind, (member, policy, named, action) in KINDS.items():
        for resource in template.of_type(kind):
            if text(resource.properties.get(member)) not in keys:
                yield Problem(resource.name, f"is not encrypted with a key of the template: set {member}")
            yield from _policy(template, resource, policy, (named, action))
    for queue in template.of_type("AWS::SQS::Queue"):
        if int(text(queue.properties.get("MessageRetentionPeriod")) or 0) < FOUR_DAYS:
            yield Problem(queue.name, "keeps events for less than four days: a weekend loses them")


def _policy(template: Template, resource: Resource, policy: str, member: tuple[str, str]) -> Iterator[Problem]:
    named, action = member
    own = template.policy_of(policy, named, resource.name)
    if not own:
        yield Problem(resource.name, "has no policy: refuse plain HTTP, and name the rules that send")
    for statement in own:
        for problem in _senders(statement, resource.name, action) if statement.allows else ():
            yield Problem(resource.name, problem)


def _senders(statement: Statement, name: str, action: str) -> Iterator[str]:
    if statement.accounts or not set(statement.services) <= set(SENDERS):
        yield f"is open to {(statement.accounts or statement.services)[0]}: only rules send"
    if set(statement.actions) != {action}:
        yield f"allows {', '.join(statement.actions)}: senders need {action} alone"
    if not set(statement.resources) <= {f"${{{name}}}", f"${{{name}.Arn}}"}:
        yield f"has a policy for {', '.join(statement.resources)}: name the resource itself"
